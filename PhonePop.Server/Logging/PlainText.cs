using System.Globalization;

namespace PhonePop.Server.Logging;

/// <summary>What callers, browsers and other systems say may stand in a log line, and must not begin another one, nor turn a terminal's text around.</summary>
internal static class PlainText
{
    /// <summary>The text without line ends, other control characters, and marks that are not seen.</summary>
    public static string Of(string text) => text.Any(IsHostile) ? string.Concat(text.Select(c => IsHostile(c) ? ' ' : c)) : text;

    private static bool IsHostile(char c) => char.IsControl(c)
        || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
