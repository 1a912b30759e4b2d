using System.Text.RegularExpressions;

namespace PhonePop.Server.Customers;

/// <summary>
/// What becomes of customers' numbers before they leave the server for somebody: nothing, or <c>+7916***4567</c> as in the logs. Text that people wrote is
/// searched for numbers too. Extensions and the company's own lines are no customers' numbers and stay.
/// </summary>
public sealed partial class NumberMask
{
    private const string Stars = "***";
    private const int ShortestRun = 9; // digits that nobody writes together unless they are one number
    private const int LongestBeginning = 5; // +7916
    private const int LongestNumber = 16; // E.164 with its plus

    private NumberMask(bool hides) => Hides = hides;

    /// <summary>Numbers are shown.</summary>
    public static NumberMask Off { get; } = new(false);

    /// <summary>Numbers are masked.</summary>
    public static NumberMask On { get; } = new(true);

    /// <summary>True where numbers are masked.</summary>
    public bool Hides { get; }

    /// <summary>True for what a mask has made of a number: it can be shown, and not be called or looked for.</summary>
    public static bool IsMasked(string? number) => number?.Contains(Stars, StringComparison.Ordinal) == true;

    /// <summary>A number, in E.164 or as it was written; a short one is masked whole.</summary>
    public string Number(string number) =>
        !Hides || number.Length == 0 ? number
        : Plain(number) is { Length: > LongestNumber } several ? Stars + several[^4..] // more than one, in one field
        : PhoneNumberReader.Mask(Plain(number));

    /// <summary>A text in which there may be numbers.</summary>
    public string? Text(string? text)
    {
        if (!Hides || text is null)
        {
            return text;
        }

        var masked = Found(text);
        for (var i = masked.Count - 1; i >= 0; i--)
        {
            text = string.Concat(text.AsSpan(0, masked[i].At), masked[i].Masked, text.AsSpan(masked[i].At + masked[i].Original.Length));
        }

        return text;
    }

    /// <summary>A channel's name: <c>Local/79161234567@office-00000012;1</c>; its counter stays.</summary>
    public string? Channel(string? channel) => !Hides || channel is null ? channel : ChannelNumbers().Replace(channel, m => PhoneNumberReader.Mask(m.Value));

    /// <summary>An id in another system. What is as long as a number, or holds this one, may be the number itself.</summary>
    public string? ExternalId(string? id, string? number) =>
        !Hides || id is null ? id : Holds(id, number) ? Stars : id.Count(char.IsDigit) >= 10 ? Text(id) : id;

    /// <summary>Puts numbers back that this mask took out of <paramref name="stored"/>: somebody has edited what they saw masked, and wants to keep them.</summary>
    public string? Restore(string? edited, string? stored)
    {
        if (!Hides || stored is null || !IsMasked(edited))
        {
            return edited;
        }

        var originals = Found(stored).ToLookup(f => f.Masked, f => f.Original, StringComparer.Ordinal);
        var used = new Dictionary<string, int>(StringComparer.Ordinal);
        return MaskedNumbers().Replace(edited!, m =>
        {
            var known = originals[m.Value].ToList();
            var next = used[m.Value] = used.GetValueOrDefault(m.Value) + 1;
            return known.Count == 0 ? m.Value : known[Math.Min(next, known.Count) - 1];
        });
    }

    /// <summary>True where the text holds the last digits of the number, however both are written.</summary>
    internal static bool Holds(string text, string? number)
    {
        var digits = Digits(number);
        var end = digits.Length > 9 ? digits[^9..] : digits;
        return end.Length >= 5 && Digits(Uri.UnescapeDataString(text)).Contains(end, StringComparison.Ordinal);
    }

    private static List<(int At, string Original, string Masked)> Found(string text)
    {
        var found = new List<(int, string, string)>();
        foreach (Match match in Numbers().Matches(text))
        {
            // Numbers that stand side by side must not be taken for one: its beginning, which stays, would be the whole of the first.
            var from = 0;
            foreach (var run in Runs().Matches(match.Value).Where(r => r.Length >= ShortestRun))
            {
                Add(match, from, run.Index);
                Add(match, run.Index, run.Index + run.Length);
                from = run.Index + run.Length;
            }

            Add(match, from, match.Length);
        }

        return found;

        void Add(Match match, int from, int to)
        {
            var part = match.Value[from..to];
            if (part.Count(char.IsDigit) >= 5)
            {
                var start = 0;
                while (part[start] != '+' && !char.IsDigit(part[start]))
                {
                    start++; // a space before it stays
                }

                found.Add((match.Index + from + start, part[start..], Masked(part[start..])));
            }
        }
    }

    private static string Masked(string number)
    {
        var plain = Plain(number);
        return plain.Length <= 8 ? Stars : plain[..Math.Min(plain.Length - 7, LongestBeginning)] + Stars + plain[^4..];
    }

    private static string Plain(string number) => (number.TrimStart().StartsWith('+') ? "+" : "") + Digits(number);

    private static string Digits(string? text) => string.Concat((text ?? "").Where(char.IsDigit));

    // Seven digits or more, with what people put between them; a day such as 2026-11-24 or 24.11.2026 is none.
    [GeneratedRegex(@"(?<!\d)(?!(?:19|20)\d\d-\d\d-\d\d(?!\d)|\d\d?\.\d\d?\.(?:19|20)\d\d(?!\d))\+?\d(?:[\s\-().\/\u00A0\u2010-\u2015\u200B-\u200D\u2060]{0,3}\d){6,}")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\+?\d+")]
    private static partial Regex Runs();

    [GeneratedRegex(@"\+?\d*\*\*\*\d*")]
    private static partial Regex MaskedNumbers();

    [GeneratedRegex(@"(?!(?<=-)[0-9a-f]{8}(?![0-9A-Za-z]))(?<!\d)\+?\d{7,}")]
    private static partial Regex ChannelNumbers();
}
