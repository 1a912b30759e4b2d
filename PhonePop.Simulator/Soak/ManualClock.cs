namespace PhonePop.Simulator.Soak;

/// <summary>Time that passes only when it is told to, so that thousands of calls need no waiting. Timers run on the thread that moves it.</summary>
internal sealed class ManualClock : TimeProvider
{
    private static readonly DateTimeOffset Epoch = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    private readonly Lock _lock = new();
    private readonly List<Timer> _timers = [];
    private TimeSpan _elapsed;

    /// <summary>Told of each timer that was set, from whatever thread. Must not block.</summary>
    public event Action? TimerSet;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return Epoch + _elapsed;
        }
    }

    public override long GetTimestamp()
    {
        lock (_lock)
        {
            return _elapsed.Ticks;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Whether a timer is set that runs once, after a time in this range from when it was set.</summary>
    public bool IsSet(TimeSpan atLeast, TimeSpan atMost)
    {
        lock (_lock)
        {
            return _timers.Exists(t => t.RunsOnce && t.Asked >= atLeast && t.Asked <= atMost);
        }
    }

    /// <summary>Lets time pass until a timer that runs once, and was set for so long, has run; not longer.</summary>
    public void AdvanceToTimer(TimeSpan asked)
    {
        TimeSpan left;
        lock (_lock)
        {
            left = _timers.Where(t => t.RunsOnce && t.Asked == asked).Min(t => (TimeSpan?)t.Due) - _elapsed ?? TimeSpan.Zero;
        }

        Advance(left);
    }

    /// <summary>Lets time pass, and on the way runs each timer at its own moment.</summary>
    public void Advance(TimeSpan by)
    {
        TimeSpan end;
        lock (_lock)
        {
            end = _elapsed + by;
        }

        while (NextDue(end) is { } timer)
        {
            timer.Run();
        }
    }

    private Timer? NextDue(TimeSpan end)
    {
        lock (_lock)
        {
            var next = _timers.Where(t => t.Due <= end).MinBy(t => t.Due);
            _elapsed = next is null ? end : next.Due > _elapsed ? next.Due : _elapsed;
            next?.Rearm(_elapsed);
            return next;
        }
    }

    private sealed class Timer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public TimeSpan Due { get; private set; }

        public TimeSpan Asked { get; private set; }

        public bool RunsOnce => _period == Timeout.InfiniteTimeSpan;

        public void Run() => callback(state);

        public void Rearm(TimeSpan now)
        {
            if (_period == Timeout.InfiniteTimeSpan)
            {
                clock._timers.Remove(this);
                return;
            }

            Due = now + _period;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Asked = dueTime;
                    Due = clock._elapsed + dueTime;
                    _period = period == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : period;
                    clock._timers.Add(this);
                }
            }

            clock.TimerSet?.Invoke();
            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
