using System.Text;

namespace PhonePop.Server.Customers;

/// <summary>Text as search compares it: lower case in every script, ё as е, one space between words.</summary>
internal static class CustomerText
{
    public static string Fold(params ReadOnlySpan<string?> parts)
    {
        var folded = new StringBuilder();
        foreach (var part in parts)
        {
            foreach (var c in part ?? "")
            {
                var plain = char.ToLowerInvariant(c) is var lower && lower == 'ё' ? 'е' : lower;
                if (!char.IsWhiteSpace(plain))
                {
                    folded.Append(plain);
                }
                else if (folded.Length > 0 && folded[^1] != ' ')
                {
                    folded.Append(' ');
                }
            }

            if (folded.Length > 0 && folded[^1] != ' ')
            {
                folded.Append(' ');
            }
        }

        return folded.ToString().TrimEnd();
    }

    /// <summary>The digits of a text that holds three or more of them and no letter: a piece of a number. Null otherwise.</summary>
    public static string? NumberPiece(string text)
    {
        var digits = new string([.. text.Where(char.IsAsciiDigit)]);
        return digits.Length >= 3 && !text.Any(char.IsLetter) ? digits : null;
    }

    /// <summary>Trimmed, or null where nothing is left.</summary>
    public static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
