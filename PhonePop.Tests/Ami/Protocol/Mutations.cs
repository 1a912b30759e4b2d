using System.Globalization;
using System.Text;

namespace PhonePop.Tests.Ami.Protocol;

/// <summary>Recorded messages, with what broken servers, dialplans and callers make of them.</summary>
internal static class Mutations
{
    private static readonly string[] Hostile =
    [
        "", " ", ":", "-1", "99999999999999999999", "1764000000.1;1;2", "Event: Hangup", "--END COMMAND--", "command output follows", "<unknown>", "\u0000", "\u00c0\u00ed\u00ff", "Ы\u202e", "SIP/", "/", "PJSIP/101-", "Local/@;3",
        "-0000000000000000", new string('9', 4096),
    ];

    /// <summary>The messages of a connection, each whole with its empty line, without the banner.</summary>
    public static List<string> Messages(byte[] recording)
    {
        var text = Encoding.Latin1.GetString(recording);
        text = text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..];
        return [.. text.Split("\r\n\r\n", StringSplitOptions.RemoveEmptyEntries).Select(m => m + "\r\n\r\n")];
    }

    /// <summary>About one message in six is changed, cut, told twice, told later or lost.</summary>
    public static List<string> Of(IReadOnlyList<string> messages, Random random)
    {
        var result = new List<string>(messages.Count);
        foreach (var message in messages)
        {
            switch (random.Next(60))
            {
                case 0: result.Add(WithValue(message, Hostile[random.Next(Hostile.Length)], random)); break;
                case 1: result.Add(WithValue(message, ValueOf(messages[random.Next(messages.Count)], random), random)); break;
                case 2: result.Add(WithoutLine(message, random)); break;
                case 3: result.AddRange([message, message]); break;
                case 4: result.Insert(random.Next(result.Count + 1), message); break;
                case 5: break;
                case 6: result.AddRange([message, messages[random.Next(messages.Count)]]); break;
                case 7: result.Add(WithFlippedBit(message, random)); break;
                case 8: result.Add(message[..random.Next(message.Length)].TrimEnd('\r', '\n') + "\r\n\r\n"); break;
                case 9 when result.Count > 0: result.Insert(result.Count - 1, message); break;
                default: result.Add(message); break;
            }
        }

        return result;
    }

    /// <summary>Bytes without any sense, which end a message that they began.</summary>
    public static string Garbage(Random random)
    {
        var bytes = new byte[random.Next(1, 300)];
        random.NextBytes(bytes);
        return Encoding.Latin1.GetString(bytes).Replace('\n', ' ').Replace('\r', ' ') + (random.Next(2) == 0 ? ": " : "") + "\r\n\r\n";
    }

    private static string WithFlippedBit(string message, Random random)
    {
        var bytes = Encoding.Latin1.GetBytes(message);
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return Encoding.Latin1.GetString(bytes);
    }

    private static string WithValue(string message, string value, Random random)
    {
        var lines = Lines(message);
        var line = random.Next(1, Math.Max(2, lines.Length)) % lines.Length;
        lines[line] = lines[line].Split(':')[0] + ": " + value;
        return Whole(lines);
    }

    private static string ValueOf(string message, Random random)
    {
        var line = Lines(message)[random.Next(Lines(message).Length)];
        return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    private static string WithoutLine(string message, Random random)
    {
        var lines = Lines(message).ToList();
        lines.RemoveAt(random.Next(lines.Count));
        return lines.Count == 0 ? "\r\n" : Whole(lines);
    }

    private static string[] Lines(string message) => message.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    private static string Whole(IEnumerable<string> lines) => string.Create(CultureInfo.InvariantCulture, $"{string.Join("\r\n", lines)}\r\n\r\n");
}
