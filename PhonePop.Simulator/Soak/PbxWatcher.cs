using Microsoft.Extensions.Logging.Abstractions;
using PhonePop.Ami;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Connection;
using PhonePop.Simulator.Office;

namespace PhonePop.Simulator.Soak;

/// <summary>One PhonePop that watches the office, and what it has told.</summary>
internal sealed class PbxWatcher : ICallObserver, IAsyncDisposable
{
    private static readonly TimeSpan Never = TimeSpan.FromDays(20); // also in milliseconds, as sockets count
    private static readonly TimeSpan ListTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5); // CallMonitor's pause after a list that did not end
    private static readonly (TimeSpan Shortest, TimeSpan Longest) Pause = (TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(31));
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (Call Last, int Finals)> _told = [];
    private readonly List<string> _wrong = [];
    private readonly ManualClock _clock;
    private readonly TimeSpan _listInterval;
    private readonly CallMonitor _monitor;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private PbxWatcher(OfficeCase office, int port, string secret, ManualClock clock, TimeSpan listInterval, Stream? received)
    {
        _clock = clock;
        _listInterval = listInterval;
        Dialer = new WatchedDialer { Received = received };
        var options = new CallMonitorOptions
        {
            Name = "main",
            SnapshotInterval = listInterval,
            Devices = OfficePlan.Devices(office),
            Ami = new AmiOptions
            {
                Host = "127.0.0.1",
                Port = port,
                Username = "phonepop",
                Secret = secret,
                ConnectTimeout = Never,
                BannerTimeout = Never,
                ActionTimeout = Never,
                ListTimeout = ListTimeout,
                PingInterval = Never,
                SilenceLimit = Never,
            },
        };
        _monitor = new CallMonitor(options, this, clock, NullLoggerFactory.Instance, Dialer);
        clock.TimerSet += Dialer.Signal;
        _running = _monitor.RunAsync(_stop.Token);
    }

    public WatchedDialer Dialer { get; }

    public IReadOnlyList<Call> Shown => _monitor.Calls;

    public PbxStatus Status => _monitor.Status;

    public bool IsConnected => Dialer.Now.IsConnected;

    /// <summary>Each call that was told of, as it was last.</summary>
    public IReadOnlyList<Call> Told
    {
        get
        {
            lock (_lock)
            {
                return [.. _told.Values.Select(t => t.Last)];
            }
        }
    }

    /// <summary>What was told and may not be: a change after the end, a second end.</summary>
    public IReadOnlyList<string> Wrong
    {
        get
        {
            lock (_lock)
            {
                return [.. _wrong];
            }
        }
    }

    /// <summary>Starts to watch, and returns when the first list is known.</summary>
    /// <param name="office">Who works there.</param>
    /// <param name="port">Of the PBX.</param>
    /// <param name="secret">Of its account.</param>
    /// <param name="clock">The time.</param>
    /// <param name="listInterval">Between lists; null: the first list only.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="received">Takes a copy of what is received.</param>
    public static async Task<PbxWatcher> StartAsync(
        OfficeCase office, int port, string secret, ManualClock clock, TimeSpan? listInterval, CancellationToken cancellationToken, Stream? received = null)
    {
        var watcher = new PbxWatcher(office, port, secret, clock, listInterval ?? Never, received);
        await watcher.Dialer.UntilAsync(() => watcher.Status.State == PbxState.Connected, cancellationToken).ConfigureAwait(false);
        return watcher;
    }

    /// <summary>Waits until all before this mark has been read.</summary>
    /// <returns>False when the connection ended before.</returns>
    public async Task<bool> ReadToAsync(int mark, CancellationToken cancellationToken)
    {
        await Dialer.UntilAsync(() => Dialer.Now.Mark >= mark || !IsConnected, cancellationToken).ConfigureAwait(false);
        return Dialer.Now.Mark >= mark;
    }

    /// <summary>Asks for a list; rows that wait are sent by <paramref name="release"/>.</summary>
    /// <returns>False when the connection ended meanwhile.</returns>
    public async Task<bool> ListAsync(Action release, CancellationToken cancellationToken)
    {
        var lists = Dialer.Now.ListsCompleted;
        if (!await BeginListAsync(cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        release();
        await Dialer.UntilAsync(() => Dialer.Now.ListsCompleted > lists || !IsConnected, cancellationToken).ConfigureAwait(false);
        return Dialer.Now.ListsCompleted > lists;
    }

    /// <summary>Asks for a list, unless one is coming, and returns when it begins to come.</summary>
    /// <returns>False when the connection ended meanwhile.</returns>
    public async Task<bool> BeginListAsync(CancellationToken cancellationToken)
    {
        var lists = Dialer.Now.ListsStarted;
        await Dialer.UntilAsync(() => Dialer.Now.IsListing || !IsConnected || _clock.IsSet(_listInterval, _listInterval), cancellationToken).ConfigureAwait(false);
        if (Dialer.Now.IsListing || !IsConnected)
        {
            return IsConnected;
        }

        _clock.AdvanceToTimer(_listInterval);
        await Dialer.UntilAsync(() => Dialer.Now.ListsStarted > lists || !IsConnected, cancellationToken).ConfigureAwait(false);
        return Dialer.Now.ListsStarted > lists;
    }

    /// <summary>Lets the time pass after which a list that does not end is given up, and the next one begin.</summary>
    public async Task GiveUpListAsync(CancellationToken cancellationToken)
    {
        var lists = Dialer.Now.ListsStarted;

        // A list may begin to come before who asked for it has set the time limit: time must not pass before that.
        while (IsConnected && !_clock.IsSet(Retry, Retry))
        {
            await Dialer.UntilAsync(() => !IsConnected || _clock.IsSet(Retry, Retry) || _clock.IsSet(ListTimeout, ListTimeout), cancellationToken).ConfigureAwait(false);
            if (!_clock.IsSet(Retry, Retry))
            {
                _clock.AdvanceToTimer(ListTimeout);
            }
        }

        Dialer.ForgetList();
        _clock.AdvanceToTimer(Retry);
        await Dialer.UntilAsync(() => Dialer.Now.ListsStarted > lists || !IsConnected, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets the pauses between attempts pass until there is a connection again, and its first list.</summary>
    public async Task ReconnectAsync(Action release, CancellationToken cancellationToken)
    {
        do
        {
            while (!IsConnected)
            {
                await Dialer.UntilAsync(() => IsConnected || _clock.IsSet(Pause.Shortest, Pause.Longest), cancellationToken).ConfigureAwait(false);
                if (!IsConnected)
                {
                    _clock.Advance(Pause.Longest); // never during a login: it has time limits of its own
                }
            }

            await Dialer.UntilAsync(() => Dialer.Now.StartedHere > 0 || !IsConnected, cancellationToken).ConfigureAwait(false);
            release();
            await Dialer.UntilAsync(() => Dialer.Now.CompletedHere > 0 || !IsConnected, cancellationToken).ConfigureAwait(false);
        }
        while (!IsConnected || Dialer.Now.CompletedHere == 0);
    }

    public void CallChanged(Call call)
    {
        lock (_lock)
        {
            var before = _told.GetValueOrDefault(call.Id);
            if (before.Finals > 0)
            {
                _wrong.Add($"{call.Id} is told of after its end ({call.Phase}{(call.IsFinal ? ", final" : "")})");
            }

            _told[call.Id] = (call, before.Finals + (call.IsFinal ? 1 : 0));
        }
    }

    public void ConversationChanged(Conversation conversation)
    {
    }

    public void PbxChanged(PbxStatus status) => Dialer?.Signal(); // told once before the dialer is there

    public async ValueTask DisposeAsync()
    {
        _clock.TimerSet -= Dialer.Signal;
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _monitor.Dispose();
        _stop.Dispose();
    }
}
