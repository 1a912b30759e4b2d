using System.Diagnostics.CodeAnalysis;

namespace PhonePop.Server.Api;

/// <summary>An enum in a query, in the spelling of our JSON or any other: the framework's own binding wants capitals.</summary>
internal readonly record struct Word<T>(T Value) : IParsable<Word<T>>
    where T : struct, Enum
{
    public static Word<T> Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var word) ? word : throw new FormatException($"One of {string.Join(", ", Enum.GetNames<T>())} is expected.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Word<T> result)
    {
        var known = Enum.TryParse<T>(s, ignoreCase: true, out var value) && Enum.IsDefined(value);
        result = new Word<T>(value);
        return known;
    }
}
