using System.Text;

namespace PhonePop.Ami.Channels;

/// <summary>Lets a dictionary keyed by strings be asked with the bytes of a message, so that a known channel costs no allocation.</summary>
internal sealed class Utf8Keys : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<byte>, string>
{
    public static Utf8Keys Instance { get; } = new();

    public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

    public int GetHashCode(string text)
    {
        var hash = new Hash();
        foreach (var c in text)
        {
            if (c >= 0x80)
            {
                return HashOfUtf8(text);
            }

            hash.Add((byte)c);
        }

        return hash.Value;
    }

    public bool Equals(ReadOnlySpan<byte> bytes, string text) => SameText(bytes, text);

    public int GetHashCode(ReadOnlySpan<byte> bytes)
    {
        var hash = new Hash();
        foreach (var b in bytes)
        {
            if (b >= 0x80)
            {
                return HashOfUtf8(Encoding.UTF8.GetString(bytes)); // invalid bytes are kept as U+FFFD, and must be found as that
            }

            hash.Add(b);
        }

        return hash.Value;
    }

    public string Create(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    /// <summary>True when the bytes decode to exactly this text.</summary>
    public static bool SameText(ReadOnlySpan<byte> bytes, string text)
    {
        if (Ascii.IsValid(bytes))
        {
            return Ascii.Equals(bytes, text);
        }

        return string.Equals(Encoding.UTF8.GetString(bytes), text, StringComparison.Ordinal);
    }

    private static int HashOfUtf8(string text)
    {
        var hash = new Hash();
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            hash.Add(b);
        }

        return hash.Value;
    }

    /// <summary>FNV-1a: short keys, and the same value from bytes and from text.</summary>
    private struct Hash
    {
        private uint _value = 2166136261;

        public Hash()
        {
        }

        public readonly int Value => (int)_value;

        public void Add(byte b) => _value = (_value ^ b) * 16777619;
    }
}
