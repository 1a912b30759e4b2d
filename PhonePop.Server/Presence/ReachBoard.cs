using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using PhonePop.Server.Live;
using PhonePop.Server.Security;

namespace PhonePop.Server.Presence;

/// <summary>Whether a call would reach each operator, from what browsers say and what they acknowledge. Who cannot be reached is found here before a customer is.</summary>
public sealed class ReachBoard(OperatorDirectory directory, HubPresence hub, TimeProvider clock)
{
    /// <summary>How long a browser has to acknowledge a test.</summary>
    public static readonly TimeSpan TestWaits = TimeSpan.FromSeconds(10);

    /// <summary>How long a notification that arrived proves that the next one will.</summary>
    public static readonly TimeSpan ProofKeeps = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<(string Pbx, string Extension), Evidence> _evidence = new();

    /// <summary>What is known of this seat has changed; called by whoever brought it.</summary>
    private event Action<(string Pbx, string Extension)>? Changed;

    /// <summary>A test is to be sent to these connections of the hub; who sends it has subscribed.</summary>
    internal event Action<IReadOnlyList<string>, TestPop>? TestAsked;

    /// <summary>Every operator who signs in at a phone and whom this audience may see, by name.</summary>
    public IReadOnlyList<Reachability> Operators(Audience audience) =>
    [
        .. directory.Seats.Where(s => audience.Sees(s.Pbx, s.Extension) && !directory.IsGuest(s.Pbx, s.Extension)).Select(s => Find(s.Pbx, s.Extension)!)
            .OrderBy(r => r.Name ?? r.Extension, StringComparer.CurrentCultureIgnoreCase).ThenBy(r => r.Extension, StringComparer.Ordinal),
    ];

    /// <summary>The operator at this phone, or null: nobody signs in there.</summary>
    public Reachability? Find(string pbx, string extension)
    {
        if (directory.FindAccount(pbx, extension) is not { } name)
        {
            return null;
        }

        var said = hub.Notifications(pbx, extension);
        var notifications = said.Where(n => n is not null).Min();
        var evidence = _evidence.GetValueOrDefault((pbx, extension)) ?? Evidence.None;
        var reason = Judge(said.Count, notifications, evidence, clock.GetUtcNow());
        return new Reachability(pbx, extension, name, said.Count, notifications, evidence.LastPop, evidence.LastTest, LevelOf(reason), reason);
    }

    /// <summary>Pops a test at this operator's browsers, by the same ladder as a call.</summary>
    /// <returns>The test, or null where no browser is there to get it.</returns>
    public TestPop? Test(string pbx, string extension)
    {
        if (hub.Connections(pbx, extension) is not { Count: > 0 } connections)
        {
            return null;
        }

        var test = new TestPop($"test:{Guid.NewGuid():n}", clock.GetUtcNow(), null);
        Note((pbx, extension), e => e with { LastTest = test });
        TestAsked?.Invoke(connections, test);
        return test;
    }

    /// <summary>The seats at which something has changed, from now on. Time alone changes levels too: of that nothing is told.</summary>
    /// <param name="minimumInterval">The least time between two batches.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    public async IAsyncEnumerable<IReadOnlyCollection<(string Pbx, string Extension)>> Subscribe(TimeSpan minimumInterval, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
        var seats = new ConcurrentDictionary<(string Pbx, string Extension), bool>();
        Changed += Note;
        hub.Changed += NoteHub;
        try
        {
            while (await signal.Reader.ReadAsync(cancellationToken))
            {
                var batch = seats.Keys;
                foreach (var seat in batch)
                {
                    seats.TryRemove(seat, out _);
                }

                yield return [.. batch];
                await Task.Delay(minimumInterval, clock, cancellationToken);
            }
        }
        finally
        {
            Changed -= Note;
            hub.Changed -= NoteHub;
        }

        void NoteHub(Audience seat)
        {
            if (seat is { Pbx: { } pbx, Extension: { } extension })
            {
                Note((pbx, extension));
            }
        }

        void Note((string Pbx, string Extension) seat)
        {
            seats[seat] = true;
            signal.Writer.TryWrite(true);
        }
    }

    /// <summary>Follows the hub: who blocks notifications loses the proof that they arrive.</summary>
    internal void Start() => hub.Changed += Looked;

    internal void Stop() => hub.Changed -= Looked;

    /// <summary>A browser at this seat has shown a call.</summary>
    internal void Acknowledged(string pbx, string extension, string callId, PopStep step, double milliseconds) => Note((pbx, extension), e =>
    {
        var proof = Better(e.LastPop, new PopProof(callId, clock.GetUtcNow(), step, milliseconds));
        return e with { LastPop = proof, Proven = step == PopStep.Notification ? proof : e.Proven };
    });

    /// <summary>A browser at this seat has shown a test; one that was replaced by a newer test counts no longer.</summary>
    internal void TestAcknowledged(string pbx, string extension, string testId, PopStep step, double milliseconds) => Note((pbx, extension), e =>
    {
        if (e.LastTest?.Id != testId)
        {
            return e;
        }

        var proof = Better(e.LastTest.Proof, new PopProof(testId, clock.GetUtcNow(), step, milliseconds));
        return e with { LastTest = e.LastTest with { Proof = proof }, Proven = step == PopStep.Notification ? proof : e.Proven };
    });

    // Of one call the notification says most; of several the newest counts.
    private static PopProof Better(PopProof? before, PopProof now) => before is { Step: PopStep.Notification } && before.CallId == now.CallId ? before : now;

    private static ReachReason Judge(int connections, NotificationState? notifications, Evidence evidence, DateTimeOffset now)
    {
        var pending = evidence.LastTest is { Proof: null } test ? test : null;
        return (connections, notifications) switch
        {
            (0, _) => ReachReason.NoPage,
            (_, NotificationState.Denied) => ReachReason.Blocked,
            (_, NotificationState.Off) => ReachReason.TurnedOff,
            _ when pending is not null && now - pending.SentAt < TestWaits => ReachReason.Testing,
            _ when pending is not null && !(evidence.Proven?.At > pending.SentAt) => ReachReason.TestLost,
            (_, null) => ReachReason.Silent,
            (_, NotificationState.Default) => ReachReason.NotAsked,
            (_, not NotificationState.Granted) => ReachReason.NoNotifications,
            _ when evidence.LastTest is { Proof: { Step: not PopStep.Notification } page } && !(evidence.Proven?.At > page.At) => ReachReason.PageOnly,
            _ when evidence.Proven is { } proof && now - proof.At < ProofKeeps => ReachReason.Proven,
            _ => ReachReason.Unproven,
        };
    }

    private static ReachLevel LevelOf(ReachReason reason) => reason switch
    {
        ReachReason.Proven => ReachLevel.Green,
        ReachReason.NoPage or ReachReason.Blocked or ReachReason.TurnedOff or ReachReason.TestLost => ReachLevel.Red,
        _ => ReachLevel.Amber,
    };

    private void Looked(Audience seat)
    {
        if (seat is { Pbx: { Length: > 0 } pbx, Extension: { Length: > 0 } extension } && hub.Notifications(pbx, extension).Where(n => n is not null).Min() is not (null or NotificationState.Granted))
        {
            _evidence.AddOrUpdate((pbx, extension), Evidence.None, (_, e) => e with { Proven = null });
        }
    }

    private void Note((string Pbx, string Extension) seat, Func<Evidence, Evidence> change)
    {
        _evidence.AddOrUpdate(seat, _ => change(Evidence.None), (_, e) => change(e));
        Changed?.Invoke(seat);
    }

    private sealed record Evidence(PopProof? LastPop, TestPop? LastTest, PopProof? Proven)
    {
        public static readonly Evidence None = new(null, null, null);
    }
}
