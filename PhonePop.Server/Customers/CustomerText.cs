using System.Buffers;

namespace PhonePop.Server.Customers;

/// <summary>Text as search compares it: lower case in every script, ё as е, one space between words.</summary>
internal static class CustomerText
{
    /// <summary>Between name and company. It sorts before the space, so that "Ada Lovell" of any company stands before "Ada Lovell E."</summary>
    public const char Separator = '\n';

    public static string Fold(params ReadOnlySpan<string?> parts)
    {
        var most = parts.Length;
        foreach (var part in parts)
        {
            most += part?.Length ?? 0;
        }

        var rented = most > 256 ? ArrayPool<char>.Shared.Rent(most) : null;
        Span<char> folded = rented ?? stackalloc char[256];
        var length = 0;
        foreach (var part in parts)
        {
            foreach (var c in part ?? "")
            {
                var plain = char.ToLowerInvariant(c) is var lower && lower == 'ё' ? 'е' : lower;
                if (!char.IsWhiteSpace(plain) && plain != '\0') // which would end the text where it is searched
                {
                    folded[length++] = plain;
                }
                else if (length > 0 && folded[length - 1] is not (' ' or Separator))
                {
                    folded[length++] = ' ';
                }
            }

            if (length > 0 && folded[length - 1] == ' ')
            {
                length--;
            }

            if (length > 0 && folded[length - 1] != Separator)
            {
                folded[length++] = Separator;
            }
        }

        var text = folded[..length].TrimEnd().ToString();
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return text;
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
