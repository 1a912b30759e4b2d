namespace PhonePop.Server.Pbx;

/// <summary>The PBXs and the demo, registered.</summary>
public static class PbxExtensions
{
    /// <summary>Adds the service that watches the PBXs, and the demo's desk.</summary>
    public static IServiceCollection AddPhonePopPbx(this IServiceCollection services)
    {
        services.AddSingleton<SeatDevices>();
        services.AddSingleton<PbxList>();
        services.AddSingleton<PbxFarewell>();
        services.AddSingleton<DemoDesk>();
        services.AddSingleton<IDemoDesk>(p => p.GetRequiredService<DemoDesk>());
        services.AddSingleton<DemoPbx>();
        services.AddHostedService(p => p.GetRequiredService<DemoPbx>());
        services.AddHostedService<CallMonitorService>();
        return services;
    }
}
