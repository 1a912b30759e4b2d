namespace PhonePop.Server.Hubs;

internal static partial class HubsLog
{
    [LoggerMessage(600, LogLevel.Error, "Something could not be sent to a client of the hub")]
    public static partial void SendFailed(ILogger logger, Exception exception);

    [LoggerMessage(601, LogLevel.Warning, "Connection {Connection} does not take what it is told; with more than {Most} things waiting for it it is cut, and gets a snapshot when it comes back")]
    public static partial void TooMuchWaits(ILogger logger, string connection, int most);
}
