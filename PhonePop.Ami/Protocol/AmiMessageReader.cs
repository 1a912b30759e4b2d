using System.Numerics;
using System.Runtime.Intrinsics;

namespace PhonePop.Ami.Protocol;

/// <summary>
/// Finds where messages end in bytes that somebody else fills. Lines end with <c>\r\n</c> or <c>\n</c>; a message ends with an empty line.
/// </summary>
/// <remarks>
/// Asterisk 11 answers <c>Command</c> with free text, which may hold empty lines:
/// <code>
/// Response: Follows\r\n Privilege: Command\r\n ActionID: 7\r\n any text\n \n more text\n --END COMMAND--\r\n \r\n
/// </code>
/// Only a message that begins with exactly those two headers is read that way. What a value says never matters: a caller can choose a name
/// such as <c>--END COMMAND--</c>, but not the first lines of a message.
/// </remarks>
/// <param name="maxMessageBytes">A message that is longer ends the connection. A sixteenth more is let through, so that one value of just this size passes with the fields around it.</param>
public struct AmiMessageReader(int maxMessageBytes)
{
    // The longest thing that can be cut in two: "--END COMMAND--\r\n\r\n" is 19 bytes.
    const int Overlap = 24;

    int _searched;

    static ReadOnlySpan<byte> CommandEnd => "--END COMMAND--\r\n\r\n"u8;
    static ReadOnlySpan<byte> CommandEndLf => "--END COMMAND--\n\n"u8;

    /// <summary>Looks for the end of the first message. After false, call again with the same bytes and more behind them; after true, with what follows.</summary>
    /// <param name="unread">Received bytes, from the start of a message on.</param>
    /// <param name="length">The length of the first message, with its empty line. 1 or 2 is an empty message.</param>
    /// <exception cref="AmiProtocolException">The message is longer than allowed.</exception>
    public bool TryRead(ReadOnlySpan<byte> unread, out int length)
    {
        length = FindEnd(unread, Math.Max(0, _searched - Overlap));
        var size = length < 0 ? unread.Length : length;
        if (size > maxMessageBytes + (maxMessageBytes / 16))
        {
            throw new AmiProtocolException($"The PBX sent a message of more than {maxMessageBytes} bytes, which is the limit (MaxMessageBytes).");
        }

        _searched = length < 0 ? unread.Length : 0;
        return length >= 0;
    }

    static int FindEnd(ReadOnlySpan<byte> unread, int from)
    {
        if (unread.IsEmpty)
        {
            return -1;
        }

        if (unread[0] == '\n')
        {
            return 1;
        }

        if (unread[0] == '\r')
        {
            if (unread.Length == 1)
            {
                return -1;
            }

            if (unread[1] == '\n')
            {
                return 2;
            }
        }

        var end = FindEmptyLine(unread[from..]);
        if (IsOldCommandOutput(unread))
        {
            return FindCommandEnd(unread, from);
        }

        return end < 0 ? -1 : from + end;
    }

    // A line end that another one follows, bare or with its \r: one pass looks for both, 32 bytes at a time.
    static int FindEmptyLine(ReadOnlySpan<byte> text)
    {
        var position = 0;
        for (; position + Vector256<byte>.Count + 2 <= text.Length; position += Vector256<byte>.Count)
        {
            var block = text.Slice(position, Vector256<byte>.Count + 2);
            var (here, next, second) = (Vector256.Create(block), Vector256.Create(block[1..]), Vector256.Create(block[2..]));
            var (lf, cr) = (Vector256.Create((byte)'\n'), Vector256.Create((byte)'\r'));
            var found = Vector256.Equals(here, lf) & (Vector256.Equals(next, lf) | (Vector256.Equals(next, cr) & Vector256.Equals(second, lf)));
            if (found != Vector256<byte>.Zero)
            {
                var end = position + BitOperations.TrailingZeroCount(found.ExtractMostSignificantBits());
                return text[end + 1] == '\n' ? end + 2 : end + 3;
            }
        }

        for (; position + 1 < text.Length; position++)
        {
            if (text[position] == '\n' && text[position..] is [_, (byte)'\n', ..] or [_, (byte)'\r', (byte)'\n', ..])
            {
                return text[position + 1] == '\n' ? position + 2 : position + 3;
            }
        }

        return -1;
    }

    static int FindCommandEnd(ReadOnlySpan<byte> unread, int from)
    {
        // The text has bare \n ends; the real terminator ends its lines like the headers do.
        var terminator = unread[unread.IndexOf((byte)'\n') - 1] == '\r' ? CommandEnd : CommandEndLf;
        var end = unread[from..].IndexOf(terminator);
        return end < 0 ? -1 : from + end + terminator.Length;
    }

    internal static bool IsOldCommandOutput(ReadOnlySpan<byte> message) =>
        !message.IsEmpty && (message[0] | 0x20) == 'r' && TakeLine(ref message, "Response: Follows"u8) && TakeLine(ref message, "Privilege: Command"u8);

    static bool TakeLine(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> expected)
    {
        var end = text.IndexOf((byte)'\n');
        if (end < 0 || !System.Text.Ascii.EqualsIgnoreCase(text[..end].TrimEnd((byte)'\r'), expected))
        {
            return false;
        }

        text = text[(end + 1)..];
        return true;
    }
}
