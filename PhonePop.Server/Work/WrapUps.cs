using Microsoft.Extensions.Options;
using PhonePop.Ami.Calls;
using PhonePop.Server.Live;

namespace PhonePop.Server.Work;

/// <summary>The time after a call: its card stays for a note, and where the administrator wants it, the operator is not free yet. Immutable.</summary>
/// <param name="Call">The call that has ended.</param>
/// <param name="Until">When the operator counts as free again; null: at once.</param>
/// <param name="KeptUntil">When the card goes; never before <paramref name="Until"/>.</param>
/// <param name="IsOver">True with the last state: the card is gone.</param>
public sealed record WrapUp(LiveCall Call, DateTimeOffset? Until, DateTimeOffset KeptUntil, bool IsOver = false);

/// <summary>Who has just ended a call with somebody outside: at most one such call for each operator, until its time is up, it is dismissed, or the next one is talked in.</summary>
public sealed class WrapUps(LiveCallBoard calls, CallWorkStore work, IOptionsMonitor<WorkOptions> options, TimeProvider clock, ILogger<WrapUps> logger) : BackgroundService
{
    private const int RememberedDone = 1_024; // each is asked for during KeepCard alone
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private readonly Board<WrapUp> _board = new(clock);
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private readonly Queue<string> _doneOrder = new();

    /// <summary>The call that this operator has just ended, or null. For the server's own use: nothing is masked in it.</summary>
    public WrapUp? Find(string pbx, string extension) => _board.Find(Key(pbx, extension));

    /// <summary>Until when this operator is busy with the notes of a call; null: not at all.</summary>
    public DateTimeOffset? BusyUntil(string pbx, string extension) => Find(pbx, extension)?.Until is { } until && until > clock.GetUtcNow() ? until : null;

    /// <summary>What stands now, and each change from then on: begun, the operator free again, over.</summary>
    /// <param name="audience">Whose.</param>
    /// <param name="minimumInterval">The least time between two batches.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    public (IReadOnlyList<WrapUp> Snapshot, IAsyncEnumerable<IReadOnlyList<WrapUp>> Changes) Subscribe(Audience audience, TimeSpan minimumInterval, CancellationToken cancellationToken)
    {
        var (snapshot, changes, _) = _board.Subscribe(Sees, Sees, minimumInterval, cancellationToken);
        return audience.Mask.Hides ? (Shown(snapshot), changes.Select(Shown)) : (snapshot, changes);

        IReadOnlyList<WrapUp> Shown(IReadOnlyList<WrapUp> batch) => [.. batch.Select(w => w with { Call = audience.Mask.Of(w.Call) })];

        bool Sees(WrapUp w) => audience.Sees(w.Call.Call.Pbx, w.Call.Call.Extension);
    }

    /// <summary>The operator is done with this call. Another call's time goes on.</summary>
    public void End(LiveCall call)
    {
        if (Find(call.Call.Pbx, call.Call.Extension) is { } standing && standing.Call.Call.Id == call.Call.Id)
        {
            Remove(standing);
        }
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        calls.Subscribe(Audience.Everything, TimeSpan.Zero, stoppingToken).Changes.FollowAsync(Take, logger, stoppingToken),
        work.Subscribe(Audience.Everything, TimeSpan.Zero, stoppingToken).FollowAsync(Prolong, logger, stoppingToken),
        LookAtTheClockAsync(stoppingToken));

    private void Take(LiveCall live)
    {
        var call = live.Call;
        var standing = Find(call.Pbx, call.Extension);
        if (standing?.Call.Call.Id == call.Id)
        {
            if (call.Phase != CallPhase.Ended)
            {
                Remove(standing, isDone: false); // a queue rings the same phone again
            }
            else
            {
                _board.Update(Key(call.Pbx, call.Extension), (before, _) => before?.Call.Call.Id == call.Id ? before with { Call = live } : null); // looked up late, or judged anew; dismissed meanwhile it stays so
            }
        }
        else if (call.Phase == CallPhase.Talking && standing is not null)
        {
            // A call that was talked in before goes on beside it; only the next one takes its place.
            if (call.AnsweredAt >= standing.Call.Call.EndedAt)
            {
                Remove(standing);
            }
        }
        else if (IsWorthANote(call) && !IsDone(call.Id) && clock.GetUtcNow() - call.EndedAt < options.CurrentValue.KeepCard + options.CurrentValue.WrapUp)
        {
            DateTimeOffset? until = call.AnsweredAt is not null && options.CurrentValue.WrapUp > TimeSpan.Zero && !Talks(call) ? call.EndedAt + options.CurrentValue.WrapUp : null;
            var keptUntil = call.EndedAt!.Value + options.CurrentValue.KeepCard;
            _board.Update(Key(call.Pbx, call.Extension), (_, _) => new WrapUp(live, until, until > keptUntil ? until.Value : keptUntil));
        }
    }

    private bool Talks(Call ended) => calls.Calls(Audience.Operator(ended.Pbx, ended.Extension)).Any(c => c.Call.Phase is CallPhase.Talking or CallPhase.Held);

    // Talked with a customer, or tried to: "nobody there, left a message" is a note too.
    private static bool IsWorthANote(Call call) =>
        call.Phase == CallPhase.Ended && call.Party.Kind != PartyKind.Internal && (call.AnsweredAt is not null || call.Direction == CallDirection.Outbound);

    // Who writes is not done: the card stays as long after the last word as after the call.
    private void Prolong(CallWorkChange change)
    {
        var later = clock.GetUtcNow() + options.CurrentValue.KeepCard;
        _board.Update(Key(change.Pbx, change.Extension), (before, _) => before?.Call.Call.Id == change.CallId && before.KeptUntil < later ? before with { KeptUntil = later } : null);
    }

    private async Task LookAtTheClockAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookEvery, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var now = clock.GetUtcNow();
            foreach (var standing in _board.Where(static _ => true))
            {
                if (standing.KeptUntil <= now)
                {
                    Remove(standing);
                }
                else if (standing.Until <= now)
                {
                    _board.Update(Key(standing.Call.Call.Pbx, standing.Call.Call.Extension), (before, _) => before?.Until <= now ? before with { Until = null } : null);
                }
            }
        }
    }

    private bool IsDone(string callId)
    {
        lock (_done)
        {
            return _done.Contains(callId);
        }
    }

    // A call that is looked up late or judged anew after it was done must not bring its card back.
    private void Remove(WrapUp standing, bool isDone = true)
    {
        lock (_done)
        {
            if (isDone && _done.Add(standing.Call.Call.Id))
            {
                _doneOrder.Enqueue(standing.Call.Call.Id);
                if (_doneOrder.Count > RememberedDone)
                {
                    _done.Remove(_doneOrder.Dequeue());
                }
            }
        }

        var key = Key(standing.Call.Call.Pbx, standing.Call.Call.Extension);
        if (_board.Update(key, (before, _) => before?.Call.Call.Id == standing.Call.Call.Id ? before with { Until = null, IsOver = true } : null) is { } over)
        {
            _board.Forget(key, over);
        }
    }

    private static string Key(string pbx, string extension) => $"{pbx}/{extension}";
}
