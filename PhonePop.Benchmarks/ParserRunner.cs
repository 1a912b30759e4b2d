namespace PhonePop.Benchmarks;

/// <summary>The parser in memory: floor, naive reader and ours, in turn in one run.</summary>
static class ParserRunner
{
    private const int Repeats = 200;

    public static async Task RunAsync()
    {
        foreach (var version in (string[])["11.15.1", "13.38.3", "22.10.1"])
        {
            using var work = new ParserWork(version);
            string[] names = ["floor", "our ends", "skipped", "used by the model, 4 fields", "all, where the fields are", "all, 4 fields", "naive, 4 fields"];
            var timings = await Rounds.MeasureAsync(Repeats, work.Floor, work.Ends, work.Skipped, work.Used, work.AllFields, work.AllUsed, work.Naive);
            foreach (var (name, timing) in names.Zip(timings))
            {
                Console.WriteLine($"{version} {name,-28}: {timing.Least,6:N0} ns at least, {timing.Median,6:N0} ns in the middle, {timing.Bytes,6:N0} bytes an event; {timing.Least / timings[0].Least,5:N2} times the floor");
            }
        }
    }
}
