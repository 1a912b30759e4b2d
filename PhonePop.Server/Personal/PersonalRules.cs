using System.Globalization;

namespace PhonePop.Server.Personal;

/// <summary>What settings must be, for the configuration and for users alike.</summary>
public static class PersonalRules
{
    /// <summary>The languages that can be chosen.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "ru"];

    /// <summary>The themes that can be chosen.</summary>
    public static IReadOnlyList<string> Themes { get; } = ["system", "light", "dark"];

    /// <summary>Every mistake: the property's name, and what is needed.</summary>
    public static IEnumerable<(string Name, string Message)> Mistakes(PersonalSettings settings)
    {
        if (settings.Volume is < 0 or > 100)
        {
            yield return (nameof(settings.Volume), "from 0 to 100.");
        }

        if (!IsTime(settings.QuietFrom))
        {
            yield return (nameof(settings.QuietFrom), "a time such as 20:00 is needed.");
        }

        if (!IsTime(settings.QuietTo))
        {
            yield return (nameof(settings.QuietTo), "a time such as 08:00 is needed.");
        }

        if (settings.Language is { } language && !Languages.Contains(language))
        {
            yield return (nameof(settings.Language), "en or ru, or null for what the browser asks.");
        }

        if (!Themes.Contains(settings.Theme))
        {
            yield return (nameof(settings.Theme), "system, light or dark is needed.");
        }
    }

    private static bool IsTime(string? text) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
