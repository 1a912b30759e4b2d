namespace PhonePop.Server.Work;

internal static partial class WorkLog
{
    [LoggerMessage(450, LogLevel.Warning, "Writing the list of people to call back failed, attempt {Attempt}")]
    public static partial void NotNoted(ILogger logger, Exception exception, int attempt);
}
