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

        Runs("Dial", string.Join('&', devices.Select(d => d.device)) + ",40,tTkK");
        foreach (var leg in _ringing)
        {
            _switch.DialBegin(_caller, leg, leg.Peer);
            if (devices.Count == 1)
            {
                _switch.Connect(_caller, leg); // of several nobody knows yet who it will be
            }
        }

        foreach (var leg in _ringing)
        {
            _switch.SetState(leg, SimChannelState.Ringing);
            _switch.Dialect.Rings(_caller, leg);
        }

        TellRinging();
    }

    /// <summary>The same through Local channels: the caller dials those, and they dial the phones.</summary>
    internal void DialThroughLocals(IReadOnlyList<string> extensions, bool kept, int length)
    {
        Runs("Dial", string.Join('&', extensions.Select(e => $"Local/{e}@from-internal{(kept ? "/n" : "")}")) + ",40,tTkK");
        var called = extensions.Select(extension => CallThrough(extension, kept, one => _switch.DialBegin(_caller, one, $"{extension}@from-internal"), length)).ToList();
        called.ForEach(legs => RingThrough(_caller, legs[0].Via!, legs));
        TellRinging();
    }

    internal void DialOut(string number)
    {
        var leg = _switch.NewTrunkDialled(Near, number);
        _switch.Dialect.ConnectedChanged(leg);
        var dialString = _switch.Dialect.OutsideDialString(leg.Peer, number);
        Runs("Dial", $"{_switch.Dialect.Technology}/{dialString},40,tTkK");
        _ringing.Add(leg);
        _switch.DialBegin(Near, leg, dialString);
        _switch.SetState(leg, SimChannelState.Ringing);
        if (_switch.Dialect.Release == AsteriskRelease.Asterisk22 && Near.ConnectedNumber != number)
        {
            _switch.Connect(Near, leg); // chan_sip leaves it unknown for the whole call
        }

        _switch.Dialect.Rings(Near, leg);
        _happened($"{Who(_caller)} dials {Who(leg)}");
    }

    private void AnswerDial(SimChannel taker, List<SimChannel> losers)
    {
        if (losers.Count > 0)
        {
            _switch.Connect(_caller, taker);
            Fronts(losers).ForEach(loser => _switch.Dialect.DialEnded(Near, loser, "CANCEL"));
        }

        taker.Place.Exten = "";
        _switch.Dialect.DialEnded(Near, _dialEndsAs ?? taker, "ANSWER");
        if (_caller.State != SimChannelState.Up)
        {
            _switch.SetState(_caller, SimChannelState.Up);
        }

        HangUpLegs(losers, HangupCause.Elsewhere);
    }

    private static List<SimChannel> Fronts(IEnumerable<SimChannel> legs) => [.. legs.Select(SimLocal.Front).Distinct()];

    private void Runs(string application, string data) => (Near.Place.Application, Near.Place.ApplicationData) = (application, data);

    private void TellRinging() => _happened($"{Who(_caller)} rings {string.Join(", ", Ringing)}");
}
