using PhonePop.Ami.Channels;

namespace PhonePop.Ami.Calls;

/// <summary>
/// Compares what an extension's channels show now with what its operator saw before. That difference is the call change; where nothing
/// changes, nothing is published and nothing is allocated.
/// </summary>
internal sealed partial class CallBook(string pbx, ChannelTable table, Spotter spotter, SteadyClock steady, TimeProvider clock, ICallObserver observer)
{
    /// <summary>
    /// How long a call survives while both its ends live and no link joins them. Between the Leave and the Enter of an optimised Local channel,
    /// and between the Renames of a masquerade, the graph is torn for some milliseconds.
    /// </summary>
    public static readonly TimeSpan TornFor = TimeSpan.FromMilliseconds(200);

    private const int RememberedFinal = 4_096;
    private static readonly List<CallState> NoCalls = [];

    private readonly Dictionary<string, List<CallState>> _calls = new(StringComparer.Ordinal);
    private readonly List<Sighting> _sightings = [];
    private readonly Queue<string> _open = new();
    private readonly HashSet<string> _queued = new(StringComparer.Ordinal);
    private readonly HashSet<string> _again = new(StringComparer.Ordinal);
    private readonly HashSet<string> _finalIds = new(StringComparer.Ordinal);
    private readonly Queue<string> _finalOrder = new();
    private readonly HashSet<string> _recallEnds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal); // for the first list of the session
    private int _look;
    private bool _uncertain;

    /// <summary>When the bytes that are being looked at were read: <see cref="Call.ReceivedAt"/> of what comes of them.</summary>
    public long ReceivedAt { get; set; }

    /// <summary>Is told of each call that was published, so that its conversation is drawn again.</summary>
    public Action<CallState>? Changed { get; set; }

    /// <summary>When, by <see cref="SteadyClock"/>, something must be looked at again although no event comes: a torn call, a ring whose dial may follow. Null: never.</summary>
    public DateTimeOffset? NextDeadline { get; private set; }

    /// <summary>Calls that have not ended.</summary>
    public IEnumerable<CallState> Live => _calls.Values.SelectMany(static list => list).Where(static call => !call.HasEnded);

    /// <summary>Puts an extension into the queue of those to look at.</summary>
    public void Enqueue(string extension)
    {
        if (_queued.Add(extension))
        {
            _open.Enqueue(extension);
        }
    }

    /// <summary>Looks at all that were put into the queue.</summary>
    public void Run()
    {
        // A call that depends on another (a consultation, a transfer) may queue its colleague; each round only follows a change, and the bound stops a loop of rules.
        for (var rounds = _open.Count + 1_000; rounds > 0 && _open.TryDequeue(out var extension); rounds--)
        {
            _queued.Remove(extension);
            LookAt(extension);
        }
    }

    /// <summary>Looks again at calls that were torn, now that their time is up.</summary>
    public void RunDeadlines()
    {
        NextDeadline = null;
        foreach (var extension in _again)
        {
            Enqueue(extension);
        }

        _again.Clear();
        Run();
    }

    /// <summary>Marks all live calls as uncertain, or no longer so.</summary>
    public void SetUncertain(bool uncertain)
    {
        _uncertain = uncertain;
        foreach (var call in uncertain ? _calls.Values.SelectMany(static list => list).Where(static call => call.HasEnded) : [])
        {
            call.Last = call.Last with { Uncertain = true }; // it is over here, but how the conversation ends nobody may see
        }

        foreach (var call in Live.ToArray())
        {
            if (call.Last.Uncertain != uncertain)
            {
                Publish(call, call.Last with { Uncertain = uncertain, ReceivedAt = clock.GetTimestamp() });
            }
        }
    }

    /// <summary>The calls of an extension: what a conversation shows of it.</summary>
    public List<CallState> CallsOf(string extension) => _calls.TryGetValue(extension, out var list) ? list : NoCalls;

    /// <summary>The first list of the session is complete: those that had to wait for it are looked at.</summary>
    public void EnqueueWaiting()
    {
        foreach (var extension in _waiting)
        {
            Enqueue(extension);
        }

        _waiting.Clear();
    }

    private void Remember(string finalId)
    {
        _finalIds.Add(finalId);
        _finalOrder.Enqueue(finalId);
        if (_finalOrder.Count > RememberedFinal)
        {
            _finalIds.Remove(_finalOrder.Dequeue());
        }
    }

    private void LookAt(string extension)
    {
        if (table.AwaitsList && spotter.IsHalfTold(extension))
        {
            _waiting.Add(extension); // what is shown of it stays until then
            return;
        }

        spotter.Look(extension, _sightings);
        if (spotter.LookAgainAt is { } again)
        {
            _again.Add(extension);
            NoteDeadline(again);
        }

        if (!_calls.TryGetValue(extension, out var calls))
        {
            if (_sightings.Count == 0)
            {
                return;
            }

            _calls[extension] = calls = [];
        }

        _look++;
        var now = clock.GetUtcNow();
        foreach (var sighting in _sightings)
        {
            var call = Match(calls, sighting);
            if (call is null)
            {
                Begin(calls, extension, sighting, now);
            }
            else
            {
                Update(call, sighting, now);
            }
        }

        for (var i = calls.Count - 1; i >= 0; i--)
        {
            var call = calls[i];
            if (call.SeenInLook == _look || (call.KnownUntil is not null && !_recallEnds.Contains(extension)))
            {
                continue;
            }

            if (!call.HasEnded)
            {
                EndUnlessTorn(call, now);
            }
            else
            {
                Rejudge(call);
            }

            if (call.Last.IsFinal)
            {
                calls.RemoveAt(i);
                Remember(call.Last.Id);
            }
        }

        if (calls.Count == 0)
        {
            _calls.Remove(extension);
        }
    }
}
