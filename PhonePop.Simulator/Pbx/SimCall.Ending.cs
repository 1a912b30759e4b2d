namespace PhonePop.Simulator.Pbx;

// How a call ends: the caller gives up, somebody hangs up.
public sealed partial class SimCall
{
    /// <summary>Somebody hangs up: an extension or <see cref="Customer"/>. Before the answer the caller gives up, or a phone refuses.</summary>
    public void HangUp(string by = Customer)
    {
        lock (_switch.Lock)
        {
            if (IsOver)
            {
                return; // both may hang up at once
            }

            if (_space is { } space)
            {
                GiveUpParked(Is(_caller, by) ? space : throw NotHere(by));
            }
            else if (IsAlone)
            {
                HangUpAlone();
            }
            else if (_consultation is { } consultation)
            {
                HangUpAside(by, consultation);
            }
            else if (_for is not null && (_callee is not null || Is(_caller, by)))
            {
                ReturnToCustomer(Is(_caller, by) ? null : _callee, HangupCause.Normal);
            }
            else if (_callee is null && (!Is(_caller, by) || _clicked is not null))
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

    // While the operator consults by feature code. Hanging up is how such a transfer is completed.
    private void HangUpAside(string by, SimCall consultation)
    {
        var operatorLeg = consultation._caller;
        var customer = _caller == operatorLeg ? _callee! : _caller;
        if (Is(customer, by))
        {
            LeaveConsultants(customer, consultation);
        }
        else if (!Is(operatorLeg, by))
        {
            throw NotHere(by);
        }
        else if (consultation._callee is not null)
        {
            CompleteByCode(consultation);
        }
        else
        {
            consultation.ReturnToCustomer(null, HangupCause.Normal);
            HangUpTalking(operatorLeg);
        }
    }

    // Since Asterisk 12 who consults by feature code is in a bridge while the other phone rings.
    private void LeaveAlone()
    {
        var bridge = _byCode ? _caller.Bridge : null;
        bridge?.Members.ToList().ForEach(member => _switch.Leave(member));
        _switch.Destroy(bridge);
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
            if (_caller.Via is { } local)
            {
                EndPair(_caller, local.Two);
            }

            LeaveAlone();
            Fronts(_ringing).ForEach(front => _switch.Dialect.DialEnded(Near, front, "CANCEL"));
            HangUpLegs(_ringing, phones);
            _switch.DialOver(Near, "CANCEL");
            _switch.Dialect.SoftHangup(Near, 16, cause.TechCause);
            _switch.HangUp(Near, cause);
        }

        Over();
    }

    private void HangUpTalking(SimChannel by)
    {
        var other = by == _caller ? _callee! : _caller;
        _switch.Dialect.HangupRequested(by, _queue is not null && by == _caller ? null : HangupCause.Normal); // as recorded
        CompleteAgent(by == _caller ? "caller" : "agent");
        _switch.StopMusic(other);
        EndChain(by, other);
        _happened($"{Who(by)} hangs up on {Who(other)}");
        Over();
    }

    // With kept Local channels there are several pairs between the two; it ends from the one who hung up.
    private void EndChain(SimChannel by, SimChannel other)
    {
        var at = by;
        foreach (var local in SimLocal.Chain(by))
        {
            EndPair(at, local.Two);
            at = local.One;
        }

        foreach (var local in SimLocal.Chain(other).Reverse().ToList())
        {
            EndPair(at, local.One);
            at = local.Two;
        }

        EndPair(at, other);
    }

    // Two who are bridged part for good. Who dialled the other is the last to go.
    private void EndPair(SimChannel first, SimChannel second)
    {
        var bridge = first.Bridge;
        _switch.Leave(first);
        _switch.Leave(second);
        _switch.Destroy(bridge);
        var (caller, dialled) = first.Place.HasPbx ? (first, second) : (second, first);
        if (!_switch.Dialect.IsClassic && caller.Place.HasPbx)
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
