namespace PhonePop.Simulator.Pbx;

// Dial: phones ring, one is picked up.
public sealed partial class SimCall
{
    internal void Dial(IReadOnlyList<string> extensions)
    {
        var devices = extensions.SelectMany(extension => _switch.DevicesOf(extension).Select(device => (extension, device))).ToList();
        foreach (var (extension, device) in devices)
        {
            var leg = _switch.NewDialled(_caller, extension, device, "AppDial");
            leg.Place.Exten = _caller.Place.Exten;
            _switch.Connect(leg, _caller);
            _ringing.Add(leg);
        }

        _caller.Place.Application = "Dial";
        _caller.Place.ApplicationData = string.Join('&', devices.Select(d => d.device)) + ",40,tTkK";
        foreach (var leg in _ringing)
        {
            _switch.DialBegin(_caller, leg, leg.Peer);
            if (devices.Count == 1)
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
        _caller.Place.Application = "Dial";
        var dialString = _switch.Dialect.OutsideDialString(leg.Peer, number);
        _caller.Place.ApplicationData = $"{_switch.Dialect.Technology}/{dialString},40,tTkK";
        _ringing.Add(leg);
        _switch.DialBegin(_caller, leg, dialString);
        _switch.SetState(leg, SimChannelState.Ringing);
        if (_switch.Dialect.Release == AsteriskRelease.Asterisk22)
        {
            _switch.Connect(_caller, leg); // chan_sip leaves it unknown for the whole call
        }

        _switch.Dialect.Rings(_caller, leg);
        _happened($"{Who(_caller)} dials {Who(leg)}");
    }

    private void Ring()
    {
        foreach (var leg in _ringing)
        {
            _switch.SetState(leg, SimChannelState.Ringing);
            _switch.Dialect.Rings(_caller, leg);
        }

        _happened($"{Who(_caller)} rings {string.Join(", ", Ringing)}");
    }

    private void AnswerDial(SimChannel taker, List<SimChannel> losers)
    {
        if (losers.Count > 0)
        {
            _switch.Connect(_caller, taker);
            losers.ForEach(loser => _switch.Dialect.DialEnded(_caller, loser, "CANCEL"));
        }

        taker.Place.Exten = "";
        _switch.Dialect.DialEnded(_caller, taker, "ANSWER");
        if (_caller.State != SimChannelState.Up)
        {
            _switch.SetState(_caller, SimChannelState.Up);
        }

        losers.ForEach(loser => _switch.HangUp(loser, HangupCause.Elsewhere));
    }
}
