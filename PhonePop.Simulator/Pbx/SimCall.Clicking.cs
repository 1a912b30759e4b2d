namespace PhonePop.Simulator.Pbx;

// Click-to-dial: an Originate rings the operator's own phone first, and then dials the customer.
public sealed partial class SimCall
{
    // The number that will be dialled, until it is.
    private string? _clicked;

    /// <summary>Whether the operator's own phone rings for a click-to-dial.</summary>
    public bool IsClicked => Look(() => !IsOver && _clicked is not null);

    // The caller is the operator's phone, which rings though it has called nobody.
    internal void Click(string number, SimLocal? local)
    {
        _clicked = number;
        _ringing.Add(_caller);
        if (local is null)
        {
            (_caller.Number, _caller.ConnectedNumber, _caller.ConnectedName) = (number, "", "");
            _switch.Dialect.AccountChanged(_caller);
            _switch.Dialect.CallerIdChanged(_caller);
            _caller.ConnectedNumber = number;
            _switch.Dialect.ConnectedChanged(_caller);
            _switch.Dialect.DialBegan(null, _caller, _caller.Peer);
            _switch.SetState(_caller, SimChannelState.Ringing);
            _switch.Dialect.Rings(null, _caller);
        }
        else
        {
            RingThrough(null, local, [_caller]);
        }

        _happened($"{_caller.Extension} is rung to dial {Mask.Number(number)}");
    }

    private void AnswerClick()
    {
        var number = _clicked!;
        _clicked = null;
        _ringing.Clear();
        _answered.TrySetResult(_caller.Extension!);
        _answered = new(TaskCreationOptions.RunContinuationsAsynchronously); // for the customer
        _switch.SetState(_caller, SimChannelState.Up);
        if (_caller.Via is { } local)
        {
            AnswerThrough(local, _caller, []);
        }

        _switch.Dialect.DialEnded(null, Near, "ANSWER");
        Near.Place.HasPbx = true;
        Near.Place.Exten = number;
        DialOut(number);
        if (_switch.Dialect.IsClassic && _caller.Via is { Kept: false } early)
        {
            _switch.SetState(early.Two, SimChannelState.Ringing); // what it hears
            _switch.Optimize(early, _caller); // the outer half need not talk yet
        }
    }

    // The own phone does not answer, or refuses: the attempt is over, and nobody was called.
    private void RejectClick(HangupCause cause, string status)
    {
        _ringing.Clear();
        if (_caller.Via is { } local)
        {
            _switch.Dialect.DialEnded(local.Two, _caller, status);
            _switch.HangUp(_caller, cause);
            HangUpTwo(local, status);
        }

        _switch.HangUp(Near, _switch.Dialect.Release == AsteriskRelease.Asterisk13 ? HangupCause.Normal : cause); // no end of its dial is told
        _happened($"{_caller.Extension} does not take its own click-to-dial");
        Over();
    }
}
