namespace PhonePop.Simulator.Pbx;

// Dial: phones ring, one is picked up.
public sealed partial class SimCall
{
    internal void Dial(IReadOnlyList<string> extensions)
    {
        var group = extensions.Count > 1;
        foreach (var extension in extensions)
        {
            var leg = _switch.NewDialled(_caller, extension, "AppDial");
            leg.Exten = _caller.Exten;
            _switch.Connect(leg, _caller);
            _ringing.Add(leg);
        }

        _caller.Application = "Dial";
        _caller.ApplicationData = string.Join('&', extensions.Select(e => "PJSIP/" + e)) + ",40,tTkK";
        foreach (var leg in _ringing)
        {
            _switch.DialBegin(_caller, leg, leg.Extension!);
            if (!group)
            {
                _switch.Connect(_caller, leg); // of several nobody knows yet who it will be
            }
        }

        Ring();
    }

    internal void DialOut(string number)
    {
        var leg = _switch.NewTrunkDialled(_caller, number);
        _switch.Connect(leg, _caller);
        _caller.Application = "Dial";
        _caller.ApplicationData = $"PJSIP/{number}@{leg.Device["PJSIP/".Length..]},40,tTkK";
        _ringing.Add(leg);
        _switch.DialBegin(_caller, leg, $"{number}@{leg.Device["PJSIP/".Length..]}");
        _switch.SetState(leg, SimChannelState.Ringing);
        _switch.Connect(_caller, leg);
        _switch.DialRinging(_caller, leg);
        _happened($"{Who(_caller)} dials {Who(leg)}");
    }

    private void Ring()
    {
        foreach (var leg in _ringing)
        {
            _switch.SetState(leg, SimChannelState.Ringing);
            _switch.DialRinging(_caller, leg);
        }

        _happened($"{Who(_caller)} rings {string.Join(", ", _ringing.Select(Who))}");
    }

    private void AnswerDial(SimChannel taker, List<SimChannel> losers)
    {
        if (losers.Count > 0)
        {
            _switch.Connect(_caller, taker);
            losers.ForEach(loser => _switch.DialEnd(_caller, loser, "CANCEL"));
        }

        taker.Exten = "";
        _switch.DialEnd(_caller, taker, "ANSWER");
        if (_caller.State != SimChannelState.Up)
        {
            _switch.SetState(_caller, SimChannelState.Up);
        }

        losers.ForEach(loser => _switch.HangUp(loser, HangupCause.Elsewhere));
    }
}
