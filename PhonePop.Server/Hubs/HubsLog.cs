namespace PhonePop.Server.Hubs;

internal static partial class HubsLog
{
    [LoggerMessage(600, LogLevel.Error, "A change could not be sent to the hub's clients; they get the next one")]
    public static partial void SendFailed(ILogger logger, Exception exception);
}
