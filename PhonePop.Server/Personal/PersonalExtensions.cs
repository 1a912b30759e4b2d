namespace PhonePop.Server.Personal;

/// <summary>Users' own settings, registered.</summary>
public static class PersonalExtensions
{
    /// <summary>Adds the store of settings.</summary>
    public static IServiceCollection AddPhonePopPersonal(this IServiceCollection services) => services.AddSingleton<PersonalSettingsStore>();
}
