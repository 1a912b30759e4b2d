using System.Text;

namespace PhonePop.Ami.Channels;

/// <summary>Numbers and names of parties as Asterisk writes them.</summary>
internal static class PartyText
{
    /// <summary>Compares a value of a message with what is known; decodes only when it differs.</summary>
    public static bool Changed(ReadOnlySpan<byte> value, string? known, out string? text)
    {
        if (IsUnknown(value))
        {
            text = null;
            return known is not null;
        }

        if (known is not null && Utf8Keys.SameText(value, known))
        {
            text = known;
            return false;
        }

        text = Encoding.UTF8.GetString(value); // invalid bytes become U+FFFD
        return !string.Equals(text, known, StringComparison.Ordinal);
    }

    /// <summary>An outside number that identifies nobody: empty, withheld, or without a single digit.</summary>
    public static bool IsAnonymous(string? number) => number is null || !number.AsSpan().ContainsAnyInRange('0', '9');

    // An unknown value is empty, "<unknown>" (all versions) or "unknown" (Asterisk 11, queue events).
    private static bool IsUnknown(ReadOnlySpan<byte> value) =>
        value.IsEmpty || value.SequenceEqual("<unknown>"u8) || value.SequenceEqual("unknown"u8) || value.SequenceEqual("<null>"u8);
}
