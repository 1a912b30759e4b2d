using System.Buffers.Text;
using System.Text;

namespace PhonePop.Ami.Protocol;

/// <summary>The first line that a manager interface sends: <c>Asterisk Call Manager/11.0.0</c>.</summary>
public static class AmiBanner
{
    /// <summary>A banner is about 30 bytes; whoever sends more without ending the line is somebody else.</summary>
    public const int MaxBytes = 256;

    static ReadOnlySpan<byte> Prefix => "Asterisk Call Manager/"u8;

    /// <summary>Looks for a whole banner at the start of <paramref name="received"/>.</summary>
    /// <param name="received">Everything received so far.</param>
    /// <param name="length">How many bytes the banner takes, its line end included; 0 when it is not whole yet.</param>
    /// <param name="version">The protocol version that it names.</param>
    /// <exception cref="AmiProtocolException">Something other than an Asterisk manager interface answers. The message says what it looks like.</exception>
    public static bool TryRead(ReadOnlySpan<byte> received, out int length, out AmiVersion version)
    {
        length = 0;
        version = default;
        var end = received.IndexOf((byte)'\n');
        if (end < 0)
        {
            var known = Math.Min(received.Length, Prefix.Length);
            return received[..known].SequenceEqual(Prefix[..known]) && received.Length <= MaxBytes ? false : throw NotAsterisk(received);
        }

        var line = received[..end].TrimEnd((byte)'\r');
        if (!line.StartsWith(Prefix))
        {
            throw NotAsterisk(line);
        }

        length = end + 1;
        version = ReadVersion(line[Prefix.Length..]);
        return true;
    }

    static AmiVersion ReadVersion(ReadOnlySpan<byte> text)
    {
        Span<int> numbers = [0, 0, 0];
        for (var i = 0; i < numbers.Length && Utf8Parser.TryParse(text, out int number, out var used); i++)
        {
            numbers[i] = number;
            text = text[used..];
            if (text.IsEmpty || text[0] != '.')
            {
                break;
            }

            text = text[1..];
        }

        return new AmiVersion(numbers[0], numbers[1], numbers[2]);
    }

    static AmiProtocolException NotAsterisk(ReadOnlySpan<byte> received)
    {
        var what = received.StartsWith("HTTP/"u8) || received.StartsWith("<"u8) ? "A web server answers there"
            : received.StartsWith("SSH-"u8) ? "An SSH server answers there"
            : received is [0x15 or 0x16, ..] ? "A TLS server answers there (set Tls, or use the port without it)"
            : "Something else answers there";
        return new AmiProtocolException($"This is not an Asterisk manager interface. {what}: \"{Printable(received)}\". Check host and port (usually 5038).");
    }

    static string Printable(ReadOnlySpan<byte> received)
    {
        var text = new StringBuilder();
        foreach (var b in received[..Math.Min(received.Length, 60)])
        {
            text.Append(b is >= 0x20 and < 0x7f ? (char)b : '.');
        }

        return text.ToString();
    }
}
