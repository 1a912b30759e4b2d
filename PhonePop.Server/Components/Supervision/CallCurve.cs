using System.Globalization;
using PhonePop.Server.Components.Shared;
using PhonePop.Server.Live;

namespace PhonePop.Server.Components.Supervision;

/// <summary>Callers by the hour of the viewer's day, and by how soon they were answered.</summary>
/// <param name="Hours">The hours from the first to the last that had a caller, and those of a working day.</param>
/// <param name="Answered">Answered callers, hour by hour.</param>
/// <param name="Missed">Callers who were not answered, hour by hour.</param>
/// <param name="Waits">Answered callers: within 10 s, 20, 30, 60, and longer.</param>
internal sealed record CallCurve(IReadOnlyList<int> Hours, IReadOnlyList<int> Answered, IReadOnlyList<int> Missed, IReadOnlyList<int> Waits)
{
    private const int Morning = 8;
    private const int Evening = 18;

    /// <summary>All callers.</summary>
    public int Calls => Answered.Sum() + Missed.Sum();

    /// <summary>What an axis says.</summary>
    public string[] Labels => [.. Hours.Select(h => h.ToString("00", CultureInfo.InvariantCulture))];

    /// <summary>Adds quarters of hours up, days over each other.</summary>
    public static CallCurve Of(IReadOnlyList<CallSlot> slots, ViewerClock clock)
    {
        var byHour = slots.ToLookup(s => clock.Hour(s.From));
        var (from, to) = slots.Count == 0 ? (Morning, Evening) : (Math.Min(Morning, byHour.Min(h => h.Key)), Math.Max(Evening, byHour.Max(h => h.Key)));
        int[] hours = [.. Enumerable.Range(from, to - from + 1)];
        int[] within = [0, slots.Sum(s => s.Within10), slots.Sum(s => s.Within20), slots.Sum(s => s.Within30), slots.Sum(s => s.Within60), slots.Sum(s => s.Answered)];
        return new CallCurve(hours, [.. hours.Select(h => byHour[h].Sum(s => s.Answered))], [.. hours.Select(h => byHour[h].Sum(s => s.Missed))], [.. within.Zip(within.Skip(1), (before, upTo) => upTo - before)]);
    }
}
