using System.Diagnostics;

namespace PhonePop.Benchmarks;

/// <summary>What a long piece of work cost, and how long others had to wait meanwhile. Looks at the memory five times a second until it is asked.</summary>
sealed class RunCost : IDisposable
{
    private readonly List<double> _reads = [];
    private readonly List<double> _writes = [];
    private readonly long _allocated = GC.GetTotalAllocatedBytes();
    private readonly (int, int, int) _collections = Collections();
    private readonly TimeSpan _cpu = Process.GetCurrentProcess().TotalProcessorTime;
    private readonly Timer _timer;
    private long _heap;
    private long _resident;

    public RunCost() => _timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(200));

    /// <summary>Of the last minute, as the kernel says it.</summary>
    public static string Average => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "?";

    /// <summary>Middle, 99 of 100, and the longest, in milliseconds.</summary>
    public static string Percentiles(List<double> times)
    {
        var ordered = times.Order().ToArray();
        return ordered.Length == 0 ? "none" : $"p50 {ordered[ordered.Length / 2]:N2} ms, p99 {ordered[Math.Min(ordered.Length - 1, ordered.Length * 99 / 100)]:N2} ms, longest {ordered[^1]:N1} ms";
    }

    /// <summary>Somebody read.</summary>
    public void Read(TimeSpan took) => _reads.Add(took.TotalMilliseconds);

    /// <summary>Somebody wrote.</summary>
    public void Wrote(TimeSpan took) => _writes.Add(took.TotalMilliseconds);

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();

    public override string ToString()
    {
        Dispose();
        return $"reads {Percentiles(_reads)}; writes {Percentiles(_writes)}; {(Process.GetCurrentProcess().TotalProcessorTime - _cpu).TotalSeconds:N1} s of processor time; {(GC.GetTotalAllocatedBytes() - _allocated) / 1048576:N0} MB allocated, collections {Collections().Item1 - _collections.Item1}/{Collections().Item2 - _collections.Item2}/{Collections().Item3 - _collections.Item3}; at most {_heap / 1048576:N0} MB managed, {_resident / 1048576:N0} MB resident; load average {Average}";
    }

    private static (int, int, int) Collections() => (GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2));

    private void Look()
    {
        using var me = Process.GetCurrentProcess();
        (_heap, _resident) = (Math.Max(_heap, GC.GetTotalMemory(false)), Math.Max(_resident, me.WorkingSet64));
    }
}
