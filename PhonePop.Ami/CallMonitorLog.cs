using Microsoft.Extensions.Logging;

namespace PhonePop.Ami;

/// <summary>What the monitor writes to the log.</summary>
internal static partial class CallMonitorLog
{
    [LoggerMessage(200, LogLevel.Warning, "{Pbx}: the list of channels was refused ({Answer}). Calls that began earlier are missing, and errors are not corrected.")]
    public static partial void ListRefused(ILogger logger, string pbx, string answer);

    [LoggerMessage(201, LogLevel.Warning, "{Pbx}: the list of channels did not come in time. It is asked for again.")]
    public static partial void ListLate(ILogger logger, string pbx);

    [LoggerMessage(203, LogLevel.Information, "{Pbx}: the list after the gap is read: {GoOn} calls go on, {Ended} ended and {Began} began meanwhile.")]
    public static partial void ListedAfterGap(ILogger logger, string pbx, int goOn, int ended, int began);

    [LoggerMessage(202, LogLevel.Information, "{Pbx}: repaired by the list: {Kind}: {Evidence}")]
    public static partial void Repaired(ILogger logger, string pbx, string kind, string evidence);
}
