using System.Globalization;
using Microsoft.Extensions.Hosting.Systemd;
using PhonePop.Server.Live;

namespace PhonePop.Server.Configuration;

/// <summary>
/// Tells systemd three times within the unit's <c>WatchdogSec</c> that calls can still be shown: a timer comes round on the thread pool, and the board that each pop goes through
/// answers. A process that hangs, or whose pool or board is stuck, tells nothing and is started again. A PBX, the database and the disk have no part in it: a restart mends none of them.
/// </summary>
internal sealed class Watchdog(ISystemdNotifier systemd, LiveCallBoard calls, TimeProvider clock, TimeSpan patience) : BackgroundService
{
    /// <summary>How long systemd waits for a word of this process, as it says in the environment; null where it does not wait.</summary>
    public static TimeSpan? Patience(string? microseconds, string? process) =>
        long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var patience) && patience is > 0 and < 1L << 40
        && (string.IsNullOrEmpty(process) || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
            ? TimeSpan.FromMicroseconds(patience)
            : null;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(patience / 3, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            _ = calls.Find("");
            systemd.Notify(new ServiceState("WATCHDOG=1"));
        }
    }
}
