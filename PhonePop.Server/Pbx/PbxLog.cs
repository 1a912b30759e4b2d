namespace PhonePop.Server.Pbx;

internal static partial class PbxLog
{
    [LoggerMessage(700, LogLevel.Error, "Watching the PBX {Pbx} failed; it is watched again in {Pause}")]
    public static partial void MonitorFailed(ILogger logger, Exception exception, string pbx, TimeSpan pause);

    [LoggerMessage(701, LogLevel.Information, "The phones of extensions at the PBX {Pbx} have changed; it is connected to anew")]
    public static partial void DevicesChanged(ILogger logger, string pbx);

    [LoggerMessage(703, LogLevel.Information, "The PBX {Pbx} is watched no longer")]
    public static partial void Removed(ILogger logger, string pbx);
}
