using PhonePop.Ami;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Connection;
using PhonePop.Server.Live;
using PhonePop.Server.Recorder;

namespace PhonePop.Server.Pbx;

/// <summary>Watches every configured PBX at once.</summary>
internal sealed class CallMonitorService(
    PbxList pbxes, SeatDevices devices, ICallObserver observer, LiveCallBoard board, CallRecall recall, FlightRecorders recorders, TimeProvider clock, ILoggerFactory loggers,
    ILogger<CallMonitorService> logger) : BackgroundService
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(30);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(pbxes.All.Select(p => WatchAsync(p, stoppingToken)));

    // A monitor reconnects by itself; what it throws is a mistake of ours, and must cost neither the other PBXs nor the server.
    private async Task WatchAsync(PbxOptions pbx, CancellationToken cancellationToken)
    {
        var knownUntil = recall.KnownUntil(pbx.Name);
        while (true)
        {
            var changed = devices.Changed(pbx.Name); // before they are read: what changes after that is not missed
            using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, changed);
            try
            {
                // Also after a failure of the monitor, and when phones have changed hands: its successor takes up what it showed.
                var options = Options(devices.Merge(pbx)) with { KnownCalls = [.. board.Unfinished(pbx.Name).Select(c => c.Call)], KnownUntil = knownUntil };
                using var monitor = new CallMonitor(options with { Tap = recorders.For(options) }, observer, clock, loggers);
                await monitor.RunAsync(watching.Token);
            }
            catch (OperationCanceledException) when (changed.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                PbxLog.DevicesChanged(logger, pbx.Name);
                knownUntil = clock.GetUtcNow();
                continue;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                PbxLog.MonitorFailed(logger, e, pbx.Name, PauseAfterFailure);
            }

            knownUntil = clock.GetUtcNow();
            await Task.Delay(PauseAfterFailure, clock, cancellationToken);
        }
    }

    internal static CallMonitorOptions Options(PbxOptions pbx) => new()
    {
        Name = pbx.Name,
        Ami = new AmiOptions
        {
            Host = pbx.Host, Port = pbx.Port, Username = pbx.Username, Secret = pbx.Secret,
            Tls = pbx.Tls, TlsAuthorityFile = pbx.TlsAuthority, TlsThumbprint = pbx.TlsThumbprint,
        },
        OperatorExtensions = pbx.OperatorExtensions,
        Devices = pbx.Devices,
        SnapshotsOnly = pbx.Mode == PbxMode.SnapshotsOnly,
        SnapshotInterval = pbx.SnapshotInterval,
    };
}
