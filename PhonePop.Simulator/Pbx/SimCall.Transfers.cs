namespace PhonePop.Simulator.Pbx;

// Transfers: the other party is passed on.
public sealed partial class SimCall
{
    /// <summary>An operator sends the other party to another phone, which rings, and is out of the call (SIP REFER).</summary>
    public void BlindTransfer(string from, string to)
    {
        lock (_switch.Lock)
        {
            var (transferer, transferee) = Talking(from);
            TakeBack(transferer, transferee);
            _switch.Dialect.BlindTransferred(transferer, transferee, to);
            SendTo(transferer, transferee, to);
            _happened($"{from} transfers {Who(transferee)} to {to}");
            Dial([to]);
            if (_switch.Dialect.IsClassic)
            {
                _caller.ConnectedName = $"-> {_caller.ConnectedName} (via <sip:{from}@127.0.0.1>)"; // chan_sip's diversion
            }
        }
    }

    /// <summary>An operator who has this call on hold completes the transfer: the other party gets whom the operator consults.</summary>
    /// <param name="consultation">A call of the same operator, answered, see <see cref="EmulatedPbx.Consult"/>.</param>
    public void CompleteTransfer(SimCall consultation)
    {
        ArgumentNullException.ThrowIfNull(consultation);
        lock (_switch.Lock)
        {
            var second = consultation._caller;
            if (second.Extension is not { } by || consultation._callee is not { } target)
            {
                throw new InvalidOperationException("The consultation is no answered call of an operator.");
            }

            var (original, transferee) = Talking(by);
            TakeBack(original, null);
            TakeBack(second, null);
            var told = _switch.Dialect.AttendedTransferred(original, second, transferee, target);
            if (!_switch.Dialect.StopsMusicAfterMove)
            {
                _switch.StopMusic(transferee);
            }

            if (_switch.Dialect.IsClassic)
            {
                Take(second, transferee, told);
                CompleteAgent("transfer");
                (transferee.ConnectedNumber, transferee.ConnectedName) = (target.Number, target.CallerName);
                (target.ConnectedNumber, target.ConnectedName) = (transferee.Number, transferee.CallerName);
                EndPair(original, second);
            }
            else
            {
                Move(second, transferee, told);
                CompleteAgent("transfer");
                _switch.Connect(transferee, target);
                PartFrom(original, second, target, transferee);
            }

            _happened($"{by} gives {Who(transferee)} to {Who(target)}");
            (_caller, _callee) = (transferee, target);
            consultation.Over();
        }
    }

    // Asterisk 11: who is transferred takes the second leg's place, and with it the link to the target. Nobody hears music after it.
    private void Take(SimChannel second, SimChannel transferee, Action told)
    {
        transferee.IsHolding = false;
        second.Bridge!.Other(second)!.IsHolding = false;
        _switch.StopMusic(second);
        _switch.Masquerade(transferee, second);
        told();
    }

    private void Move(SimChannel second, SimChannel transferee, Action told)
    {
        var joined = second.Bridge!;
        _switch.Leave(transferee, keepMusic: true);
        _switch.Leave(second);
        _switch.Enter(transferee, joined, second);
        _switch.Dialect.SoftHangup(second, 1, null);
        told();
        _switch.StopMusic(transferee);
    }

    private void PartFrom(SimChannel original, SimChannel second, SimChannel target, SimChannel transferee)
    {
        var left = original.Bridge;
        _switch.Dialect.SoftHangup(second, 16, null);
        _switch.Leave(original);
        _switch.Connect(target, transferee);
        _switch.Destroy(left);
        _switch.HangUp(original, HangupCause.Normal);
        _switch.HangUp(second, HangupCause.Normal);
    }

    // Out of the bridge and to an extension of the dialplan; who sent it there hangs up.
    private void SendTo(SimChannel transferer, SimChannel transferee, string to)
    {
        CompleteAgent("transfer");
        if (_switch.Dialect.IsClassic && !transferee.Place.HasPbx)
        {
            EndPair(transferer, _switch.AsyncGoto(transferee));
        }
        else
        {
            var bridge = transferer.Bridge;
            _switch.Leave(transferer);
            (transferee.Place.Context, transferee.Place.Exten, transferee.Place.Priority) = ("from-internal", to, 1);
            _switch.Leave(transferee);
            _switch.Destroy(bridge);
            _switch.HangUp(transferer, HangupCause.Normal);
            _switch.DialOver(transferee, "ANSWER");
        }

        (transferee.Place.Context, transferee.Place.Exten, transferee.Place.Priority, transferee.Place.HasPbx) = ("from-internal", to, 1, true);
        transferee.IsHolding = false;
        _caller = transferee;
        _callee = null;
        _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
