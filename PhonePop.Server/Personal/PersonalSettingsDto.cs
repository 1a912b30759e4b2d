namespace PhonePop.Server.Personal;

/// <summary>A user's settings as API and hub send them: what applies, and beside it what would apply without own choices.</summary>
public sealed record PersonalSettingsDto : PersonalSettings
{
    internal PersonalSettingsDto(PersonalSettings applies, PersonalSettings defaults, IReadOnlyList<string> chosen)
        : base(applies) => (Defaults, Chosen) = (defaults, chosen);

    /// <summary>The administrator's defaults.</summary>
    public PersonalSettings Defaults { get; }

    /// <summary>The names of the settings that the user has set otherwise, as they stand in this JSON.</summary>
    public IReadOnlyList<string> Chosen { get; }
}
