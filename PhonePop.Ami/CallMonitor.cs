using Microsoft.Extensions.Logging;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Channels;
using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;
using PhonePop.Ami.Queues;

namespace PhonePop.Ami;

/// <summary>
/// Watches one PBX: the connection, the model behind it, and the lists that keep it true. The model has one owner at a time: the thread
/// that reads the socket, or the timer that ends what is torn; a lock that is hardly ever contended passes it between them.
/// </summary>
public sealed partial class CallMonitor : IAmiMessageHandler, IDisposable
{
    private static readonly TimeSpan StatusInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly CallMonitorOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<CallMonitor> _logger;
    private readonly AmiConnection _connection;
    private readonly CallModel _model;
    private readonly QueueBook _queues;
    private readonly ITimer _deadline;
    private readonly PbxStatusKeeper _status;
    private readonly HashSet<string> _useless = new(StringComparer.Ordinal);
    private bool _hasSession;
    private bool _wasWatched;
    private AmiSession? _session;
    private DateTimeOffset? _armed; // what the timer is set to

    /// <summary>Makes a monitor; <see cref="RunAsync"/> starts it.</summary>
    /// <param name="options">Which PBX, and how.</param>
    /// <param name="observer">Is told of each change, on the reading thread: it must neither block nor throw.</param>
    /// <param name="clock">The clock of all timers and times.</param>
    /// <param name="loggers">For the log.</param>
    /// <param name="dialer">Opens the connection; TCP and TLS when null.</param>
    public CallMonitor(CallMonitorOptions options, ICallObserver observer, TimeProvider clock, ILoggerFactory loggers, IAmiDialer? dialer = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        _options = options;
        _clock = clock;
        _logger = loggers.CreateLogger<CallMonitor>();
        _status = new PbxStatusKeeper(options, clock, observer);
        var devices = new OperatorDevices(options.OperatorExtensions, options.Devices);
        _model = new CallModel(options.Name, devices, clock, observer) { Repaired = OnRepaired };
        _queues = new QueueBook(options.Name, devices, observer.QueueMemberChanged);
        _model.Recall(options.KnownCalls, options.KnownUntil);
        _deadline = clock.CreateTimer(static s => ((CallMonitor)s!).OnDeadline(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var ami = options.SnapshotsOnly ? options.Ami with { EventMask = "system,call" } : options.Ami;
        _connection = new AmiConnection(ami, dialer ?? new TcpAmiDialer(), this, clock, loggers.CreateLogger<AmiConnection>()) { StatusChanged = _status.ConnectionChanged, Tap = options.Tap };
    }

    /// <summary>How we stand with the PBX.</summary>
    public PbxStatus Status => _status.Current;

    /// <summary>The calls that have not ended.</summary>
    public IReadOnlyList<Call> Calls
    {
        get
        {
            lock (_gate)
            {
                return _model.Calls;
            }
        }
    }

    /// <summary>The conversations that have not ended.</summary>
    public IReadOnlyList<Conversation> Conversations
    {
        get
        {
            lock (_gate)
            {
                return _model.Conversations;
            }
        }
    }

    /// <summary>Watches until cancelled. Never gives up: a lost or refused connection is tried again.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var statusTimer = _clock.CreateTimer(static s => ((PbxStatusKeeper)s!).Refresh(), _status, StatusInterval, StatusInterval);
        await _connection.RunAsync(WatchAsync, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose() => _deadline.Dispose();

    IReadOnlyList<string> IAmiMessageHandler.EventNames
    {
        get
        {
            lock (_gate)
            {
                return _options.SnapshotsOnly ? ["Hangup", "Shutdown"] : [.. _model.EventNames, .. QueueBook.EventNames];
            }
        }
    }

    bool IAmiMessageHandler.Wants(ReadOnlySpan<byte> eventName) =>
        _options.SnapshotsOnly ? eventName.SequenceEqual("Hangup"u8) || eventName.SequenceEqual("Shutdown"u8) : _model.Wants(eventName) || QueueBook.Wants(eventName);

    void IAmiMessageHandler.OnEvent(AmiMessage message)
    {
        lock (_gate)
        {
            if (QueueBook.Wants(message.Event))
            {
                _queues.Apply(message);
                return;
            }

            _model.Apply(message);
            ArmDeadline();
        }
    }

    void IAmiMessageHandler.OnBatchEnd(long receivedAt)
    {
    }

    void IAmiMessageHandler.OnOpened(AmiVersion version)
    {
        lock (_gate)
        {
            _model.Open(version);
        }
    }

    void IAmiMessageHandler.OnClosed(Exception reason)
    {
        lock (_gate)
        {
            _model.AbandonList();
            if (_hasSession)
            {
                _hasSession = false;
                _model.SetUncertain(true);
            }
        }
    }

    private async Task WatchAsync(AmiSession session, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _hasSession = true;
            _session = session;
            _useless.Clear();
        }

        _status.SessionOpened(session);
        var interval = _options.SnapshotsOnly ? TimeSpan.FromSeconds(1) : _options.SnapshotInterval;
        var queuesAsked = _clock.GetTimestamp();
        var before = Calls;
        var holds = Task.CompletedTask;
        for (var isFirst = true; ;)
        {
            Learn(session, AmiAction.BridgeList, cancellationToken);
            var listing = ListAsync(session, isFirst, cancellationToken);
            if (isFirst)
            {
                Learn(session, AmiAction.ParkedCalls, cancellationToken);
            }

            if (isFirst || _clock.GetElapsedTime(queuesAsked) >= _options.SnapshotInterval)
            {
                queuesAsked = _clock.GetTimestamp();
                Learn(session, AmiAction.QueueStatus, cancellationToken, withCallers: isFirst);
            }

            var listed = await listing.ConfigureAwait(false);
            if (isFirst && listed)
            {
                SayWhatChanged(before);
                holds = AskHoldsAsync(session, cancellationToken);
            }

            isFirst &= !listed;
            _status.FirstListDone();
            await Task.Delay(listed || interval < RetryInterval ? interval : RetryInterval, _clock, cancellationToken).ConfigureAwait(false);
            if (holds.IsFaulted)
            {
                await holds.ConfigureAwait(false); // a fault of the model ends the session and is said, as in a list
            }
        }
    }

    // After a gap: how much of what was shown still held.
    private void SayWhatChanged(IReadOnlyList<Call> before)
    {
        if (!_wasWatched)
        {
            _wasWatched = true;
            return;
        }

        var (now, then) = (Calls.Select(static c => c.Id).ToHashSet(), before.Select(static c => c.Id).ToHashSet());
        CallMonitorLog.ListedAfterGap(_logger, _options.Name, now.Count(then.Contains), then.Count(c => !now.Contains(c)), now.Count(c => !then.Contains(c)));
    }

    /// <returns>False when the PBX did not answer in time: it is asked again soon, and nothing is concluded.</returns>
    private async Task<bool> ListAsync(AmiSession session, bool isFirst, CancellationToken cancellationToken)
    {
        try
        {
            var result = await session.SendListAsync(AmiAction.CoreShowChannels, new ListRows(this, isFirst), cancellationToken).ConfigureAwait(false);
            if (result.Success)
            {
                _status.ListCame();
            }
            else if (isFirst)
            {
                CallMonitorLog.ListRefused(_logger, _options.Name, result.Message);
                _status.ListRefused(result.Message);
                lock (_gate)
                {
                    _model.DoWithoutList();
                    _model.SetUncertain(false);
                }
            }

            return true;
        }
        catch (TimeoutException)
        {
            if (_status.ListLate())
            {
                CallMonitorLog.ListLate(_logger, _options.Name);
            }

            DoWithoutFirstList();
            return false;
        }
    }

    /// <summary>The list does not come in time: what events tell is shown all the same.</summary>
    internal void DoWithoutFirstList()
    {
        lock (_gate)
        {
            _model.AbandonList();
            _model.BelieveEvents();
        }
    }

    // What rows of channels do not say: which bridges are parking lots, who waits in which queue, who is parked where. Nobody waits for it: a PBX that
    // refuses or never answers costs a label and no time, and is not asked again in this session. Bridges are asked for before each list of channels,
    // so that they are known when the channels in them come: of a parked caller and who parked it, nobody must see a call.
    private void Learn(AmiSession session, AmiAction action, CancellationToken cancellationToken, bool withCallers = true)
    {
        lock (_gate)
        {
            if (_useless.Contains(action.Name) || (action == AmiAction.BridgeList && !_model.HasBridges))
            {
                return;
            }
        }

        _ = ListOthersAsync(session, action, action == AmiAction.QueueStatus ? new QueueRows(this, withCallers) : new OtherRows(this), cancellationToken);
    }

    private async Task ListOthersAsync(AmiSession session, AmiAction action, IAmiRowHandler rows, CancellationToken cancellationToken)
    {
        try
        {
            var result = await session.SendListAsync(action, rows, cancellationToken).ConfigureAwait(false);
            if (result.Success)
            {
                return;
            }

            if (action == AmiAction.QueueStatus)
            {
                _status.QueuesRefused(result.Message);
            }
        }
        catch (Exception)
        {
            // Whatever ended it, the connection or the time, the list of channels says so: nobody waits for this one.
        }

        lock (_gate)
        {
            if (_session == session) // what an earlier connection did not answer, this one may
            {
                _useless.Add(action.Name);
            }
        }
    }

    private void OnDeadline()
    {
        lock (_gate)
        {
            _model.RunDeadlines();
            _armed = null;
            ArmDeadline();
        }
    }

    // After each event: a timer that is set already is left alone.
    private void ArmDeadline()
    {
        if (_model.NextDeadline == _armed)
        {
            return;
        }

        _armed = _model.NextDeadline;
        if (_model.UntilDeadline is { } due)
        {
            _deadline.Change(due > TimeSpan.Zero ? due : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }
    }

    private void OnRepaired(string kind, string evidence)
    {
        if (_options.SnapshotsOnly)
        {
            return; // there a list brings the news, and corrects nothing
        }

        evidence = MaskedText.Of(evidence);
        _status.CountRepair(kind, evidence);
        CallMonitorLog.Repaired(_logger, _options.Name, kind, evidence);
    }
}
