using System.Diagnostics.Metrics;

namespace PhonePop.Server.Customers;

/// <summary>What <c>/metrics</c> says of look-ups.</summary>
public sealed class LookupMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "PhonePop.Customers";

    private readonly Histogram<double> _durations;
    private readonly Counter<long> _cached;

    /// <summary>Creates the instruments.</summary>
    public LookupMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _durations = meter.CreateHistogram<double>("phonepop.lookup.duration", "ms", "How long each look-up took to say who it is: hit, miss (nobody), failed.");
        _cached = meter.CreateCounter<long>("phonepop.lookup.cached", "{lookup}", "Questions that were answered from memory.");
    }

    /// <summary>A source has answered, or failed.</summary>
    internal void Asked(string lookup, string outcome, TimeSpan duration) => _durations.Record(duration.TotalMilliseconds, new("lookup", lookup), new("outcome", outcome));

    /// <summary>Nobody needed to be asked.</summary>
    internal void Cached() => _cached.Add(1);
}
