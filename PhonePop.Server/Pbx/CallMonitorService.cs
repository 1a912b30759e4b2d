using PhonePop.Ami.Calls;

namespace PhonePop.Server.Pbx;

/// <summary>Watches every configured PBX at once.</summary>
internal sealed class CallMonitorService(PbxList pbxes, ICallObserver observer, TimeProvider clock) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(pbxes.All.Select(p => WatchAsync(p, stoppingToken)));

    private Task WatchAsync(PbxOptions pbx, CancellationToken cancellationToken)
    {
        observer.PbxChanged(new PbxStatus { Name = pbx.Name, State = PbxState.Connecting, Since = clock.GetUtcNow(), Address = $"{pbx.Host}:{pbx.Port}" });
        return Task.CompletedTask;
    }
}
