namespace PhonePop.Server.Live;

internal static partial class LiveLog
{
    [LoggerMessage(400, LogLevel.Warning, "Too many look-ups wait; call {CallId} is shown without a customer until it changes")]
    public static partial void LookupsFull(ILogger logger, string callId);

    [LoggerMessage(401, LogLevel.Error, "Enriching call {CallId} failed")]
    public static partial void EnrichFailed(ILogger logger, Exception exception, string callId);

    [LoggerMessage(415, LogLevel.Warning, "Looking up a caller who waits failed; the ring asks again")]
    public static partial void LookAheadFailed(ILogger logger, Exception exception);

    [LoggerMessage(402, LogLevel.Error, "The history's queue is full; call {CallId} is lost for it")]
    public static partial void HistoryFull(ILogger logger, string callId);

    [LoggerMessage(403, LogLevel.Warning, "Calls cannot be stored: {Problem} They pop all the same, and are kept until they can; it is tried again at least every 30 s")]
    public static partial void HistoryRetried(ILogger logger, string problem);

    [LoggerMessage(413, LogLevel.Information, "Calls are stored again after {Attempts} attempts; {Count} ended ones had to wait")]
    public static partial void HistoryStoredAgain(ILogger logger, int count, int attempts);

    [LoggerMessage(404, LogLevel.Error, "The database refuses the row of call {CallId}; it is lost for history")]
    public static partial void HistoryRowRefused(ILogger logger, Exception exception, string callId);

    [LoggerMessage(405, LogLevel.Warning, "Noting that the calls go on failed: {Problem} It is tried again soon")]
    public static partial void SignOfLifeFailed(ILogger logger, string problem);

    [LoggerMessage(406, LogLevel.Warning, "Call {CallId} of an earlier run cannot be read; it is left out")]
    public static partial void OpenCallUnreadable(ILogger logger, Exception exception, string callId);

    [LoggerMessage(414, LogLevel.Error, "A change ({Kind}) could not be dealt with; the next ones are")]
    public static partial void ChangeFailed(ILogger logger, Exception exception, string kind);

    [LoggerMessage(407, LogLevel.Warning, "Deleting what was kept long enough failed; it is tried again in an hour")]
    public static partial void SweepFailed(ILogger logger, Exception exception);
}
