using System.Globalization;

namespace PhonePop.Simulator;

/// <summary>The command line was not right; the message says what.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>Options of a command, each taken once.</summary>
internal sealed class Arguments
{
    private readonly List<string> _left;

    private Arguments(IEnumerable<string> arguments) => _left = [.. arguments];

    public static Arguments Parse(IEnumerable<string> arguments) => new(arguments);

    public string? Take(string option)
    {
        var at = _left.IndexOf(option);
        if (at < 0)
        {
            return null;
        }

        if (at == _left.Count - 1)
        {
            throw new UsageException($"{option} needs a value.");
        }

        var value = _left[at + 1];
        _left.RemoveRange(at, 2);
        return value;
    }

    public bool TakeFlag(string option) => _left.Remove(option);

    public int TakeNumber(string option, int otherwise, int min, int max)
    {
        if (Take(option) is not { } text)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new UsageException($"{option} must be a number from {min} to {max}, not \"{text}\".");
    }

    /// <param name="option">The option.</param>
    /// <param name="choices">What it may be; the first is the default.</param>
    public string TakeOneOf(string option, params IReadOnlyList<string> choices)
    {
        var text = Take(option) ?? choices[0];
        return choices.Contains(text) ? text : throw new UsageException($"{option} must be {string.Join(" or ", choices)}, not \"{text}\".");
    }

    public static double Positive(string option, string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 10_000
            ? number
            : throw new UsageException($"{option} must be a number above 0, not \"{text}\".");

    /// <summary>Nothing may be left over.</summary>
    public void End()
    {
        if (_left.Count > 0)
        {
            throw new UsageException($"Not understood: {string.Join(' ', _left)}");
        }
    }
}
