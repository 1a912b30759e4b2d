namespace PhonePop.Server.Work;

internal static partial class WorkLog
{
    [LoggerMessage(450, LogLevel.Warning, "Writing the list of people to call back failed, attempt {Attempt}")]
    public static partial void NotNoted(ILogger logger, Exception exception, int attempt);

    [LoggerMessage(451, LogLevel.Warning, "The list of people to call back cannot be written: {Problem} What is to be noted waits until it can; it is tried again at least every 30 s")]
    public static partial void NotNotedYet(ILogger logger, string problem);

    [LoggerMessage(452, LogLevel.Information, "The list of people to call back is written again, after {Attempts} attempts")]
    public static partial void NotedAgain(ILogger logger, int attempts);
}
