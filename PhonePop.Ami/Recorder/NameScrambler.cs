using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace PhonePop.Ami.Recorder;

/// <summary>
/// Replaces names word by word, each letter by another one of its script and case, so that length, encoding and odd characters stay what they
/// were. Texts are Latin-1: each character is one byte of the stream.
/// </summary>
internal sealed partial class NameScrambler(byte[] key)
{
    // A word so short says nothing, and is half of all words.
    private const int ShortestLearned = 3;

    // What Asterisk itself writes where a name belongs.
    private static readonly HashSet<string> Asterisks = new(StringComparer.OrdinalIgnoreCase) { "unknown", "null", "via", "sip", "sips", "pjsip", "asterisk", "anonymous", "private", "restricted", "unavailable" };

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly HashSet<string> _learned = new(StringComparer.Ordinal);
    private readonly HashSet<string> _structure = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A name was seen: its words are replaced wherever they come.</summary>
    public void Learn(string name)
    {
        foreach (Match word in Words().Matches(name))
        {
            if (word.Length >= ShortestLearned && !Asterisks.Contains(word.Value))
            {
                _learned.Add(Lower(word.Value));
            }
        }
    }

    /// <summary>A word of the dialplan (context, queue, device, application): where it comes outside a name, it stays.</summary>
    public void LearnStructure(string text)
    {
        foreach (Match word in Words().Matches(text))
        {
            _structure.Add(word.Value);
        }
    }

    /// <summary>Replaces all of a text that is a name.</summary>
    public string Name(string name) => Words().Replace(name, word => Asterisks.Contains(word.Value) ? word.Value : Word(word.Value));

    /// <summary>Replaces the words of learned names in a text that may hold some.</summary>
    public string Names(string text) => Words().Replace(text, word => _structure.Contains(word.Value) || !_learned.Contains(Lower(word.Value)) ? word.Value : Word(word.Value));

    private string Word(string word)
    {
        var hash = HMACSHA256.HashData(key, Encoding.Latin1.GetBytes("name:" + Lower(word)));
        return Text(word) is { } text ? Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Letters(text, hash))) : new string([.. word.Select((c, i) => Byte(c, hash[i % hash.Length]))]);
    }

    private static string Letters(string text, byte[] hash)
    {
        var made = new StringBuilder();
        var i = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            made.Append(Letter(rune, hash[i++ % hash.Length]).ToString());
        }

        return made.ToString();
    }

    // Another letter of the same script, case and length in UTF-8. What is no letter stays.
    private static Rune Letter(Rune rune, byte by) => rune.Value switch
    {
        >= 'a' and <= 'z' => Turn(rune, 'a', 26, by),
        >= 'A' and <= 'Z' => Turn(rune, 'A', 26, by),
        >= 'а' and <= 'я' => Turn(rune, 'а', 32, by),
        >= 'А' and <= 'Я' => Turn(rune, 'А', 32, by),
        _ when !Rune.IsLetter(rune) => rune,
        < 0x800 => Turn(new Rune('а'), 'а', 32, by), // two bytes, as any letter of these scripts
        < 0x10000 => Turn(new Rune(0x4E00), 0x4E00, 256, by),
        _ => Turn(new Rune(0x20000), 0x20000, 256, by),
    };

    private static Rune Turn(Rune rune, int first, int count, byte by) => new(first + ((rune.Value - first + 1 + (by % (count - 1))) % count));

    // No UTF-8, so one byte a letter: the Cyrillic half of Windows-1251, say.
    private static char Byte(char c, byte by) => c switch
    {
        >= 'a' and <= 'z' or >= 'A' and <= 'Z' => (char)Letter(new Rune(c), by).Value,
        >= '\xc0' => (char)(0xc0 + ((c - 0xc0 + 1 + (by % 63)) % 64)),
        _ => c,
    };

    private static string Lower(string word) => Text(word) is { } text ? text.ToLowerInvariant() : word;

    private static string? Text(string latin1)
    {
        try
        {
            return Strict.GetString(Encoding.Latin1.GetBytes(latin1));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"[A-Za-z\x80-\xff]+")]
    private static partial Regex Words();
}
