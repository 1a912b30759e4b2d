namespace PhonePop.Simulator.Pbx;

// Phones that are reached through Local channels, and everything that must look at that.
public sealed partial class SimCall
{
    // The channel of the caller that faces the others: the far half of a Local channel that a click-to-dial came through.
    private SimChannel Near => SimLocal.Front(_caller);

    // Local;1 is called, and Local;2 dials the phones.
    private List<SimChannel> CallThrough(string extension, bool kept, Action<SimChannel> call, int length = 1)
    {
        var local = _switch.NewLocal(_caller, (_caller.Number, _caller.CallerName), extension, kept);
        call(local.One);
        for (var i = 1; i < length; i++)
        {
            var outer = local;
            local = _switch.NewLocal(outer.Two, (outer.Two.Number, outer.Two.CallerName), extension, kept) with { Outer = outer };
            (outer.Two.Place.Application, outer.Two.Place.ApplicationData) = ("Dial", $"Local/{extension}@from-internal{(kept ? "/n" : "")},40,tTkK");
            _switch.DialBegin(outer.Two, local.One, $"{extension}@from-internal");
        }

        return DialFrom(local, extension);
    }

    private List<SimChannel> DialFrom(SimLocal local, string extension)
    {
        var legs = _switch.DevicesOf(extension).Select(device => _switch.NewDialled(local.Two, extension, device, "AppDial")).ToList();
        local.Two.Place.Application = "Dial";
        local.Two.Place.ApplicationData = string.Join('&', legs.Select(leg => leg.Device)) + ",40,tTkK";
        foreach (var leg in legs)
        {
            leg.Via = local;
            leg.Place.Exten = extension;
            _switch.Connect(leg, local.Two);
            _switch.DialBegin(local.Two, leg, leg.Peer);
            if (legs.Count == 1)
            {
                _switch.Connect(local.Two, leg);
            }
        }

        _ringing.AddRange(legs);
        return legs;
    }

    /// <summary>Of a click-to-dial through a Local channel: the operator's phone, dialled by its inner half.</summary>
    internal static SimChannel DialBehind(Switch @switch, SimLocal local, string extension)
    {
        var leg = @switch.NewDialled(local.Two, extension, @switch.DevicesOf(extension).First(), "AppDial");
        leg.Via = local;
        leg.Place.Exten = extension;
        (local.Two.Place.Application, local.Two.Place.ApplicationData) = ("Dial", $"{leg.Device},40,tTkK");
        @switch.Connect(leg, local.Two);
        @switch.DialBegin(local.Two, leg, leg.Peer);
        @switch.Connect(local.Two, leg);
        return leg;
    }

    private void RingThrough(SimChannel? caller, SimLocal local, List<SimChannel> legs)
    {
        legs.ForEach(leg => _switch.SetState(leg, SimChannelState.Ringing));
        foreach (var at in SimLocal.Chain(legs[0]))
        {
            (at.One.Number, at.One.CallerName) = (legs[0].Number, legs[0].CallerName);
            _switch.SetState(at.One, SimChannelState.Ringing);
            if (!_switch.Dialect.IsClassic)
            {
                _switch.Dialect.CallerIdChanged(at.One);
            }

            _switch.Dialect.Rings(at.Outer?.Two ?? caller, at.One);
        }

        legs.ForEach(leg => _switch.Dialect.Rings(local.Two, leg));
    }

    // The phone is up; its inner Dial ends and bridges it, and the half that the caller sees is up too.
    private void AnswerThrough(SimLocal local, SimChannel taker, List<SimChannel> losers)
    {
        losers.ForEach(loser => _switch.Dialect.DialEnded(local.Two, loser, "CANCEL"));
        taker.Place.Exten = "";
        _switch.Dialect.DialEnded(local.Two, _dialEndsAs ?? taker, "ANSWER");
        _switch.SetState(local.Two, SimChannelState.Up);
        losers.ForEach(loser => _switch.HangUp(loser, HangupCause.Elsewhere));
        _switch.Bridge(local.Two, taker);
        _switch.SetState(local.One, SimChannelState.Up);
        for (var (inner, outer) = (local, local.Outer); outer is not null; (inner, outer) = (outer, outer.Outer))
        {
            _switch.Dialect.DialEnded(outer.Two, inner.One, "ANSWER");
            _switch.SetState(outer.Two, SimChannelState.Up);
            _switch.Bridge(outer.Two, inner.One);
            _switch.SetState(outer.One, SimChannelState.Up);
        }
    }

    // Phones that ring no longer, with the Local channels that led to them.
    private void HangUpLegs(IReadOnlyList<SimChannel> legs, HangupCause cause)
    {
        foreach (var group in legs.GroupBy(leg => leg.Via).ToList())
        {
            var chain = SimLocal.Chain(group.First()).ToList();
            foreach (var local in Enumerable.Reverse(chain))
            {
                _switch.HangUp(local.One, cause);
                var dialled = local == group.Key ? [.. group] : new List<SimChannel> { chain[chain.IndexOf(local) - 1].One };
                dialled.ForEach(leg => _switch.Dialect.DialEnded(local.Two, leg, "CANCEL"));
            }

            group.ToList().ForEach(leg => _switch.HangUp(leg, cause));
            chain.ForEach(local => HangUpTwo(local, "CANCEL"));
        }
    }

    private void HangUpTwo(SimLocal local, string status)
    {
        _switch.DialOver(local.Two, status);
        _switch.Dialect.SoftHangup(local.Two, 16, null);
        _switch.HangUp(local.Two, HangupCause.Normal);
    }

    // Once the Local channels have both sides talking they go, unless they were made to stay.
    private void OptimizeLocals()
    {
        foreach (var end in new[] { _caller, _callee }.OfType<SimChannel>().ToList())
        {
            while (end.Via is { Kept: false } local)
            {
                _switch.Optimize(local, end);
            }
        }
    }
}
