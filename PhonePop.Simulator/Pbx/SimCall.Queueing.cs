namespace PhonePop.Simulator.Pbx;

// Queue: the caller hears music, members ring, one takes the call.
public sealed partial class SimCall
{
    private SimQueue? _queue;
    private int _holdSeconds;

    internal void Enqueue(SimQueue queue)
    {
        _queue = queue;
        _switch.SetState(_caller, SimChannelState.Up);
        _caller.Place.Priority++;
        _caller.Place.Application = "Queue";
        _caller.Place.ApplicationData = $"{queue.Name},tT,,,90";
        _caller.Place.WaitsIn = queue;
        _caller.Place.WaitsSince = _switch.Now;
        queue.Callers.Add(_caller);
        _switch.Dialect.QueueJoined(_caller, queue);
        _switch.StartMusic(_caller);
        CallMembers(queue);
    }

    private void CallMembers(SimQueue queue)
    {
        foreach (var extension in queue.Members.Where(member => !_switch.IsBusy(member) && !queue.Standing[member].Paused))
        {
            if (queue.ThroughLocals)
            {
                CallThrough(extension, kept: false, one => _switch.Dialect.AgentCalled(_caller, one, queue));
                continue;
            }

            foreach (var device in _switch.DevicesOf(extension))
            {
                var leg = _switch.NewDialled(_caller, extension, device, "AppQueue");
                _ringing.Add(leg);
                _switch.Dialect.AgentCalled(_caller, leg, queue);
            }
        }

        foreach (var legs in _ringing.GroupBy(leg => leg.Via).Where(group => group.Key is not null).ToList())
        {
            RingThrough(_caller, legs.Key!, [.. legs]);
        }

        foreach (var leg in _ringing.Where(leg => leg.Via is null))
        {
            _switch.SetState(leg, SimChannelState.Ringing);
            _switch.Connect(leg, _caller);
            _switch.Dialect.Rings(_caller, leg);
        }

        _happened($"{Who(_caller)} waits in {queue.Name}, rings {string.Join(", ", Ringing)}");
    }

    /// <summary>Nobody answers for a while: the phones of the queue's members stop, and the caller waits on.</summary>
    /// <exception cref="InvalidOperationException">It rings for no queue.</exception>
    public void RingTimesOut()
    {
        lock (_switch.Lock)
        {
            if (_queue is not { } queue || _ringing.Count == 0)
            {
                throw new InvalidOperationException($"Call {Id} rings for no queue.");
            }

            var legs = _ringing.ToList();
            _ringing.Clear();
            foreach (var front in Fronts(legs))
            {
                _switch.Dialect.DialEnded(_caller, front, "NOANSWER");
                _switch.Dialect.AgentDidNotAnswer(_caller, front, queue, SecondsSince(_caller.Place.WaitsSince));
            }

            HangUpLegs(legs, HangupCause.Normal);
            _happened($"Nobody of {queue.Name} answers {Who(_caller)}");
        }
    }

    /// <summary>The queue tries its members again, those who have no call.</summary>
    /// <exception cref="InvalidOperationException">The caller waits in no queue, or phones ring.</exception>
    public void RingMembers()
    {
        lock (_switch.Lock)
        {
            CallMembers(_caller.Place.WaitsIn is { } queue && _ringing.Count == 0 ? queue : throw new InvalidOperationException($"Call {Id} waits in no queue, or rings."));
        }
    }

    private void AnswerInQueue(SimChannel taker, List<SimChannel> losers)
    {
        _holdSeconds = SecondsSince(_caller.Place.WaitsSince);
        _switch.Dialect.DialEnded(_caller, _dialEndsAs ?? taker, "ANSWER");
        var fronts = Fronts(losers);
        fronts.ForEach(loser => _switch.Dialect.DialEnded(_caller, loser, "CANCEL"));
        _switch.Connect(_caller, taker);
        fronts.ForEach(loser => _switch.Dialect.DialEnded(_caller, loser, "CANCEL")); // it is said twice
        _switch.StopMusic(_caller);
        LeaveQueue();
        _queue!.Completed++;
        _switch.Dialect.AgentConnected(_caller, taker, _queue, _holdSeconds);
        HangUpLegs(losers, HangupCause.Elsewhere);
    }

    private void LeaveQueue()
    {
        var position = _queue!.Callers.IndexOf(_caller) + 1;
        _queue.Callers.Remove(_caller);
        _caller.Place.WaitsIn = null;
        _switch.Dialect.QueueLeft(_caller, _queue, position);
    }

    private void Abandon(SimQueue queue)
    {
        var (cause, phones) = _switch.Dialect.Abandoned;
        _switch.Dialect.HangupRequested(_caller, null);
        if (!_switch.Dialect.IsClassic)
        {
            _switch.StopMusic(_caller); // 11 lets the music die with the channel
        }

        var fronts = Fronts(_ringing);
        fronts.ForEach(front => _switch.Dialect.DialEnded(_caller, front, "CANCEL"));
        fronts.ForEach(front => _switch.Dialect.DialEnded(_caller, front, "CANCEL"));
        queue.Abandoned++;
        _switch.Dialect.QueueAbandoned(_caller, queue, queue.Callers.IndexOf(_caller) + 1, SecondsSince(_caller.Place.WaitsSince));
        LeaveQueue();
        _switch.Dialect.SoftHangup(_caller, 16, null);
        HangUpLegs(_ringing, phones);
        _switch.HangUp(_caller, cause);
    }

    // The queue's part ends when its member hangs up, is hung up on, or passes the caller on.
    private void CompleteAgent(string reason)
    {
        if (_queue is { } queue)
        {
            _queue = null;
            _switch.Dialect.AgentCompleted(_caller, SimLocal.Front(_callee!), queue, _holdSeconds, SecondsSince(_answeredAt), reason);
            _switch.CountMember(queue, _callee!.Extension ?? "");
        }
    }

    private int SecondsSince(DateTimeOffset time) => (int)(_switch.Now - time).TotalSeconds;
}
