using System.Text.RegularExpressions;

namespace PhonePop.Ami;

/// <summary>Text for logs and pages in which outside numbers are masked: <c>+7916***4567</c>.</summary>
internal static partial class MaskedText
{
    public static string Of(string text) => OutsideNumbers().Replace(text, match => Masked(match.Value));

    private static string Masked(string number)
    {
        var shown = Math.Min(4, number.Length / 3);
        return $"{number[..shown]}***{number[^shown..]}";
    }

    // The counter of a channel's name (PJSIP/101-00000012) says which channel it was.
    [GeneratedRegex(@"(?!(?<=-)[0-9a-f]{8}(?![0-9A-Za-z]))(?<!\d)\+?\d{7,}")]
    private static partial Regex OutsideNumbers();
}
