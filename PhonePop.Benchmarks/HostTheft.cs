using System.Globalization;

namespace PhonePop.Benchmarks;

/// <summary>What the host of a virtual machine gave to others while something was measured: wall-clock times of two runs compare only where it took the same from both.</summary>
sealed class HostTheft
{
    private const int Stolen = 8; // of the times in /proc/stat, see proc(5)

    private readonly long[] _before = Times();

    /// <summary>The share of the machine's time since the beginning, such as "0.8 %"; "?" where the kernel does not say.</summary>
    public override string ToString()
    {
        var since = Times().Zip(_before, (now, before) => now - before).ToArray();
        return since.Sum() > 0 ? (since[Stolen - 1] / (double)since.Sum()).ToString("P1", CultureInfo.InvariantCulture) : "?";
    }

    // user, nice, system, idle, iowait, irq, softirq, steal of all cores together
    private static long[] Times() => File.Exists("/proc/stat")
        ? [.. File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(Stolen).Select(t => long.Parse(t, CultureInfo.InvariantCulture))]
        : [];
}
