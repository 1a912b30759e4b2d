using PhonePop.Simulator.Office;

namespace PhonePop.Simulator.Soak;

/// <summary>Makes a failing case as short as it can: leaves out ever smaller parts of its steps as long as it still fails.</summary>
internal static class Shrinker
{
    private const int MaxTries = 600;
    private static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(1); // a case in which somebody stands still takes its time

    /// <param name="office">A case that fails.</param>
    /// <param name="fails">Whether a case fails.</param>
    /// <param name="clock">The time that it takes.</param>
    public static async Task<OfficeCase> ShrinkAsync(OfficeCase office, Func<OfficeCase, Task<bool>> fails, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(office);
        ArgumentNullException.ThrowIfNull(fails);
        ArgumentNullException.ThrowIfNull(clock);
        var began = clock.GetTimestamp();
        var tries = 0;
        var shortest = office;
        for (var part = Math.Max(1, office.Steps.Count / 2); part >= 1; part = part == 1 ? 0 : part / 2)
        {
            for (var at = 0; at < shortest.Steps.Count && tries < MaxTries && clock.GetElapsedTime(began) < MaxTime;)
            {
                var less = shortest with { Steps = [.. shortest.Steps.Take(at), .. shortest.Steps.Skip(at + part)] };
                tries++;
                if (await fails(less).ConfigureAwait(false))
                {
                    shortest = less;
                }
                else
                {
                    at += part;
                }
            }
        }

        return shortest;
    }
}
