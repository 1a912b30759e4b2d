using System.Threading.Channels;
using PhonePop.Ami;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Connection;
using PhonePop.Server.Live;
using PhonePop.Server.Recorder;

namespace PhonePop.Server.Pbx;

/// <summary>Watches every PBX at once, and follows when some are added, changed or removed.</summary>
internal sealed class CallMonitorService(
    PbxList pbxes, SeatDevices devices, ICallObserver observer, LiveMetrics metrics, LiveCallBoard board, CallRecall recall, PbxFarewell farewell, FlightRecorders recorders, TimeProvider clock,
    ILoggerFactory loggers, ILogger<CallMonitorService> logger) : BackgroundService
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(30);
    private readonly LagObserver _observer = new(observer, metrics, clock);
    private readonly Dictionary<string, Watch> _watches = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var following = pbxes.OnChange(() => changes.Writer.TryWrite(true));
        try
        {
            do
            {
                await FollowAsync(stoppingToken);
            }
            while (await changes.Reader.ReadAsync(stoppingToken));
        }
        finally
        {
            await Task.WhenAll(_watches.Values.Select(w => w.EndAsync()));
        }
    }

    private async Task FollowAsync(CancellationToken stoppingToken)
    {
        var wanted = pbxes.All.ToDictionary(p => p.Name);
        foreach (var (name, watch) in _watches.Where(w => !wanted.TryGetValue(w.Key, out var pbx) || !pbx.IsWatchedLike(w.Value.Pbx)).ToList())
        {
            await watch.EndAsync();
            _watches.Remove(name);
            recorders.Forget(name); // what it holds came from elsewhere, or would be read otherwise
            if (!wanted.ContainsKey(name))
            {
                farewell.To(name);
                PbxLog.Removed(logger, name);
            }
        }

        foreach (var pbx in wanted.Values.Where(p => !_watches.ContainsKey(p.Name)))
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            _watches[pbx.Name] = new Watch(pbx, stop, WatchAsync(pbx, stop.Token));
        }
    }

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
                using var monitor = new CallMonitor(options with { Tap = recorders.For(options) }, _observer, clock, loggers);
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
            Tls = pbx.Tls, TlsAuthorityFile = pbx.TlsAuthority, TlsThumbprint = pbx.TlsThumbprint, FilterEvents = pbx.FilterEvents,
        },
        OperatorExtensions = pbx.OperatorExtensions,
        Devices = pbx.Devices,
        SnapshotsOnly = pbx.Mode == PbxMode.SnapshotsOnly,
        SnapshotInterval = pbx.SnapshotInterval,
    };

    private sealed record Watch(PbxOptions Pbx, CancellationTokenSource Stop, Task Watching)
    {
        public async Task EndAsync()
        {
            await Stop.CancelAsync();
            await Watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Stop.Dispose();
        }
    }
}
