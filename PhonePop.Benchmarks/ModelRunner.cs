namespace PhonePop.Benchmarks;

/// <summary>The model alone, with few and with many calls at once: what an event costs, and what it allocates.</summary>
static class ModelRunner
{
    private const int Repeats = 300;

    public static async Task RunAsync()
    {
        int[] sizes = [10, 100, 1_000, 10_000];
        var loads = Array.ConvertAll(sizes, static calls => new ModelLoad(calls));
        Report("nothing changes", sizes, await Rounds.MeasureAsync(Repeats, Array.ConvertAll(loads, static load => (Func<int>)load.Idle)));
        Report("a call changes (hold)", sizes, await Rounds.MeasureAsync(Repeats, Array.ConvertAll(loads, static load => (Func<int>)load.Holds)));
        Report("the same, scattered", sizes, await Rounds.MeasureAsync(Repeats, Array.ConvertAll(loads, static load => (Func<int>)load.Scattered)));
        Report("whole calls", sizes, await Rounds.MeasureAsync(Repeats, Array.ConvertAll(loads, static load => (Func<int>)load.WholeCalls)));
    }

    private static void Report(string what, int[] sizes, Timing[] timings)
    {
        for (var i = 0; i < sizes.Length; i++)
        {
            Console.WriteLine($"{what,-22} {sizes[i],6} calls: {timings[i].Least,6:N0} ns at least, {timings[i].Median,6:N0} ns in the middle, {timings[i].Bytes,6:N0} bytes an event; {timings[i].Least / timings[0].Least:N2} times the first");
        }
    }
}
