namespace PhonePop.Server.Live;

internal static partial class LiveLog
{
    [LoggerMessage(400, LogLevel.Warning, "Too many look-ups wait; call {CallId} is shown without a customer until it changes")]
    public static partial void LookupsFull(ILogger logger, string callId);

    [LoggerMessage(401, LogLevel.Error, "Enriching call {CallId} failed")]
    public static partial void EnrichFailed(ILogger logger, Exception exception, string callId);

    [LoggerMessage(402, LogLevel.Error, "The history's queue is full; call {CallId} is lost for it")]
    public static partial void HistoryFull(ILogger logger, string callId);

    [LoggerMessage(403, LogLevel.Warning, "Storing {Count} ended calls failed; next attempt in {Pause}")]
    public static partial void HistoryRetried(ILogger logger, Exception exception, int count, TimeSpan pause);
}
