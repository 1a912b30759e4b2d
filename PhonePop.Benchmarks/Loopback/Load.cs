using System.Globalization;

namespace PhonePop.Benchmarks.Loopback;

/// <summary>What the sender sends.</summary>
/// <param name="What"><c>recorded</c>: the recorded events of Asterisk 22, over and over; <c>calls</c>: its answered call with other people each time; <c>calls-agent</c>: the same, as <c>read = call,agent</c> gives it.</param>
/// <param name="Rate">Events a second; 0: as fast as they are taken.</param>
/// <param name="Events">How many are measured, after a warm-up.</param>
sealed record Load(string What, int Rate, int Events)
{
    /// <summary>The end of the load is followed by some seconds of 1,000 events/s, to see how long what was held up takes.</summary>
    public bool HasQuietEnd => Rate >= 10_000;

    public string[] Arguments => [What, Rate.ToString(CultureInfo.InvariantCulture), Events.ToString(CultureInfo.InvariantCulture)];

    public override string ToString() => Rate == 0 ? $"{What}, burst" : string.Create(CultureInfo.InvariantCulture, $"{What}, {Rate:N0} events/s");

    public static Load Parse(ReadOnlySpan<string> arguments) => arguments is [var what, var rate, var events]
        ? new Load(what, int.Parse(rate, CultureInfo.InvariantCulture), int.Parse(events, CultureInfo.InvariantCulture))
        : throw new ArgumentException("What (recorded, calls, calls-agent), events a second (0: burst), and how many events.");
}
