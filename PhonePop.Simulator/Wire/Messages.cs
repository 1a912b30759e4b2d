using System.Text;

namespace PhonePop.Simulator.Wire;

/// <summary>Bytes that hold several messages, and bytes that hold none.</summary>
internal static class Messages
{
    private static readonly string[] Nonsense =
    [
        "\r\n",
        "Verbosity is at least 3\r\n\r\n",
        "[Nov 24 10:00:00] WARNING[4711]: something is not well\r\n",
        ": a value without a key\r\n\r\n",
        "Event: \r\nPrivilege: call,all\r\n\r\n",
        "Response: Follows\r\nActionID: nobody-asked\r\n\r\n",
    ];

    /// <summary>The single messages, each with the empty line that ends it.</summary>
    public static ReadOnlyMemory<byte>[] Split(ReadOnlyMemory<byte> bytes)
    {
        var messages = new List<ReadOnlyMemory<byte>>();
        while (bytes.Length > 0)
        {
            var end = bytes.Span.IndexOf("\r\n\r\n"u8);
            var length = end < 0 ? bytes.Length : end + 4;
            messages.Add(bytes[..length]);
            bytes = bytes[length..];
        }

        return [.. messages];
    }

    /// <summary>A line that belongs to no message, one that spoils the head of the next, or bytes without sense. It always ends with a line end.</summary>
    public static byte[] Garbage(Random random)
    {
        var which = random.Next(Nonsense.Length + 1);
        if (which < Nonsense.Length)
        {
            return Encoding.UTF8.GetBytes(Nonsense[which]);
        }

        var bytes = new byte[random.Next(5, 60)];
        random.NextBytes(bytes);
        bytes.AsSpan().Replace((byte)'\n', (byte)'n');
        bytes.AsSpan().Replace((byte)'\r', (byte)'r');
        "\r\n\r\n"u8.CopyTo(bytes.AsSpan(bytes.Length - 4));
        return bytes;
    }
}
