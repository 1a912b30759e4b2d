using PhonePop.Ami.Calls;
using PhonePop.Ami.Connection;

namespace PhonePop.Ami;

/// <summary>Puts together how we stand with a PBX, and tells the observer when it changes.</summary>
internal sealed class PbxStatusKeeper(CallMonitorOptions options, TimeProvider clock, ICallObserver observer)
{
    private const string LateList =
        "The list of channels does not come in time; it is asked for again. Until then calls that began before PhonePop connected stay uncertain, and errors are not corrected.";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _repairs = new(StringComparer.Ordinal);
    private IReadOnlyList<PbxRepair> _recentRepairs = [];
    private AmiSession? _session;
    private string? _listMissing;
    private string? _queuesRefused;
    private PbxTraffic _earlier; // of the sessions before this one
    private PbxTerms? _terms;
    private long _countedMessages;
    private long _countedAt = clock.GetTimestamp();
    private PbxStatus _current = new() { Name = options.Name, State = PbxState.Connecting, Since = clock.GetUtcNow(), Address = options.Ami.Address };

    public PbxStatus Current => Volatile.Read(ref _current);

    public void ConnectionChanged(AmiConnectionStatus status)
    {
        var state = status.State switch
        {
            AmiConnectionState.Refused => PbxState.Refused,
            AmiConnectionState.Stopped => PbxState.Stopped,
            AmiConnectionState.Reconnecting => Current.State is PbxState.Connecting && _session is null && status.Problem is null ? PbxState.Connecting : PbxState.Reconnecting,
            _ => Current.State, // logged in is not yet connected: the first list decides
        };
        Change(current => current with { State = state, Problem = status.Problem });
    }

    public void SessionOpened(AmiSession session)
    {
        lock (_gate)
        {
            _earlier += TrafficOf(_session);
            _session = session;
            _terms = null;
            _listMissing = null;
            _queuesRefused = null;
            _countedMessages = 0;
            _countedAt = clock.GetTimestamp();
        }

        _ = RefreshWhenLearnedAsync(session);
    }

    public void FirstListDone() => Change(current => current with { State = PbxState.Connected, Problem = null });

    /// <summary>The PBX gives no list of channels: said with what it costs, since not every account may ask for its rights.</summary>
    public void ListRefused(string answer)
    {
        lock (_gate)
        {
            _listMissing = $"The list of channels was refused ({answer}; add write = reporting): calls that began before PhonePop connected are missing, and errors are not corrected.";
        }

        Refresh();
    }

    /// <summary>The PBX begins no list of channels, or does not end it in time: calls of before the connection stay uncertain until one comes.</summary>
    /// <returns>False when that was known already.</returns>
    public bool ListLate()
    {
        lock (_gate)
        {
            if (_listMissing == LateList)
            {
                return false;
            }

            _listMissing = LateList;
        }

        Refresh();
        return true;
    }

    /// <summary>A list of channels was complete.</summary>
    public void ListCame()
    {
        lock (_gate)
        {
            if (_listMissing is null)
            {
                return;
            }

            _listMissing = null;
        }

        Refresh();
    }

    /// <summary>The PBX does not list the members of its queues: only what events tell of them is known.</summary>
    public void QueuesRefused(string answer)
    {
        lock (_gate)
        {
            _queuesRefused = answer;
        }

        Refresh();
    }

    public void CountRepair(string kind, string evidence)
    {
        lock (_gate)
        {
            _repairs[kind] = _repairs.GetValueOrDefault(kind) + 1;
            _recentRepairs = [new PbxRepair(clock.GetUtcNow(), kind, evidence), .. _recentRepairs.Take(PbxRepair.Remembered - 1)];
        }
    }

    /// <summary>Reads the session's counters. Called every few seconds.</summary>
    public void Refresh()
    {
        if (_session is not { } session)
        {
            return;
        }

        Change(current =>
        {
            var messages = session.MessagesReceived;
            var rate = current.EventsPerSecond;
            if (clock.GetElapsedTime(_countedAt) is { TotalSeconds: >= 1 } elapsed)
            {
                rate = Math.Round((messages - _countedMessages) / elapsed.TotalSeconds, 1); // of less than a second the answers to the login would make thousands
                (_countedMessages, _countedAt) = (messages, clock.GetTimestamp());
            }

            return current with
            {
                Version = session.AsteriskVersion ?? current.Version,
                Limitations = _listMissing is { } missing ? [missing, .. session.Limitations.Where(l => !l.Contains("list channels", StringComparison.Ordinal))] : session.Limitations,
                QueuesRefused = _queuesRefused,
                EventsPerSecond = rate,
                Lag = session.Lag,
                Terms = _terms ?? current.Terms,
                ActionsWaiting = session.ActionsWaiting,
                Traffic = _earlier + TrafficOf(session),
                BadMessages = session.BadMessages,
                Repairs = _repairs.Count == current.Repairs.Count && _repairs.All(r => current.Repairs.GetValueOrDefault(r.Key) == r.Value) ? current.Repairs : new Dictionary<string, long>(_repairs),
                RecentRepairs = _recentRepairs,
            };
        });
    }

    private async Task RefreshWhenLearnedAsync(AmiSession session)
    {
        await session.Learned.ConfigureAwait(false); // never fails
        lock (_gate)
        {
            _terms = session != _session ? _terms : new PbxTerms
            {
                ManagerVersion = session.Version.ToString(),
                EventMask = session.EventMask,
                IsMaskTaken = session.IsMaskTaken,
                Filters = FiltersOf(session.EventFilters),
                FilterCount = session.EventFilters == EventFilterState.Set ? session.FilterCount : 0,
                AllowedActions = session.AllowedActions,
            };
        }

        Refresh();
    }

    private static PbxTraffic TrafficOf(AmiSession? session) => session is null ? default : new(session.MessagesReceived, session.MessagesSkipped, session.BadMessages);

    private static PbxFilters FiltersOf(EventFilterState state) => state switch
    {
        EventFilterState.NotAsked => PbxFilters.NotAsked,
        EventFilterState.Set => PbxFilters.Set,
        EventFilterState.NotAllowed => PbxFilters.NotAllowed,
        EventFilterState.GivenUp => PbxFilters.GivenUp,
        _ => PbxFilters.Refused,
    };

    private void Change(Func<PbxStatus, PbxStatus> change)
    {
        PbxStatus next;
        lock (_gate)
        {
            next = change(_current);
            if (next == _current)
            {
                return;
            }

            if (next.State != _current.State)
            {
                next = next with { Since = clock.GetUtcNow() };
            }

            Volatile.Write(ref _current, next);
            observer.PbxChanged(next);
        }
    }
}
