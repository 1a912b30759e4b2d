namespace PhonePop.Simulator.Pbx;

// Transfers: the other party is passed on.
public sealed partial class SimCall
{
    // Who is rung again when a blind transfer finds nobody.
    private string? _returnsTo;

    /// <summary>An operator sends the other party to another phone, which rings, and is out of the call (SIP REFER).</summary>
    /// <param name="from">Who transfers.</param>
    /// <param name="to">Whose phone rings.</param>
    /// <param name="returns">Whether the dialplan rings <paramref name="from"/> again when that phone is busy or does not answer; otherwise the call ends then.</param>
    /// <exception cref="InvalidOperationException">The operator does not talk in this call.</exception>
    public void BlindTransfer(string from, string to, bool returns = false)
    {
        lock (_switch.Lock)
        {
            var (transferer, transferee) = TalkingDirectly(from);
            TakeBack(transferer, transferee);
            _switch.Dialect.BlindTransferring(transferer, transferee, to)();
            SendTo(transferer, transferee, to);
            _happened($"{from} transfers {Who(transferee)} to {to}");
            Dial([to]);
            _returnsTo = returns ? from : null;
            if (_switch.Dialect.IsClassic)
            {
                _caller.ConnectedName = $"-> {_caller.ConnectedName} (via <sip:{from}@127.0.0.1>)"; // chan_sip's diversion
            }
        }
    }

    /// <summary>
    /// An operator who has this call on hold completes the transfer: the other party gets whom the operator consults. While that phone still
    /// rings, it rings for the other party from now on.
    /// </summary>
    /// <param name="consultation">A call of the same operator, see <see cref="EmulatedPbx.Consult"/> and <see cref="EmulatedPbx.ConsultByCode"/>.</param>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public void CompleteTransfer(SimCall consultation)
    {
        ArgumentNullException.ThrowIfNull(consultation);
        lock (_switch.Lock)
        {
            var second = consultation._caller;
            if (consultation.IsOver || consultation == this || second.Extension is not { } by || consultation._clicked is not null || consultation.IsAlone)
            {
                throw new InvalidOperationException("The consultation is no call that an operator has made.");
            }

            if (consultation._for is not null)
            {
                CompleteByCode(consultation._for == this ? consultation : throw new InvalidOperationException("It is the consultation of another call."));
                return;
            }

            var (original, transferee) = TalkingDirectly(by);
            if (consultation._callee is { } target)
            {
                consultation.TalkingDirectly(by);
                CompleteAnswered(original, second, transferee, target);
                (_caller, _callee) = (transferee, target);
            }
            else
            {
                CompleteRinging(original, second, transferee, consultation);
            }

            _happened($"{by} gives {Who(transferee)} to {string.Join(", ", Ringing)}");
            consultation.Over();
        }
    }

    private void CompleteAnswered(SimChannel original, SimChannel second, SimChannel transferee, SimChannel target)
    {
        TakeBack(original, null);
        TakeBack(second, null);
        var told = _switch.Dialect.AttendedTransferred(original, second, transferee, target);
        if (!_switch.Dialect.StopsMusicAfterMove)
        {
            _switch.StopMusic(transferee);
        }

        if (_switch.Dialect.IsClassic)
        {
            TakePlaceOf(second, transferee);
            told();
            CompleteAgent("transfer");
            (transferee.ConnectedNumber, transferee.ConnectedName) = (target.Number, target.CallerName);
            (target.ConnectedNumber, target.ConnectedName) = (transferee.Number, transferee.CallerName);
            EndPair(original, second);
            return;
        }

        var joined = second.Bridge!;
        _switch.Leave(transferee, keepMusic: true);
        _switch.Leave(second);
        _switch.Enter(transferee, joined, second);
        _switch.Dialect.SoftHangup(second, 1, null);
        told();
        _switch.StopMusic(transferee);
        CompleteAgent("transfer");
        _switch.Connect(transferee, target);
        var left = original.Bridge;
        _switch.Dialect.SoftHangup(second, 16, null);
        _switch.Leave(original);
        _switch.Connect(target, transferee);
        _switch.Destroy(left);
        _switch.HangUp(original, HangupCause.Normal);
        _switch.HangUp(second, HangupCause.Normal);
    }

    // The target still rings: its phone rings on, for the other party.
    private void CompleteRinging(SimChannel original, SimChannel second, SimChannel transferee, SimCall consultation)
    {
        if (second.Via is not null || consultation._ringing.Count == 0 || consultation._ringing.Exists(leg => leg.Via is not null))
        {
            throw new InvalidOperationException($"Nobody rings in call {consultation.Id}, or through a Local channel.");
        }

        TakeBack(original, null);
        var told = _switch.Dialect.AttendedTransferredRinging(original, second, transferee, consultation._ringing[0]);
        _switch.StopMusic(transferee);
        CompleteAgent("transfer");
        if (_switch.Dialect.IsClassic)
        {
            TakePlaceOf(second, transferee);
            consultation._ringing.ForEach(leg => _switch.Connect(leg, transferee));
            EndPair(original, second);
        }
        else
        {
            var left = original.Bridge;
            _switch.Leave(transferee);
            (transferee.Place.Application, transferee.Place.ApplicationData) = (second.Place.Application, second.Place.ApplicationData);
            (transferee.Place.Context, transferee.Place.Exten, transferee.Place.HasPbx) = (second.Place.Context, second.Place.Exten, true);
            consultation._ringing.ForEach(leg => _switch.Dialect.DialMoved(second, transferee, leg));
            told();
            consultation._ringing.ForEach(leg => _switch.Connect(leg, transferee));
            _switch.Leave(original);
            _switch.Destroy(left);
            _switch.HangUp(original, HangupCause.Normal);
            second.Name += "<ZOMBIE>";
            _switch.HangUp(second, HangupCause.Normal);
        }

        _ringing.AddRange(consultation._ringing);
        consultation._ringing.Clear();
        (_caller, _callee) = (transferee, null);
        _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    // Asterisk 11: who is transferred takes the second leg's place, and with it its link and its dials. Nobody hears music after it.
    private void TakePlaceOf(SimChannel second, SimChannel transferee)
    {
        transferee.IsHolding = false;
        if (second.Bridge?.Other(second) is { } target)
        {
            target.IsHolding = false;
        }

        _switch.StopMusic(second);
        _switch.Masquerade(transferee, second);
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
