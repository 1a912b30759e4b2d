namespace PhonePop.Simulator.Pbx;

// Phones that refuse, and what the dialplan does then.
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

    private void RefuseLeg(SimChannel leg, string status, HangupCause cause)
    {
        _switch.Dialect.DialEnded(leg.Via?.Two ?? Near, leg, status);
        _switch.HangUp(leg, cause);
        if (_ringing.Exists(other => other.Via == leg.Via))
        {
            return;
        }

        foreach (var local in SimLocal.Chain(leg))
        {
            HangUpTwo(local, status);
            _switch.Leave(local.One);
            if (!_byCode)
            {
                _switch.Dialect.DialEnded(local.Outer?.Two ?? _caller, local.One, status);
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
}
