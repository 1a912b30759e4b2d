using System.Globalization;

namespace PhonePop.Benchmarks;

/// <summary>
/// Ratios that hold on any machine, however busy: a line each, for the tests. Made of the quickest rounds; see <see cref="Rounds"/>. A process of its own,
/// because in one where other tests run nothing is ever compiled for speed.
/// </summary>
static class StableRunner
{
    private const int Repeats = 200;

    public static async Task RunAsync()
    {
        using (var work = new ParserWork("22.10.1"))
        {
            var times = await Rounds.MeasureAsync(Repeats, work.Floor, work.Skipped, work.Used, work.AllFields, work.Naive);
            Say("skipped / floor", times[1], times[0]);
            Say("used by the model / floor", times[2], times[0]);
            Say("all fields / floor", times[3], times[0]);
            Say("used by the model / naive", times[2], times[4]);
        }

        ModelLoad few = new(10), many = new(10_000);
        await CompareAsync("nothing changes, 10,000 calls / 10", few.Idle, many.Idle);
        await CompareAsync("a call changes, 10,000 calls / 10", few.Holds, many.Holds);
        await CompareAsync("whole calls, 10,000 calls / 10", few.WholeCalls, many.WholeCalls);
        SayHeap();
    }

    private static async Task CompareAsync(string what, Func<int> few, Func<int> many)
    {
        var times = await Rounds.MeasureAsync(Repeats, few, many);
        Say(what, times[1], times[0]);
    }

    // Once it remembers as many ended calls as it ever does, more calls take no more memory.
    private static void SayHeap()
    {
        var load = new ModelLoad(10);
        var (early, late) = (HeapAfter(load, 10_000), HeapAfter(load, 100_000));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"heap, 110,000 calls / 10,000: {late / early:0.000}"));
        GC.KeepAlive(load);
    }

    private static double HeapAfter(ModelLoad load, int calls)
    {
        for (var i = 0; i < calls; i += ModelLoad.CallsAtATime)
        {
            load.WholeCalls();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static void Say(string what, Timing one, Timing other) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {one.Least / other.Least:0.000}"));
}
