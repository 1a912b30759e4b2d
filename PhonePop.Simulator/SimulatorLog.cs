using Microsoft.Extensions.Logging;

namespace PhonePop.Simulator;

/// <summary>Every message that the simulator logs. Callers' numbers come masked.</summary>
internal static partial class SimulatorLog
{
    [LoggerMessage(1, LogLevel.Information, "client {Client} connected")]
    public static partial void ClientConnected(ILogger logger, int client);

    [LoggerMessage(2, LogLevel.Information, "client {Client} logged in")]
    public static partial void ClientLoggedIn(ILogger logger, int client);

    [LoggerMessage(3, LogLevel.Information, "client {Client}: login refused")]
    public static partial void LoginRefused(ILogger logger, int client);

    [LoggerMessage(4, LogLevel.Information, "client {Client} is gone")]
    public static partial void ClientGone(ILogger logger, int client);

    [LoggerMessage(5, LogLevel.Warning, "client {Client} does not read: its queue is full and it is disconnected")]
    public static partial void ClientTooSlow(ILogger logger, int client);

    [LoggerMessage(6, LogLevel.Debug, "client {Client} asks {Action}")]
    public static partial void ActionReceived(ILogger logger, int client, string action);

    [LoggerMessage(7, LogLevel.Error, "client {Client} failed")]
    public static partial void ClientFailed(ILogger logger, int client, Exception exception);

    [LoggerMessage(20, LogLevel.Information, "replay at byte {Byte}: {Label}")]
    public static partial void ReplayReached(ILogger logger, int @byte, string label);

    [LoggerMessage(21, LogLevel.Information, "replay: the recorded connection ends at byte {Byte}")]
    public static partial void ReplayConnectionEnded(ILogger logger, int @byte);

    [LoggerMessage(22, LogLevel.Information, "replay: all {Bytes} bytes are played")]
    public static partial void ReplayEnded(ILogger logger, int bytes);

    [LoggerMessage(40, LogLevel.Information, "{What}")]
    public static partial void Happened(ILogger logger, string what);
}
