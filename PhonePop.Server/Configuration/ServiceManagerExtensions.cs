using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging.Console;
using PhonePop.Server.Live;

namespace PhonePop.Server.Configuration;

/// <summary>What systemd is told (ready, well, stopping), and the log lines in its form: one for each entry, with the level that <c>journalctl -p</c> knows.</summary>
public static class ServiceManagerExtensions
{
    private static bool IsWaiting => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"));

    /// <summary>
    /// Adds it where the process was started by something that waits for it (<c>NOTIFY_SOCKET</c>). <c>AddSystemd</c> looks for its parent's name in /proc first,
    /// which <c>ProtectProc=invisible</c> hides: it would say nothing, and the unit would be ended after 90 s for not being ready (dotnet/runtime#125368).
    /// </summary>
    public static void AddServiceManager(this IServiceCollection services)
    {
        if (IsWaiting)
        {
            services.Configure<ConsoleLoggerOptions>(o => o.FormatterName ??= ConsoleFormatterNames.Systemd);
            services.AddSingleton<ISystemdNotifier, SystemdNotifier>();
            services.AddSingleton<IHostLifetime, SystemdLifetime>();
            if (Watchdog.Patience(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), Environment.GetEnvironmentVariable("WATCHDOG_PID")) is { } patience)
            {
                services.AddHostedService(s => new Watchdog(s.GetRequiredService<ISystemdNotifier>(), s.GetRequiredService<LiveCallBoard>(), s.GetRequiredService<TimeProvider>(), patience));
            }
        }
    }

    /// <summary>Says why there is no start, for systemd as errors.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> FailAsync(string why)
    {
        await Console.Error.WriteLineAsync(IsWaiting ? "<3>" + why.ReplaceLineEndings("\n<3>") : why);
        return 1;
    }
}
