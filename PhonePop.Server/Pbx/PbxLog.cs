namespace PhonePop.Server.Pbx;

internal static partial class PbxLog
{
    [LoggerMessage(700, LogLevel.Error, "Watching the PBX {Pbx} failed; it is watched again in {Pause}")]
    public static partial void MonitorFailed(ILogger logger, Exception exception, string pbx, TimeSpan pause);
}
