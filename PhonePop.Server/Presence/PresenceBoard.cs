using System.Collections.Concurrent;
using PhonePop.Ami.Calls;
using PhonePop.Server.Live;
using PhonePop.Server.Security;
using PhonePop.Server.Work;

namespace PhonePop.Server.Presence;

/// <summary>How every operator stands now, and each change: chosen by hand, on a call by the calls, busy with notes by the time after a call, offline by the hub.</summary>
public sealed class PresenceBoard(
    OperatorDirectory directory, LiveCallBoard calls, WrapUps wrapUps, HubPresence hub, PresenceStore store, TimeProvider clock, ILogger<PresenceBoard> logger) : BackgroundService
{
    /// <summary>Without a connection for so long somebody is offline: a page that is loaded again is no absence.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly Board<OperatorPresence> _board = new(clock);
    private readonly ConcurrentDictionary<(string Pbx, string Extension), (PresenceState State, DateTime Since)> _chosen = new();
    private readonly ConcurrentDictionary<(string Pbx, string Extension), DateTimeOffset> _left = new();
    private readonly Dictionary<(string Pbx, string Extension), HashSet<string>> _onCall = []; // call ids; locked by itself
    private int _departures;

    /// <summary>All operators, by name. For the server's own use, and for colleagues of theirs.</summary>
    public IReadOnlyList<OperatorPresence> Operators() => Operators(Audience.Everything);

    /// <summary>Those that this audience may see, by name.</summary>
    public IReadOnlyList<OperatorPresence> Operators(Audience audience) =>
        [.. _board.Where(p => audience.Sees(p.Pbx, p.Extension)).OrderBy(p => p.Name ?? p.Extension, StringComparer.CurrentCultureIgnoreCase).ThenBy(p => p.Extension, StringComparer.Ordinal)];

    /// <summary>How many that this audience may see stand so now.</summary>
    public int Count(Audience audience, PresenceState state) => _board.Count(p => p.State == state && audience.Sees(p.Pbx, p.Extension));

    /// <summary>How many operators have left the list since the start: of them no change is told. Who keeps a list asks for it anew when this is another number.</summary>
    public int Departures => Volatile.Read(ref _departures);

    /// <summary>The operator at this phone, or null: nobody signs in there.</summary>
    public OperatorPresence? Find(string pbx, string extension) => _board.Find(Key((pbx, extension)));

    /// <summary>Each change from now on.</summary>
    /// <param name="minimumInterval">The least time between two batches.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    public IAsyncEnumerable<IReadOnlyList<OperatorPresence>> Subscribe(TimeSpan minimumInterval, CancellationToken cancellationToken) =>
        _board.Subscribe(static _ => false, static _ => true, minimumInterval, cancellationToken).Changes;

    /// <summary>The same of the operator at this phone alone: who looks at one of a thousand is not woken by the others.</summary>
    /// <param name="pbx">The phone's PBX.</param>
    /// <param name="extension">The phone.</param>
    /// <param name="minimumInterval">The least time between two batches.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    public IAsyncEnumerable<IReadOnlyList<OperatorPresence>> Subscribe(string pbx, string extension, TimeSpan minimumInterval, CancellationToken cancellationToken) =>
        _board.Subscribe(static _ => false, p => p.Pbx == pbx && p.Extension == extension, minimumInterval, cancellationToken).Changes;

    /// <summary>Sets what this operator has chosen, also for the time after a restart.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The state is one that is only seen.</exception>
    public async Task<OperatorPresence> ChooseAsync(string pbx, string extension, PresenceState state, CancellationToken cancellationToken)
    {
        if (state is PresenceState.OnCall or PresenceState.Offline)
        {
            throw new ArgumentOutOfRangeException(nameof(state), state, "This state is seen, not chosen.");
        }

        var since = clock.GetUtcNow().UtcDateTime;
        await store.WriteAsync(pbx, extension, state, since, cancellationToken);
        _chosen[(pbx, extension)] = (state, since);
        return Look((pbx, extension));
    }

    // Before the server takes its first request: a page must not find an empty list.
    /// <inheritdoc />
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (pbx, extension, state, since) in await store.ReadAsync(cancellationToken))
        {
            _chosen[(pbx, extension)] = (state, since);
        }

        LookAtAll();
        directory.Changed += LookAtAll;
        hub.Changed += Joined;
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        directory.Changed -= LookAtAll;
        hub.Changed -= Joined;
        return base.StopAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (current, changes) = calls.Subscribe(Audience.Everything, TimeSpan.Zero, stoppingToken);
        Take(current);
        return Task.WhenAll(
            changes.FollowAsync(call => Take([call]), logger, stoppingToken),
            wrapUps.Subscribe(Audience.Everything, TimeSpan.Zero, stoppingToken).Changes.FollowAsync(w => LookAt([(w.Call.Call.Pbx, w.Call.Call.Extension)]), logger, stoppingToken),
            FindTheAbsentAsync(stoppingToken));
    }

    // Counted here, and not asked of the board at each change: its lock is the PBX's own.
    private void Take(IReadOnlyList<LiveCall> batch)
    {
        lock (_onCall)
        {
            foreach (var call in batch.Select(c => c.Call))
            {
                var ids = _onCall.TryGetValue((call.Pbx, call.Extension), out var known) ? known : _onCall[(call.Pbx, call.Extension)] = [];
                _ = call.Phase is CallPhase.Talking or CallPhase.Held or CallPhase.Dialing ? ids.Add(call.Id) : ids.Remove(call.Id);
            }
        }

        LookAt(batch.Select(c => (c.Call.Pbx, c.Call.Extension)));
    }

    // Phones that nobody sits at are no operators.
    private void LookAt(IEnumerable<(string Pbx, string Extension)> seats)
    {
        foreach (var seat in seats.Distinct().Where(s => Find(s.Pbx, s.Extension) is not null))
        {
            Look(seat);
        }
    }

    private async Task FindTheAbsentAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            foreach (var (seat, at) in _left.Where(l => clock.GetUtcNow() - l.Value >= Grace))
            {
                _left.TryRemove(new KeyValuePair<(string, string), DateTimeOffset>(seat, at));
                Look(seat);
            }
        }
    }

    private void Joined(Audience seat)
    {
        if (seat is not { Pbx: { Length: > 0 } pbx, Extension: { Length: > 0 } extension })
        {
            return;
        }

        if (hub.Count(pbx, extension) == 0)
        {
            _left[(pbx, extension)] = clock.GetUtcNow();
        }

        Look((pbx, extension));
    }

    private void LookAtAll()
    {
        var seats = directory.Seats;
        var gone = _board.Forget(p => !seats.Contains((p.Pbx, p.Extension)) && hub.Count(p.Pbx, p.Extension) == 0); // an account is gone, or sits elsewhere
        Interlocked.Add(ref _departures, gone);
        foreach (var seat in seats)
        {
            Look(seat);
        }
    }

    // All under the board's lock: what was seen last is what is written last.
    private OperatorPresence Look((string Pbx, string Extension) seat)
    {
        _board.Update(Key(seat), (before, _) =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var (chosen, chosenSince) = _chosen.TryGetValue(seat, out var set) ? set : (PresenceState.Available, now);
            var state = Seen(seat) ?? chosen;
            var next = new OperatorPresence(seat.Pbx, seat.Extension, directory.Find(seat.Pbx, seat.Extension), state, chosen, before?.State == state ? before.Since : before is null && state == chosen ? chosenSince : now);
            return next == before ? null : next;
        });
        return Find(seat.Pbx, seat.Extension)!;
    }

    private PresenceState? Seen((string Pbx, string Extension) seat) =>
        IsOnCall(seat) ? PresenceState.OnCall
        : wrapUps.BusyUntil(seat.Pbx, seat.Extension) is not null ? PresenceState.WrapUp
        : hub.Count(seat.Pbx, seat.Extension) == 0 && !_left.ContainsKey(seat) && !directory.IsGuest(seat.Pbx, seat.Extension) ? PresenceState.Offline
        : null;

    private bool IsOnCall((string Pbx, string Extension) seat)
    {
        lock (_onCall)
        {
            return _onCall.TryGetValue(seat, out var ids) && ids.Count > 0;
        }
    }

    private static string Key((string Pbx, string Extension) seat) => $"{seat.Pbx}/{seat.Extension}";
}
