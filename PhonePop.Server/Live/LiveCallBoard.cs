using PhonePop.Ami.Calls;

namespace PhonePop.Server.Live;

/// <summary>
/// What is true now, for any number of readers. A reader gets the current state and the changes after it together, under one lock,
/// so that no call is missed or seen twice. A slow reader skips states of a call, never the last one: what waits for it is
/// bounded by the number of calls.
/// </summary>
public sealed class LiveCallBoard(TimeProvider clock)
{
    /// <summary>How long a final call stays findable here, unless <see cref="MostFinal"/> have ended since; after that history has it.</summary>
    public static readonly TimeSpan KeepFinal = TimeSpan.FromMinutes(10);

    /// <summary>How many final calls are kept at most: a thousand calls a second must not fill the memory for ten minutes.</summary>
    public const int MostFinal = 5_000;

    /// <summary>How many calls wait at most for a stream whose reader is slower than the office: with more it ends, and its reader comes back and resumes.</summary>
    public const int MostWaiting = 5_000;

    // An ended call whose conversation lives may come back with a higher version, so it is kept for as long as any conversation lasts.
    private static readonly TimeSpan KeepEnded = TimeSpan.FromHours(12);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    private readonly Board<LiveCall> _board = new(clock);
    private readonly OldestOut _final = new(MostFinal);
    private long _swept = clock.GetTimestamp();

    /// <summary>
    /// Raised with each change at once, on the thread that makes it and before the next one can be made: for the hub alone, which only hands on and never waits. Everybody
    /// else subscribes. A handler must not throw, and must not ask this board for more than <see cref="Find"/>.
    /// </summary>
    internal event Action<LiveCall>? Changed
    {
        add => _board.Changed += value;
        remove => _board.Changed -= value;
    }

    /// <summary>Calls that have not ended, oldest first.</summary>
    public IReadOnlyList<LiveCall> Calls(Audience audience) => Shown(audience, OldestFirst(_board.Where(c => IsCurrent(c) && Sees(audience, c))));

    /// <summary>The call with this id, also when it ended some minutes ago; null when it is unknown. For the server's own use: nothing is masked in it.</summary>
    public LiveCall? Find(string id) => _board.Find(id);

    /// <summary>The current calls (also those that ended within the last minute are not among them) and the changes from then on, in batches.</summary>
    /// <param name="audience">Whose calls.</param>
    /// <param name="minimumInterval">The least time between two batches: zero for hub and streams, 100 ms for pages (ten renders a second).</param>
    /// <param name="cancellationToken">Ends the subscription; must be cancelled by who does not read to the end.</param>
    public (IReadOnlyList<LiveCall> Snapshot, IAsyncEnumerable<IReadOnlyList<LiveCall>> Changes) Subscribe(
        Audience audience, TimeSpan minimumInterval, CancellationToken cancellationToken)
    {
        var (snapshot, changes, _) = Open(audience, minimumInterval, int.MaxValue, cancellationToken);
        return (snapshot, changes);
    }

    /// <summary>As <see cref="Subscribe"/> without pauses, for a stream: with the number that it resumes from. The changes end when more than <see cref="MostWaiting"/> wait.</summary>
    internal (IReadOnlyList<LiveCall> Snapshot, IAsyncEnumerable<IReadOnlyList<LiveCall>> Changes, long Sequence) Open(Audience audience, CancellationToken cancellationToken) =>
        Open(audience, TimeSpan.Zero, MostWaiting, cancellationToken);

    /// <summary>What changed after that number and from now on, or null where that is no longer known and a snapshot is needed.</summary>
    internal (IReadOnlyList<LiveCall> Missed, IAsyncEnumerable<IReadOnlyList<LiveCall>> Changes)? Resume(long after, Audience audience, CancellationToken cancellationToken) =>
        _board.Resume(after, c => Sees(audience, c), MostWaiting, cancellationToken) is { } resumed ? (Shown(audience, resumed.Missed), ShownAsync(audience, resumed.Changes)) : null;

    /// <summary>The calls of a PBX that are not final, those that only ended for their operator included. For the server's own use.</summary>
    internal IReadOnlyList<LiveCall> Unfinished(string pbx) => Unfinished(pbx, Audience.Everything);

    /// <summary>Those of them that this audience may see.</summary>
    internal IReadOnlyList<LiveCall> Unfinished(string pbx, Audience audience) => Shown(audience, OldestFirst(_board.Where(c => c.Call.Pbx == pbx && !c.Call.IsFinal && Sees(audience, c))));

    /// <summary>Shows a call of an earlier run with its own version.</summary>
    internal void Recall(LiveCall call) => _board.Update(call.Call.Id, (before, sequence) => before is null ? call with { Sequence = sequence } : null);

    /// <summary>Publishes the next state of one call. The board numbers it; null from <paramref name="change"/> means that nothing changes.</summary>
    internal LiveCall? Update(string id, Func<LiveCall?, LiveCall?> change)
    {
        Sweep();
        var becameFinal = false;
        var updated = _board.Update(id, (before, sequence) =>
        {
            if (change(before) is not { } next)
            {
                return null;
            }

            becameFinal = next.Call.IsFinal && before is not { Call.IsFinal: true };
            return next with { Version = (before?.Version ?? 0) + 1, Sequence = sequence };
        });
        if (becameFinal && _final.Add(id) is { } oldest)
        {
            _board.Forget(oldest);
        }

        return updated;
    }

    private (IReadOnlyList<LiveCall> Snapshot, IAsyncEnumerable<IReadOnlyList<LiveCall>> Changes, long Sequence) Open(
        Audience audience, TimeSpan minimumInterval, int mostWaiting, CancellationToken cancellationToken)
    {
        var (snapshot, changes, sequence) = _board.Subscribe(
            c => IsCurrent(c) && Sees(audience, c), c => Sees(audience, c), minimumInterval, cancellationToken, mostWaiting: mostWaiting);
        return (Shown(audience, OldestFirst(snapshot)), ShownAsync(audience, changes), sequence);
    }

    private void Sweep()
    {
        var swept = Interlocked.Read(ref _swept);
        if (clock.GetElapsedTime(swept) < SweepEvery || Interlocked.CompareExchange(ref _swept, clock.GetTimestamp(), swept) != swept)
        {
            return;
        }

        var now = clock.GetUtcNow();
        _board.Forget(c => !IsCurrent(c) && now - (c.Call.EndedAt ?? c.Call.StartedAt) > (c.Call.IsFinal ? KeepFinal : KeepEnded));
    }

    private static bool IsCurrent(LiveCall call) => call.Call.Phase != CallPhase.Ended;

    private static bool Sees(Audience audience, LiveCall call) => audience.Sees(call.Call.Pbx, call.Call.Extension);

    private static IReadOnlyList<LiveCall> Shown(Audience audience, IReadOnlyList<LiveCall> calls) => audience.Mask.Hides ? [.. calls.Select(audience.Mask.Of)] : calls;

    private static IAsyncEnumerable<IReadOnlyList<LiveCall>> ShownAsync(Audience audience, IAsyncEnumerable<IReadOnlyList<LiveCall>> changes) =>
        audience.Mask.Hides ? changes.Select(batch => Shown(audience, batch)) : changes;

    private static List<LiveCall> OldestFirst(List<LiveCall> calls)
    {
        calls.Sort(static (a, b) => a.Call.StartedAt.CompareTo(b.Call.StartedAt));
        return calls;
    }
}
