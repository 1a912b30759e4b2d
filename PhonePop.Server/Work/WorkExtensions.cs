namespace PhonePop.Server.Work;

/// <summary>The operators' work around calls, registered.</summary>
public static class WorkExtensions
{
    /// <summary>Adds notes, the list of people to call back, and the time after a call.</summary>
    public static IServiceCollection AddPhonePopWork(this IServiceCollection services)
    {
        services.AddSingleton<CallWorkStore>();
        services.AddSingleton<CallbackBoard>();
        services.AddSingleton<CallbackStore>();
        services.AddSingleton<RenamedCustomers>();
        services.AddSingleton<WrapUps>();
        services.AddHostedService(p => p.GetRequiredService<WrapUps>());
        services.AddHostedService<CallbackTracker>();
        return services;
    }
}
