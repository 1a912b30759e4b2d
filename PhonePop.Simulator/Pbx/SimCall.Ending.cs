namespace PhonePop.Simulator.Pbx;

// How a call ends: a phone refuses, the caller gives up, somebody hangs up.
public sealed partial class SimCall
{
    /// <summary>A phone that rings refuses; of an extension with several the first. When it was the last, the call is over.</summary>
    public void Reject(string by, RejectReason reason = RejectReason.Busy)
    {
        lock (_switch.Lock)
        {
            var leg = RingingLeg(by);
            var cause = reason switch { RejectReason.Busy => HangupCause.Busy, RejectReason.Declined => HangupCause.Declined, _ => HangupCause.NoAnswer };
            _ringing.Remove(leg);
            if (_switch.Dialect.Release == AsteriskRelease.Asterisk22)
            {
                _switch.Dialect.HangupRequested(leg, cause);
            }

            var status = _switch.Dialect.StatusOf(reason);
            _switch.Dialect.DialEnded(_caller, leg, status);
            _switch.HangUp(leg, cause);
            _happened($"{Who(leg)} does not take {Who(_caller)}");
            if (_ringing.Count == 0 && _queue is null)
            {
                _switch.DialOver(_caller, status);
                _caller.Place.Priority++;
                _switch.Dialect.SoftHangup(_caller, 16, null);
                _switch.HangUp(_caller, reason == RejectReason.Declined ? cause with { TechCause = 403 } : cause);
                Over();
            }
        }
    }

    /// <summary>Somebody hangs up: an extension or <see cref="Customer"/>. Before the answer the caller gives up, or a phone refuses.</summary>
    public void HangUp(string by = Customer)
    {
        lock (_switch.Lock)
        {
            if (IsOver)
            {
                return; // both may hang up at once
            }

            if (_callee is null && !Is(_caller, by))
            {
                Reject(by, RejectReason.Declined);
            }
            else if (_callee is null)
            {
                GiveUp();
            }
            else
            {
                HangUpTalking(Is(_caller, by) ? _caller : Is(_callee, by) ? _callee : throw NotHere(by));
            }
        }
    }

    /// <summary>Ends it, whatever it is doing, as if the caller hung up.</summary>
    public void End()
    {
        lock (_switch.Lock)
        {
            if (!IsOver)
            {
                HangUp(_caller.Extension ?? Customer);
            }
        }
    }

    private void GiveUp()
    {
        _happened($"{Who(_caller)} gives up");
        if (_queue is { } queue)
        {
            Abandon(queue);
        }
        else
        {
            // CANCEL before the answer; a caller who had been connected before (a transfer) says BYE.
            var (cause, phones) = _caller.State == SimChannelState.Up ? (HangupCause.Normal, HangupCause.Normal) : _switch.Dialect.GivenUp;
            _switch.Dialect.HangupRequested(_caller, cause);
            _ringing.ForEach(leg => _switch.Dialect.DialEnded(_caller, leg, "CANCEL"));
            _ringing.ForEach(leg => _switch.HangUp(leg, phones));
            _switch.DialOver(_caller, "CANCEL");
            _switch.Dialect.SoftHangup(_caller, 16, cause.TechCause);
            _switch.HangUp(_caller, cause);
        }

        Over();
    }

    private void HangUpTalking(SimChannel by)
    {
        var other = by == _caller ? _callee! : _caller;
        _switch.Dialect.HangupRequested(by, _queue is not null && by == _caller ? null : HangupCause.Normal); // as recorded
        CompleteAgent(by == _caller ? "caller" : "agent");
        _switch.StopMusic(other);
        EndPair(by, other);
        _happened($"{Who(by)} hangs up on {Who(other)}");
        Over();
    }

    // Two who are bridged part for good. Who dialled the other is the last to go.
    private void EndPair(SimChannel first, SimChannel second)
    {
        var bridge = first.Bridge;
        _switch.Leave(first);
        _switch.Leave(second);
        _switch.Destroy(bridge);
        var (caller, dialled) = first.Place.HasPbx ? (first, second) : (second, first);
        if (!_switch.Dialect.IsClassic)
        {
            _switch.Dialect.SoftHangup(caller, 16, null);
        }

        _switch.HangUp(dialled, HangupCause.Normal);
        if (_switch.Dialect.IsClassic)
        {
            _switch.DialOver(caller, "ANSWER");
            _switch.Dialect.SoftHangup(caller, 16, null);
        }

        _switch.HangUp(caller, HangupCause.Normal);
    }

    private void Over()
    {
        _ringing.Clear();
        _answered.TrySetCanceled();
        _ended.TrySetResult();
        _over(this);
    }
}
