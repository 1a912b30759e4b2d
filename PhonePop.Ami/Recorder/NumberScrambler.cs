using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace PhonePop.Ami.Recorder;

/// <summary>
/// Replaces phone numbers in any notation. The last seven digits are made new; what stands before them (country, area, a prefix for outside
/// lines) and what stands between them stays, so that one number written in several ways is one number afterwards, too. Up to five digits
/// are an extension and stay.
/// </summary>
internal sealed partial class NumberScrambler(byte[] key, IReadOnlySet<string> kept)
{
    private const int Shortest = 6;
    private const int Replaced = 7;
    private const int Longest = 15;

    private readonly Dictionary<string, string> _made = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>Replaces every number in a text. Uniqueids, UUIDs, addresses and the counters of channel names stay.</summary>
    public string Replace(string text) => Tokens().Replace(text, match => match.Groups["number"].Success ? Groups(match.Value) : match.Value);

    // Groups of digits with separators between them. A long group ends a number: "20261124-89161234567-101" holds two and an extension.
    private string Groups(string chain)
    {
        var text = chain.ToCharArray();
        var digits = new List<int>();
        for (var i = 0; i < text.Length;)
        {
            var end = i;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            if (end - i > Replaced)
            {
                Make(text, digits); // what stands before it is something of its own, or an area code, which stays
                digits.Clear();
            }

            digits.AddRange(Enumerable.Range(i, end - i));
            if (end - i >= Shortest)
            {
                Make(text, digits);
                digits.Clear();
            }

            i = Math.Max(end, i) + (end < text.Length && !char.IsAsciiDigit(text[end]) ? 1 : 0);
        }

        Make(text, digits);
        return new string(text);
    }

    private void Make(char[] text, List<int> digits)
    {
        if (digits.Count < Shortest || kept.Contains(string.Concat(digits.Select(i => text[i]))))
        {
            return;
        }

        // More than any number has: several in a row, of which none may stay.
        var first = digits.Count > Longest ? 0 : digits.Count - Math.Min(Replaced, digits.Count);
        for (var end = digits.Count; end > first; end -= Replaced)
        {
            var start = Math.Max(first, end - Replaced);
            var made = Made(string.Concat(digits[start..end].Select(i => text[i])));
            for (var i = start; i < end; i++)
            {
                text[digits[i]] = made[i - start];
            }
        }
    }

    // Two numbers never become one, and none becomes itself.
    private string Made(string tail)
    {
        if (_made.TryGetValue(tail, out var made))
        {
            return made;
        }

        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        for (var attempt = 0; made is null; attempt++)
        {
            HMACSHA256.HashData(key, Encoding.ASCII.GetBytes($"{attempt}:{tail}"), hash);
            var value = BinaryPrimitives.ReadUInt64LittleEndian(hash) % (ulong)Math.Pow(10, tail.Length);
            var candidate = value.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(tail.Length, '0');
            made = candidate != tail && _taken.Add(candidate) ? candidate : null;
        }

        return _made[tail] = made;
    }

    // In this order: what only looks like a number, then numbers. A channel's counter is PJSIP/trunk-0000001a or Local/…-0000001a;1.
    // Separators are those that providers and people write, no-break spaces and hyphens in UTF-8 among them.
    [GeneratedRegex(
        @"(?<uniqueid>\b\d{9,11}\.\d{1,7}(?![\d.]))" +
        @"|(?<uuid>\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b)" +
        @"|(?<address>(?<![\d.])(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?![\d.]))" +
        @"|(?<counter>-[0-9a-f]{8}(?=;[12]|[^0-9A-Za-z]|$))" +
        @"|(?<number>\d+(?:(?!-[0-9a-f]{8}(?:;[12]|[^0-9A-Za-z]|$))[ \-().\xa0\xc2\xe2\x80\x90-\x95]{1,3}\d+)*)")]
    private static partial Regex Tokens();
}
