using System.Globalization;

namespace PhonePop.Simulator.Office;

/// <summary>One thing that happens in an office, as data: what, and numbers that pick who. What cannot happen now does not.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="A">Picks the call among those that live, or the operator who begins one; counted round.</param>
/// <param name="B">Picks who of the call acts, or the form of a new one; counted round.</param>
/// <param name="C">Picks the target; counted round.</param>
internal readonly record struct OfficeStep(StepKind Kind, int A = 0, int B = 0, int C = 0)
{
    /// <summary>As <see cref="ToString"/> writes it.</summary>
    /// <exception cref="FormatException">It is no step.</exception>
    public static OfficeStep Parse(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words is [var kind, ..] && words.Length <= 4 && Enum.TryParse<StepKind>(kind, out var parsed)
            ? new(parsed, Number(words, 1), Number(words, 2), Number(words, 3))
            : throw new FormatException($"\"{text}\" is no step of an office.");
    }

    /// <summary><c>BlindTransfer 3 0 1</c>; zeros at the end are left out.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Kind} {A} {B} {C}").Replace(" 0 0 0", "", StringComparison.Ordinal) is var text && text.EndsWith(" 0 0", StringComparison.Ordinal)
            ? text[..^4]
            : text.EndsWith(" 0", StringComparison.Ordinal) ? text[..^2] : text;

    private static int Number(string[] words, int at) => at < words.Length ? int.Parse(words[at], CultureInfo.InvariantCulture) : 0;
}
