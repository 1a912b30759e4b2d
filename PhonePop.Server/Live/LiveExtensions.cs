using PhonePop.Ami.Calls;

namespace PhonePop.Server.Live;

/// <summary>The live state, registered.</summary>
public static class LiveExtensions
{
    /// <summary>Adds the boards, the pipeline that feeds them, and history.</summary>
    public static IServiceCollection AddPhonePopLive(this IServiceCollection services)
    {
        services.AddSingleton<LiveCallBoard>();
        services.AddSingleton<ConversationBoard>();
        services.AddSingleton<PbxBoard>();
        services.AddSingleton<QueueMemberBoard>();
        services.AddSingleton<PopJournal>();
        services.AddSingleton<PopDelays>();
        services.AddSingleton<HubPresence>();
        services.AddSingleton<LiveMetrics>();
        services.AddSingleton<CallHistoryStore>();
        services.AddSingleton<CallReasons>();
        services.AddSingleton<CallNumbers>();
        services.AddSingleton<QueueReport>();
        services.AddSingleton<CallReport>();
        services.AddSingleton<CallHistoryWriter>();
        services.AddSingleton<LiveCallPipeline>();
        services.AddSingleton<CallRecall>();
        services.AddSingleton<ICallObserver>(p => p.GetRequiredService<LiveCallPipeline>());

        // Stopped in the reverse order: history last, so that it writes what the others still bring.
        services.AddHostedService(p => p.GetRequiredService<CallHistoryWriter>());
        services.AddHostedService(p => p.GetRequiredService<CallRecall>());
        services.AddHostedService(p => p.GetRequiredService<LiveCallPipeline>());
        services.AddHostedService<CallerLookAhead>();
        services.AddHostedService<RetentionSweeper>();
        return services;
    }
}
