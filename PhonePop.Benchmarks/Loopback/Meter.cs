using System.Diagnostics;

namespace PhonePop.Benchmarks.Loopback;

/// <summary>What the measured part of a run cost this process, and how long its events were on their way.</summary>
sealed class Meter
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<double> _delays = new(2_000_000);
    private TimeSpan _cpu;
    private long _memory;
    private long _began;
    private long _loadEnded;
    private (int Gen0, int Gen1, int Gen2) _collections;

    /// <summary>Completes when all has been sent and read.</summary>
    public Task Done => _done.Task;

    /// <summary>Events since the measured part began.</summary>
    public long Events { get; set; }

    public double CpuMicroseconds { get; private set; }

    public double EventsPerSecond { get; private set; }

    public double BytesPerEvent { get; private set; }

    public string Collections { get; private set; } = "";

    public long ResidentAtBegin { get; private set; }

    public long ResidentAtEnd { get; private set; }

    /// <summary>Events that were sent and did not arrive.</summary>
    public long Lost { get; private set; }

    /// <summary>How long after the end of the load the last event came more than 5 ms late.</summary>
    public TimeSpan Recovery { get; private set; }

    public bool IsMeasuring { get; private set; }

    /// <summary>From send to handler, in microseconds; sorted once the run is over.</summary>
    public IReadOnlyList<double> Delays => _delays;

    public void Begin()
    {
        GC.Collect();
        Events = 0;
        ResidentAtBegin = Environment.WorkingSet;
        _delays.Clear();
        IsMeasuring = true;
        _collections = (GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2));
        (_cpu, _memory, _began) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetTimestamp());
    }

    public void Arrived(long sent)
    {
        var delay = Stopwatch.GetElapsedTime(sent);
        if (IsMeasuring)
        {
            _delays.Add(delay.TotalMicroseconds);
        }
        else if (_loadEnded != 0 && delay.TotalMilliseconds > 5)
        {
            Recovery = Stopwatch.GetElapsedTime(_loadEnded);
        }
    }

    public void Last(long sent)
    {
        var (cpu, memory, seconds) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetElapsedTime(_began).TotalSeconds);
        IsMeasuring = false;
        _loadEnded = Stopwatch.GetTimestamp();
        ResidentAtEnd = Environment.WorkingSet;
        CpuMicroseconds = (cpu - _cpu).TotalMicroseconds / Events;
        EventsPerSecond = Events / seconds;
        BytesPerEvent = (memory - _memory) / (double)Events;
        Lost = sent - Events;
        Collections = $"{GC.CollectionCount(0) - _collections.Gen0}/{GC.CollectionCount(1) - _collections.Gen1}/{GC.CollectionCount(2) - _collections.Gen2}";
    }

    public void Finish()
    {
        _delays.Sort();
        _done.TrySetResult();
    }

    public double Delay(double share) => _delays.Count == 0 ? double.NaN : _delays[Math.Min(_delays.Count - 1, (int)(_delays.Count * share))];
}
