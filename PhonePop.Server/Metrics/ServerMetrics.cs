using System.Diagnostics.Metrics;
using PhonePop.Ami.Calls;
using PhonePop.Server.Hubs;
using PhonePop.Server.Live;
using PhonePop.Server.Work;

namespace PhonePop.Server.Metrics;

/// <summary>What <c>/metrics</c> says of the machinery: what comes from each PBX, who is connected, and what waits where. What is measured by call is in <see cref="LiveMetrics"/>.</summary>
internal sealed class ServerMetrics : IHostedService
{
    /// <summary>Creates the instruments; they are read when somebody asks.</summary>
    public ServerMetrics(IMeterFactory meters, PbxBoard pbxes, HubClients hub, PopJournal pops, LiveCallPipeline pipeline, CallHistoryWriter history, RenamedCustomers renames)
    {
        var meter = meters.Create(LiveMetrics.MeterName);
        meter.CreateObservableCounter("phonepop.pbx.messages", () => pbxes.Pbxes().SelectMany(Traffic), "{message}", "Messages from each PBX: used, skipped because nobody needs them, broken.");
        meter.CreateObservableGauge("phonepop.pbx.event_rate", () => pbxes.Pbxes().Select(p => new Measurement<double>(p.EventsPerSecond, Of(p))), null, "Messages a second from each PBX, over the last seconds.");
        meter.CreateObservableGauge(
            "phonepop.pbx.lag", () => pbxes.Pbxes().Where(p => p.Lag is not null).Select(p => new Measurement<double>(p.Lag!.Value.TotalMilliseconds, Of(p))), "ms", "How long each PBX took to answer the last ping.");
        meter.CreateObservableCounter("phonepop.pops.sent", () => pops.PushedCount, "{call}", "Calls that went to the hub.");
        meter.CreateObservableCounter("phonepop.pops.acknowledged", () => pops.ShownCount, "{call}", "Calls of which a browser of the operator said that it shows them.");
        meter.CreateObservableGauge("phonepop.hub.connections", () => hub.Count, "{connection}", "Connections of the hub: leading tabs and programs.");
        meter.CreateObservableGauge("phonepop.hub.behind", () => hub.Behind, "{connection}", "Of them those that do not take what is sent as it comes.");
        meter.CreateObservableGauge("phonepop.queue.depth", () => Depths(pbxes, pipeline, history, renames), "{item}", "What waits in each bounded queue.");
        meter.CreateObservableCounter(
            "phonepop.queue.dropped", () => new[] { In(pipeline.LookupsDropped, "lookups"), In(history.Dropped, "history"), In(renames.Dropped, "renames") }, "{item}", "What did not fit into a queue, and what it was for was left out.");
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static Measurement<long>[] Traffic(PbxStatus pbx) =>
    [
        new(pbx.Traffic.Used, Of(pbx), new("kind", "used")),
        new(pbx.Traffic.Skipped, Of(pbx), new("kind", "skipped")),
        new(pbx.Traffic.Broken, Of(pbx), new("kind", "broken")),
    ];

    private static IEnumerable<Measurement<long>> Depths(PbxBoard pbxes, LiveCallPipeline pipeline, CallHistoryWriter history, RenamedCustomers renames) =>
    [
        In(pipeline.LookupsWaiting, "lookups"), In(history.Waiting, "history"), In(history.OpenWaiting, "open_calls"), In(renames.Waiting, "renames"),
        .. pbxes.Pbxes().Select(p => new Measurement<long>(p.ActionsWaiting, new("queue", "actions"), Of(p))),
    ];

    private static KeyValuePair<string, object?> Of(PbxStatus pbx) => new("pbx", pbx.Name);

    private static Measurement<long> In(long count, string queue) => new(count, new KeyValuePair<string, object?>("queue", queue));
}
