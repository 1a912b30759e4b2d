using System.Diagnostics.Metrics;
using PhonePop.Ami.Calls;

namespace PhonePop.Server.Live;

/// <summary>What <c>/metrics</c> says about calls.</summary>
public sealed class LiveMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "PhonePop";

    private readonly Histogram<double> _shown;
    private readonly Histogram<double> _steps;
    private readonly Histogram<double> _sent;
    private readonly Histogram<double> _modelled;

    /// <summary>Creates the instruments.</summary>
    public LiveMetrics(IMeterFactory meters, LiveCallBoard calls, ConversationBoard conversations, PbxBoard pbxes, PopDelays delays)
    {
        var meter = meters.Create(MeterName);
        _shown = meter.CreateHistogram<double>("phonepop.pop.shown", "ms", "From the PBX's bytes to the notification on the screen, as the browser reports it.");
        _steps = meter.CreateHistogram<double>("phonepop.pop.step", "ms", "From the PBX's bytes to each step of the ladder, as the browser reports it.");
        meter.CreateObservableGauge(
            "phonepop.pop.delay",
            () => pbxes.Pbxes().SelectMany(p => delays.Of(p.Name) is { } delay
                ? new[] { new Measurement<double>(delay.P50, new("pbx", p.Name), new("quantile", "0.5")), new Measurement<double>(delay.P99, new("pbx", p.Name), new("quantile", "0.99")) }
                : []),
            "ms", "The same for the last 500 pops of each PBX, as p50 and p99.");
        _sent = meter.CreateHistogram<double>("phonepop.call.sent", "ms", "From the PBX's bytes to the hub.");
        _modelled = meter.CreateHistogram<double>("phonepop.call.modelled", "ms", "From the PBX's bytes to the changed call.");
        meter.CreateObservableGauge("phonepop.calls", () => ByPhase(calls.Calls(Audience.Everything)), "{call}", "Calls that go on, by phase.");
        meter.CreateObservableGauge("phonepop.conversations", () => conversations.Conversations().Count, "{conversation}", "Conversations that go on.");
        meter.CreateObservableGauge(
            "phonepop.pbx.connected",
            () => pbxes.Pbxes().Select(p => new Measurement<int>(p.State == PbxState.Connected ? 1 : 0, new KeyValuePair<string, object?>("pbx", p.Name))),
            "{pbx}", "1 while the PBX is connected.");
        meter.CreateObservableCounter(
            "phonepop.repairs",
            () => pbxes.Pbxes().SelectMany(p => PbxRepair.Kinds.Select(kind => new Measurement<long>(p.Repairs.GetValueOrDefault(kind), new("pbx", p.Name), new("kind", kind)))),
            "{repair}", "Corrections that lists made; zero from the start, so that the first one shows as an increase.");
    }

    private static IEnumerable<Measurement<int>> ByPhase(IReadOnlyList<LiveCall> calls) =>
        Enum.GetValues<CallPhase>().Where(phase => phase != CallPhase.Ended).Select(phase => new Measurement<int>(calls.Count(c => c.Call.Phase == phase), new KeyValuePair<string, object?>("phase", phase.ToString().ToLowerInvariant())));

    /// <summary>The model had changed a call so long after the PBX's bytes, in milliseconds.</summary>
    public void Modelled(double milliseconds) => _modelled.Record(milliseconds);

    /// <summary>A browser showed a notification so long after the PBX's bytes, in milliseconds.</summary>
    public void Shown(double milliseconds) => _shown.Record(milliseconds);

    /// <summary>A step of the ladder happened so long after the PBX's bytes, in milliseconds.</summary>
    public void ShownBy(PopStep step, double milliseconds) => _steps.Record(milliseconds, new KeyValuePair<string, object?>("step", step.ToString().ToLowerInvariant()));

    /// <summary>A change went to the hub so long after the PBX's bytes, in milliseconds.</summary>
    public void Sent(double milliseconds) => _sent.Record(milliseconds);
}
