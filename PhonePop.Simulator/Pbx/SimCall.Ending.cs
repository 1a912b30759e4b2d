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
            var status = _switch.Dialect.StatusOf(reason);
            if (leg == _caller)
            {
                RejectClick(cause, status);
                return;
            }

            _ringing.Remove(leg);
            if (_switch.Dialect.Release == AsteriskRelease.Asterisk22)
            {
                _switch.Dialect.HangupRequested(leg, cause);
            }

            RefuseLeg(leg, status, cause);
            _happened($"{Who(leg)} does not take {Who(_caller)}");
            if (_ringing.Count == 0 && _for is not null)
            {
                ComeBack();
                Over();
            }
            else if (_ringing.Count == 0 && _returnsTo is { } transferer)
            {
                _returnsTo = null;
                _switch.DialOver(_caller, status);
                Dial([transferer]);
            }
            else if (_ringing.Count == 0 && _queue is null)
            {
                NobodyTakes(status, reason == RejectReason.Declined ? cause with { TechCause = 403 } : cause);
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

    private void RefuseLeg(SimChannel leg, string status, HangupCause cause)
    {
        _switch.Dialect.DialEnded(leg.Via?.Two ?? Near, leg, status);
        _switch.HangUp(leg, cause);
        if (leg.Via is { } local && !_ringing.Exists(other => other.Via == local))
        {
            HangUpTwo(local, status);
            _switch.Leave(local.One);
            if (!_byCode)
            {
                _switch.Dialect.DialEnded(_caller, local.One, status);
            }

            _switch.HangUp(local.One, cause);
        }
    }

    // The dialplan has nothing more to try.
    private void NobodyTakes(string status, HangupCause cause)
    {
        _switch.DialOver(Near, status);
        Near.Place.Priority++;
        LeaveAlone();
        if (_caller.Via is { } local)
        {
            _switch.Dialect.SoftHangup(local.One, 16, null);
            _switch.HangUp(local.One, cause);
            EndPair(_caller, local.Two);
        }
        else
        {
            _switch.Dialect.SoftHangup(_caller, 16, null);
            _switch.HangUp(_caller, cause);
        }

        Over();
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
        if (by.Via is { } first)
        {
            EndPair(by, first.Two);
        }

        EndPair(SimLocal.Front(by), SimLocal.Front(other));
        if (other.Via is { } last)
        {
            EndPair(last.Two, other);
        }
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
