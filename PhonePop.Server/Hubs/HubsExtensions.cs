using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.AspNetCore.SignalR;
using PhonePop.Server.Live;

namespace PhonePop.Server.Hubs;

/// <summary>The hub, registered and mapped.</summary>
public static class HubsExtensions
{
    /// <summary>Adds SignalR and who feeds it.</summary>
    public static IServiceCollection AddPhonePopHub(this IServiceCollection services)
    {
        services.AddSignalR().AddJsonProtocol(o => WireJson.Configured(o.PayloadSerializerOptions));
        services.AddSingleton<HubClients>();
        services.AddSingleton<HubLifetimeManager<PhoneHub>>(p => p.GetRequiredService<HubClients>());
        services.AddHostedService<CallNotifier>();

        // Kestrel gathers what connections have to write in queues, which helps a server that is busy with nothing else; here a pop waited in them. And it goes on where
        // it is instead of waiting for another thread of the pool: nothing that runs there blocks.
        services.Configure<SocketTransportOptions>(o => (o.IOQueueCount, o.UnsafePreferInlineScheduling) = (0, true));
        return services;
    }

    /// <summary>Maps <c>/hubs/calls</c>.</summary>
    public static void MapPhonePopHub(this WebApplication app) => app.MapHub<PhoneHub>("/hubs/calls").RequireAuthorization();
}
