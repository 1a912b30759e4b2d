using System.Text.RegularExpressions;

namespace PhonePop.Simulator;

/// <summary>Customers' numbers for logs and the console: <c>+7916***4567</c>.</summary>
internal static partial class Mask
{
    public static string Number(string number)
    {
        var digits = number.Count(char.IsAsciiDigit);
        return digits < 7 ? number : number[..Math.Min(4, number.Length / 2)] + "***" + number[^Math.Min(4, number.Length / 2)..];
    }

    /// <summary>Masks whatever in a text may be an outside number.</summary>
    public static string Text(string text) => OutsideNumbers().Replace(text, match => Number(match.Value));

    [GeneratedRegex(@"\+?\d{7,}")]
    private static partial Regex OutsideNumbers();
}
