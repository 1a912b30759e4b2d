namespace PhonePop.Server.Presence;

/// <summary>Presence, registered.</summary>
public static class PresenceExtensions
{
    /// <summary>Adds the board of operators and what it keeps.</summary>
    public static IServiceCollection AddPhonePopPresence(this IServiceCollection services)
    {
        services.AddSingleton<PresenceStore>();
        services.AddSingleton<PresenceBoard>();
        services.AddSingleton<ReachBoard>();
        services.AddHostedService(p => p.GetRequiredService<PresenceBoard>());
        return services;
    }
}
