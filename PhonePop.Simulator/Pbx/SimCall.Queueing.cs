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
        foreach (var extension in queue.Members.Where(member => !_switch.IsBusy(member)))
        {
            foreach (var device in _switch.DevicesOf(extension))
            {
                var leg = _switch.NewDialled(_caller, extension, device, "AppQueue");
                _ringing.Add(leg);
                _switch.Dialect.AgentCalled(_caller, leg, queue);
            }
        }

        foreach (var leg in _ringing)
        {
            _switch.SetState(leg, SimChannelState.Ringing);
            _switch.Connect(leg, _caller);
            _switch.Dialect.Rings(_caller, leg);
        }

        _happened($"{Who(_caller)} waits in {queue.Name}, rings {string.Join(", ", Ringing)}");
    }

    private void AnswerInQueue(SimChannel taker, List<SimChannel> losers)
    {
        _holdSeconds = SecondsSince(_caller.Place.WaitsSince);
        _switch.Dialect.DialEnded(_caller, taker, "ANSWER");
        losers.ForEach(loser => _switch.Dialect.DialEnded(_caller, loser, "CANCEL"));
        _switch.Connect(_caller, taker);
        losers.ForEach(loser => _switch.Dialect.DialEnded(_caller, loser, "CANCEL")); // it is said twice
        _switch.StopMusic(_caller);
        LeaveQueue();
        _queue!.Completed++;
        _switch.Dialect.AgentConnected(_caller, taker, _queue, _holdSeconds);
        losers.ForEach(loser => _switch.HangUp(loser, HangupCause.Elsewhere));
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

        _ringing.ForEach(leg => _switch.Dialect.DialEnded(_caller, leg, "CANCEL"));
        _ringing.ForEach(leg => _switch.Dialect.DialEnded(_caller, leg, "CANCEL"));
        queue.Abandoned++;
        _switch.Dialect.QueueAbandoned(_caller, queue, queue.Callers.IndexOf(_caller) + 1, SecondsSince(_caller.Place.WaitsSince));
        LeaveQueue();
        _switch.Dialect.SoftHangup(_caller, 16, null);
        _ringing.ForEach(leg => _switch.HangUp(leg, phones));
        _switch.HangUp(_caller, cause);
    }

    // The queue's part ends when its member hangs up, is hung up on, or passes the caller on.
    private void CompleteAgent(string reason)
    {
        if (_queue is { } queue)
        {
            _queue = null;
            _switch.Dialect.AgentCompleted(_caller, _callee!, queue, _holdSeconds, SecondsSince(_answeredAt), reason);
        }
    }

    private int SecondsSince(DateTimeOffset time) => (int)(_switch.Now - time).TotalSeconds;
}
