using PhonePop.Ami;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Connection;
using PhonePop.Server.Live;
using PhonePop.Server.Recorder;

namespace PhonePop.Server.Pbx;

/// <summary>Watches every configured PBX at once.</summary>
internal sealed class CallMonitorService(
    PbxList pbxes, ICallObserver observer, LiveCallBoard board, CallRecall recall, FlightRecorders recorders, TimeProvider clock, ILoggerFactory loggers,
    ILogger<CallMonitorService> logger) : BackgroundService
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(30);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(pbxes.All.Select(p => WatchAsync(p, stoppingToken)));

    // A monitor reconnects by itself; what it throws is a mistake of ours, and must cost neither the other PBXs nor the server.
    private async Task WatchAsync(PbxOptions pbx, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                // Also after a failure of the monitor: its successor takes up what it showed.
                var options = Options(pbx) with { KnownCalls = [.. board.Unfinished(pbx.Name).Select(c => c.Call)], KnownUntil = recall.KnownUntil(pbx.Name) };
                using var monitor = new CallMonitor(options with { Tap = recorders.For(options) }, observer, clock, loggers);
                await monitor.RunAsync(cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                PbxLog.MonitorFailed(logger, e, pbx.Name, PauseAfterFailure);
            }

            await Task.Delay(PauseAfterFailure, clock, cancellationToken);
        }
    }

    internal static CallMonitorOptions Options(PbxOptions pbx) => new()
    {
        Name = pbx.Name,
        Ami = new AmiOptions { Host = pbx.Host, Port = pbx.Port, Tls = pbx.Tls, Username = pbx.Username, Secret = pbx.Secret },
        OperatorExtensions = pbx.OperatorExtensions,
        Devices = pbx.Devices,
        SnapshotsOnly = pbx.Mode == PbxMode.SnapshotsOnly,
        SnapshotInterval = pbx.SnapshotInterval,
    };
}
