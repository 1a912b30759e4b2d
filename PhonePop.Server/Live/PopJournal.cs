namespace PhonePop.Server.Live;

/// <summary>What became of a call on its way to the screen. Immutable.</summary>
/// <param name="CallId">The call.</param>
/// <param name="PushedAt">When the hub first sent it, or null.</param>
/// <param name="ShownAt">When a browser of the call's own operator first said that it showed it, or null.</param>
/// <param name="ShownAfterMs">The milliseconds from the PBX's bytes to the screen, as that browser reckoned; null before.</param>
public sealed record PopRecord(string CallId, DateTimeOffset? PushedAt = null, DateTimeOffset? ShownAt = null, double? ShownAfterMs = null);

/// <summary>Remembers for some minutes which calls were pushed and shown: what explains a pop that did not come.</summary>
public sealed class PopJournal(TimeProvider clock)
{
    /// <summary>How long a call is remembered.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromMinutes(30);

    /// <summary>How many calls are remembered at most.</summary>
    public const int Most = 10_000;

    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    private readonly Board<PopRecord> _board = new(clock);
    private readonly OldestOut _known = new(Most);
    private long _pushed;
    private long _shown;
    private long _swept = clock.GetTimestamp();

    /// <summary>How many calls the hub has sent since the start.</summary>
    internal long PushedCount => Interlocked.Read(ref _pushed);

    /// <summary>How many calls a browser of their operator has shown since the start.</summary>
    internal long ShownCount => Interlocked.Read(ref _shown);

    /// <summary>What is known of the call, or null.</summary>
    public PopRecord? Find(string callId) => _board.Find(callId);

    /// <summary>What is known, and each change from then on, without delay.</summary>
    /// <param name="cancellationToken">Ends the subscription.</param>
    public (IReadOnlyList<PopRecord> Snapshot, IAsyncEnumerable<IReadOnlyList<PopRecord>> Changes) Subscribe(CancellationToken cancellationToken)
    {
        var (snapshot, changes, _) = _board.Subscribe(static _ => true, static _ => true, TimeSpan.Zero, cancellationToken);
        return (snapshot, changes);
    }

    /// <summary>The hub has sent a state of the call; the first time counts.</summary>
    /// <param name="call">The state that was sent.</param>
    /// <param name="milliseconds">Since the PBX's bytes; null where that is not known.</param>
    internal void Pushed(LiveCall call, double? milliseconds)
    {
        Sweep();
        var now = clock.GetUtcNow();
        call.Notes.Add(new CallNote(now, CallNoteKind.Pushed, call.Version, milliseconds));
        if (Update(call.Call.Id, before => before.PushedAt is not null ? null : before with { PushedAt = now }))
        {
            Interlocked.Increment(ref _pushed);
        }
    }

    /// <summary>A browser of the call's own operator showed it; the first time counts.</summary>
    internal void Shown(LiveCall call, double milliseconds)
    {
        var now = clock.GetUtcNow();
        call.Notes.Add(new CallNote(now, CallNoteKind.Shown, null, Math.Round(milliseconds, 1)));
        if (Update(call.Call.Id, before => before.ShownAt is not null ? null : before with { ShownAt = now, ShownAfterMs = milliseconds }))
        {
            Interlocked.Increment(ref _shown);
        }
    }

    /// <summary>A browser of the call's own operator acknowledged a step of the ladder; the first time counts, whichever browser it is.</summary>
    internal void ShownBy(LiveCall call, PopStep step, double milliseconds)
    {
        if (call.Notes.All.All(n => n.Step != step))
        {
            call.Notes.Add(new CallNote(clock.GetUtcNow(), CallNoteKind.Acknowledged, null, Math.Round(milliseconds, 1), step));
        }
    }

    private bool Update(string callId, Func<PopRecord, PopRecord?> change)
    {
        var isNew = false;
        var changed = _board.Update(callId, (before, _) =>
        {
            isNew = before is null;
            return change(before ?? new PopRecord(callId));
        });
        if (isNew && _known.Add(callId) is { } oldest)
        {
            _board.Forget(oldest);
        }

        return changed is not null;
    }

    private void Sweep()
    {
        var swept = Interlocked.Read(ref _swept);
        if (clock.GetElapsedTime(swept) < SweepEvery || Interlocked.CompareExchange(ref _swept, clock.GetTimestamp(), swept) != swept)
        {
            return;
        }

        var oldest = clock.GetUtcNow() - Keep;
        _board.Forget(p => (p.ShownAt ?? p.PushedAt) < oldest);
    }
}
