using PhonePop.Ami.Connection;

namespace PhonePop.Ami.Recorder;

/// <summary>
/// The flight recorder of one PBX: a ring that holds the last traffic exactly as it came. The thread that reads the socket copies into memory
/// that was reserved at the start: an event costs no allocation, and waits at most for one slice of a copy.
/// </summary>
public sealed class TrafficRecorder : ITrafficTap
{
    /// <summary>One mark (time and end of a piece) for so many bytes: a busy PBX sends pieces of about 1,000, an idle one answers of 90.</summary>
    private const int BytesPerMark = 128;

    private const int MaxSent = 4096;
    private const int MaxConnections = 256;
    private const int Slice = 256 * 1024;

    private readonly Lock _gate = new();
    private readonly TimeSpan _length;
    private readonly TimeProvider _clock;
    private readonly byte[] _ring;
    private readonly TrafficMark[] _marks;
    private readonly Queue<TrafficSent> _sent = new();
    private readonly List<TrafficConnection> _connections = [];
    private long _written;
    private long _marked;
    private TrafficConnection? _open;

    /// <summary>Reserves the memory.</summary>
    /// <param name="pbx">The PBX whose traffic this will be: what the replay needs to know of it.</param>
    /// <param name="length">How far back a recording reaches, at most.</param>
    /// <param name="capacity">How many bytes are held, at most; 4 KiB or more.</param>
    /// <param name="clock">The clock that the monitor has, too.</param>
    public TrafficRecorder(CallMonitorOptions pbx, TimeSpan length, int capacity, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(pbx);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 4096);
        (Pbx, _length, _clock) = (pbx, length, clock);
        _ring = new byte[capacity];
        _marks = new TrafficMark[capacity / BytesPerMark];
    }

    /// <summary>The PBX: what a replay needs to know of it. Set anew when its devices have changed.</summary>
    public CallMonitorOptions Pbx { get; set; }

    /// <summary>How many bytes are held, and how long ago the oldest of them came, at most the length that was asked for.</summary>
    public RecorderFill Fill
    {
        get
        {
            lock (_gate)
            {
                var oldest = OldestMark();
                return oldest == _marked ? default : new RecorderFill(_written - StartOf(oldest), _clock.GetElapsedTime(Mark(oldest).At));
            }
        }
    }

    /// <summary>Makes a recording of what is held: cut so that it can be replayed, scrambled when wanted, with a timeline. Takes some seconds for many megabytes.</summary>
    /// <returns>Null when nothing is held.</returns>
    public FlightRecording? Save(RecordingOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return Take() is { } held && TrafficCut.Of(held) is { } traffic ? RecordingMaker.Make(traffic, Pbx, order) : null;
    }

    void ITrafficTap.Received(ReadOnlySpan<byte> bytes, long receivedAt)
    {
        lock (_gate)
        {
            Connection(receivedAt).TakeBanner(bytes);
            if (bytes.Length > _ring.Length)
            {
                _written += bytes.Length - _ring.Length;
                bytes = bytes[^_ring.Length..];
            }

            var at = (int)(_written % _ring.Length);
            var first = Math.Min(bytes.Length, _ring.Length - at);
            bytes[..first].CopyTo(_ring.AsSpan(at));
            bytes[first..].CopyTo(_ring);
            _written += bytes.Length;
            _marks[_marked++ % _marks.Length] = new TrafficMark(receivedAt, _written);
        }
    }

    void ITrafficTap.Sent(string action)
    {
        lock (_gate)
        {
            _sent.Enqueue(new TrafficSent(_clock.GetTimestamp(), _written, action));
            while (_sent.Count > MaxSent || _sent.Peek().Position < _written - _ring.Length)
            {
                _sent.Dequeue();
            }
        }
    }

    void ITrafficTap.Closed()
    {
        lock (_gate)
        {
            if (_open is not null)
            {
                (_open.End, _open.ClosedAt, _open) = (_written, _clock.GetTimestamp(), null);
            }
        }
    }

    /// <summary>A copy of what is held, whole pieces only. The ring is copied in slices, so that the reading thread never waits for all of it.</summary>
    internal HeldTraffic? Take()
    {
        List<TrafficMark> marks = [];
        TrafficConnection[] connections;
        TrafficSent[] sent;
        long start, end;
        lock (_gate)
        {
            var oldest = OldestMark();
            (start, end) = (StartOf(oldest), _written);
            for (var mark = oldest; mark < _marked; mark++)
            {
                marks.Add(Mark(mark));
            }

            connections = [.. _connections.Select(c => c.Copy())];
            sent = [.. _sent];
        }

        if (marks.Count == 0)
        {
            return null;
        }

        var bytes = new byte[end - start];
        var kept = start;
        for (var at = start; at < end; at += Slice)
        {
            lock (_gate)
            {
                kept = _written - _ring.Length > at ? _written - _ring.Length : kept; // overwritten meanwhile: what lies before would have a hole behind it
                Copy(at, bytes.AsSpan((int)(at - start), (int)Math.Min(Slice, end - at)));
            }
        }

        // Only whole pieces: the start of a piece that was overwritten is gone.
        var whole = marks.FindIndex(m => m.End > kept);
        var from = kept == start ? start : whole < 0 ? end : marks[whole].End;
        marks.RemoveAll(m => m.End <= from);
        return marks.Count == 0 ? null : new HeldTraffic(from, bytes[(int)(from - start)..], marks, connections, sent, _clock);
    }

    private TrafficConnection Connection(long receivedAt)
    {
        if (_open is null)
        {
            _connections.RemoveAll(c => c.End <= _written - _ring.Length);
            if (_connections.Count == MaxConnections)
            {
                _connections.RemoveAt(0);
            }

            _connections.Add(_open = new TrafficConnection(_written, receivedAt));
        }

        return _open;
    }

    private void Copy(long position, Span<byte> to)
    {
        var at = (int)(position % _ring.Length);
        var first = Math.Min(to.Length, _ring.Length - at);
        _ring.AsSpan(at, first).CopyTo(to);
        _ring.AsSpan(0, to.Length - first).CopyTo(to[first..]);
    }

    private TrafficMark Mark(long number) => _marks[number % _marks.Length];

    // Where the piece of a mark begins: where the one before it ends.
    private long StartOf(long mark) => mark == 0 ? 0 : Mark(mark - 1).End;

    // The oldest piece that is still whole in the ring and not older than wanted. One mark is always given up: it says where the next one begins.
    private long OldestMark()
    {
        var (low, high) = (Math.Max(0, _marked - _marks.Length + 1), _marked);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (StartOf(middle) < _written - _ring.Length || _clock.GetElapsedTime(Mark(middle).At) > _length)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}

/// <summary>What a recorder holds.</summary>
/// <param name="Bytes">How many bytes.</param>
/// <param name="Reach">How long ago the oldest of them came.</param>
public readonly record struct RecorderFill(long Bytes, TimeSpan Reach);
