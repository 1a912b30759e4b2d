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
        _caller.Priority++;
        _caller.Application = "Queue";
        _caller.ApplicationData = $"{queue.Name},tT,,,90";
        _caller.WaitsIn = queue;
        _caller.WaitsSince = _switch.Now;
        queue.Callers.Add(_caller);
        _switch.Tell(Dialect22.QueueEvent("QueueCallerJoin", _caller, queue).Add("Position", queue.Callers.Count).Add("Count", queue.Callers.Count), "agent");
        _switch.StartMusic(_caller);
        foreach (var extension in queue.Members.Where(member => !_switch.IsBusy(member)))
        {
            var leg = _switch.NewDialled(_caller, extension, "AppQueue");
            _ringing.Add(leg);

            // DialBegin shows the leg as it was made, AgentCalled as it will ring: so 22 sends them.
            var begin = Dialect22.DialEvent("DialBegin", _caller, leg).Add("DialString", leg.Device);
            (leg.ConnectedNumber, leg.ConnectedName, leg.Exten) = (_caller.Number, _caller.CallerName, _caller.Exten);
            leg.DialledBy = _caller;
            _switch.Tell(Dialect22.AgentEvent("AgentCalled", _caller, leg, queue), "agent");
            _switch.Tell(begin);
        }

        foreach (var leg in _ringing)
        {
            _switch.SetState(leg, SimChannelState.Ringing);
            _switch.Connect(leg, _caller);
            _switch.DialRinging(_caller, leg);
        }

        _happened($"{Who(_caller)} waits in {queue.Name}, rings {string.Join(", ", _ringing.Select(Who))}");
    }

    private void AnswerInQueue(SimChannel taker, List<SimChannel> losers)
    {
        _holdSeconds = (int)(_switch.Now - _caller.WaitsSince).TotalSeconds;
        _switch.DialEnd(_caller, taker, "ANSWER");
        losers.ForEach(loser => _switch.DialEnd(_caller, loser, "CANCEL"));
        _switch.Connect(_caller, taker);
        losers.ForEach(loser => _switch.DialEnd(_caller, loser, "CANCEL")); // 22 says it twice
        _switch.StopMusic(_caller);
        LeaveQueue();
        _queue!.Completed++;
        var connected = Dialect22.AgentEvent("AgentConnect", _caller, taker, _queue).Add("HoldTime", _holdSeconds).Add("RingTime", _holdSeconds);
        _switch.Tell(connected, "agent");
        losers.ForEach(loser => _switch.HangUp(loser, HangupCause.Elsewhere));
    }

    private void LeaveQueue()
    {
        var position = _queue!.Callers.IndexOf(_caller) + 1;
        _queue.Callers.Remove(_caller);
        _caller.WaitsIn = null;
        _switch.Tell(Dialect22.QueueEvent("QueueCallerLeave", _caller, _queue).Add("Position", position).Add("Count", _queue.Callers.Count), "agent");
    }

    private void Abandon(SimQueue queue)
    {
        _switch.RequestHangup(_caller, null);
        _switch.StopMusic(_caller);
        _ringing.ForEach(leg => _switch.DialEnd(_caller, leg, "CANCEL"));
        _ringing.ForEach(leg => _switch.DialEnd(_caller, leg, "CANCEL"));
        var position = queue.Callers.IndexOf(_caller) + 1;
        queue.Abandoned++;
        _switch.Tell(
            Dialect22.QueueEvent("QueueCallerAbandon", _caller, queue).Add("Position", position).Add("OriginalPosition", position)
                .Add("HoldTime", (int)(_switch.Now - _caller.WaitsSince).TotalSeconds),
            "agent");
        LeaveQueue();
        _switch.SoftHangup(_caller);
        _ringing.ForEach(leg => _switch.HangUp(leg, HangupCause.Abandoned));
        _switch.HangUp(_caller, HangupCause.Abandoned);
    }

    // The queue's part ends when its member hangs up, is hung up on, or passes the caller on.
    private void CompleteAgent(string reason)
    {
        if (_queue is { } queue)
        {
            _queue = null;
            _switch.Tell(
                Dialect22.AgentEvent("AgentComplete", _caller, _callee!, queue)
                    .Add("HoldTime", _holdSeconds).Add("TalkTime", (int)(_switch.Now - _answeredAt).TotalSeconds).Add("Reason", reason),
                "agent");
        }
    }
}
