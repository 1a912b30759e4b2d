namespace PhonePop.Simulator.Wire;

/// <summary>
/// What <see cref="Faults"/> do to the messages of one client before they are queued: events are lost, doubled, delayed across each other
/// and mixed with garbage; lists come slowly, or with events between their rows. Without faults everything passes as it is.
/// </summary>
internal sealed class FaultyMessages(Faults faults, int client, TimeProvider clock, Action<ReadOnlyMemory<byte>> send) : IDisposable
{
    private const int MaxRowsAtOnce = 3;
    private readonly Lock _lock = new();
    private readonly List<(int Overtakers, ReadOnlyMemory<byte> Bytes)> _late = [];
    private readonly Queue<ReadOnlyMemory<byte>> _rows = new();
    private Random _random = new(0);
    private int? _seed;
    private ITimer? _lateTimer;
    private ITimer? _rowTimer;

    /// <summary>An event that happens now.</summary>
    public void Event(ReadOnlyMemory<byte> bytes)
    {
        lock (_lock)
        {
            if (_late.Count == 0 && _rows.Count == 0 && !faults.SpoilsEvents)
            {
                send(bytes);
                return;
            }

            var random = Chance();
            if (faults.InterleaveLists)
            {
                SendRows(random.Next(MaxRowsAtOnce + 1));
            }

            if (random.NextDouble() >= faults.Lost)
            {
                SendOrHold(bytes, random);
                if (random.NextDouble() < faults.Doubled)
                {
                    SendOrHold(bytes, random);
                }
            }

            SendOvertaken();
        }
    }

    /// <summary>The answer to an action: whole, unless it is a list that comes in parts.</summary>
    public void Answer(ReadOnlyMemory<byte> bytes)
    {
        lock (_lock)
        {
            if (!faults.SpoilsLists || Messages.Split(bytes) is not [var start, .. var rows, var end] || start.Span.IndexOf("EventList: start\r\n"u8) < 0)
            {
                send(bytes);
                return;
            }

            send(start);
            foreach (var row in rows)
            {
                _rows.Enqueue(row);
            }

            if (!faults.NeverFinishLists)
            {
                _rows.Enqueue(end);
            }

            var wait = faults.InterleaveLists && faults.EventDelay > faults.ListDelay ? faults.EventDelay : faults.ListDelay;
            if (wait == TimeSpan.Zero)
            {
                SendRows(_rows.Count);
            }
            else
            {
                _rowTimer = Arm(_rowTimer, static s => ((FaultyMessages)s!).SendAllRows(), wait);
            }
        }
    }

    /// <summary>Sends all that waits, as if the time for it had passed.</summary>
    public void Release()
    {
        lock (_lock)
        {
            SendRows(_rows.Count);
            _late.ForEach(late => send(late.Bytes));
            _late.Clear();
        }
    }

    public void Dispose()
    {
        _lateTimer?.Dispose();
        _rowTimer?.Dispose();
    }

    private void SendOrHold(ReadOnlyMemory<byte> bytes, Random random)
    {
        if (random.NextDouble() < faults.Delayed)
        {
            if (_late.Count == 0)
            {
                _lateTimer = Arm(_lateTimer, static s => ((FaultyMessages)s!).SendAllLate(), faults.EventDelay);
            }

            _late.Add((random.Next(Math.Max(1, faults.Overtakers)) + 2, bytes)); // one is counted off by its own passing
            return;
        }

        if (random.NextDouble() < faults.Garbage)
        {
            send(Messages.Garbage(random));
        }

        send(bytes);
    }

    private void SendOvertaken()
    {
        for (var i = 0; i < _late.Count; i++)
        {
            var (left, bytes) = _late[i];
            _late[i] = (left - 1, bytes);
            if (left <= 1)
            {
                send(bytes);
                _late.RemoveAt(i--);
            }
        }
    }

    private void SendRows(int count)
    {
        for (var i = 0; i < count && _rows.TryDequeue(out var row); i++)
        {
            send(row);
        }
    }

    private void SendAllRows()
    {
        lock (_lock)
        {
            SendRows(_rows.Count);
        }
    }

    private void SendAllLate()
    {
        lock (_lock)
        {
            _late.ForEach(late => send(late.Bytes));
            _late.Clear();
        }
    }

    private ITimer Arm(ITimer? timer, TimerCallback callback, TimeSpan due)
    {
        timer ??= clock.CreateTimer(callback, this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(due, Timeout.InfiniteTimeSpan);
        return timer;
    }

    private Random Chance()
    {
        if (_seed != faults.Seed)
        {
            _seed = faults.Seed;
            _random = new Random(unchecked((faults.Seed * 397) ^ client));
        }

        return _random;
    }
}
