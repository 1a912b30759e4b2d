using System.Diagnostics;

namespace PhonePop.Benchmarks;

/// <summary>
/// Things to compare, in turn in one process: what disturbs one of them disturbs the others, too. Each round is shorter than the time that a scheduler
/// gives to a thread, so that the quickest of many was not interrupted, however busy the machine is.
/// </summary>
static class Rounds
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    /// <summary>Measures after a warm-up in which everything is compiled for speed.</summary>
    /// <param name="count">How many rounds.</param>
    /// <param name="work">Each does some hundred microseconds of work, and returns how many units (events) that was.</param>
    public static async Task<Timing[]> MeasureAsync(int count, params Func<int>[] work)
    {
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < WarmUp;)
        {
            foreach (var one in work)
            {
                one();
            }
        }

        await Task.Delay(300); // the compiler works aside, and waits until nothing new is asked of it
        var times = Array.ConvertAll(work, _ => new double[count]);
        var bytes = new double[work.Length];
        for (var round = 0; round < count; round++)
        {
            for (var i = 0; i < work.Length; i++)
            {
                var (memory, start) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
                var units = work[i]();
                times[i][round] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / units;
                bytes[i] = (GC.GetAllocatedBytesForCurrentThread() - memory) / (double)units;
            }
        }

        return [.. times.Zip(bytes, static (t, b) => new Timing(t.Min(), t.Order().ElementAt(t.Length / 2), b))];
    }
}

/// <summary>What one unit took.</summary>
/// <param name="Least">Nanoseconds, in the quickest round.</param>
/// <param name="Median">Nanoseconds, in the one of the middle.</param>
/// <param name="Bytes">Allocated, in the last round.</param>
readonly record struct Timing(double Least, double Median, double Bytes);
