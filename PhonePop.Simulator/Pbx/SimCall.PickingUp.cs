namespace PhonePop.Simulator.Pbx;

// Pickup and deflection: somebody else than the one who is rung gets the call.
public sealed partial class SimCall
{
    // 13 tells the end of the dial as that of the channel that was picked up.
    private SimChannel? _dialEndsAs;

    /// <summary>A colleague dials the pickup code and has the call that rings elsewhere.</summary>
    /// <param name="by">Who picks up.</param>
    /// <param name="from">Whose ringing phone; null: the first that rings.</param>
    /// <exception cref="InvalidOperationException">It does not ring there, or would be picked up by who is rung or calls.</exception>
    public void PickUp(string by, string? from = null)
    {
        lock (_switch.Lock)
        {
            var picked = RingingLeg(from);
            if (picked.Extension is null || picked == _caller || picked.Extension == by || _caller.Extension == by || _for is not null)
            {
                throw new InvalidOperationException($"{by} can't pick up call {Id}.");
            }

            var picker = _switch.NewCaller(by, by, _switch.NameOf(by), "*8");
            picker.Place.Application = "Pickup";
            _switch.SetState(picker, SimChannelState.Up);
            picker.Via = picked.Via;
            _ringing[_ringing.IndexOf(picked)] = picker;
            TakePlace(picker, picked);
            Take(picker);
            _dialEndsAs = null;
            if (!_switch.Dialect.IsClassic)
            {
                picked.Name += "<ZOMBIE>";
                _switch.HangUp(picked, HangupCause.Elsewhere);
            }

            _answered.TrySetResult(by);
            _happened($"{by} picks up {Who(_caller)}, who rang {picked.Extension}");
        }
    }

    /// <summary>A ringing phone sends the caller to another extension (302): it stops, and the other rings.</summary>
    /// <exception cref="InvalidOperationException">It does not ring there.</exception>
    public void Deflect(string from, string to)
    {
        lock (_switch.Lock)
        {
            var leg = RingingLeg(from);
            if (leg.Extension is null || leg == _caller || leg.Via is not null || from == to || _caller.Extension == to)
            {
                throw new InvalidOperationException($"{from} can't deflect call {Id} to {to}.");
            }

            _ringing.Remove(leg);
            _switch.Dialect.DialForwarded(_caller, leg, $"Local/{to}@from-internal");
            var legs = CallThrough(to, kept: false, one =>
            {
                if (_queue is null)
                {
                    _switch.DialBegin(_caller, one, $"{to}@from-internal");
                }
                else if (!_switch.Dialect.IsClassic)
                {
                    _switch.Dialect.DialBegan(_caller, one, $"{to}@from-internal");
                }
            });
            _switch.HangUp(leg, HangupCause.Normal);
            RingThrough(_caller, legs[0].Via!, legs);
            _happened($"{from} deflects {Who(_caller)} to {to}");
        }
    }

    // Asterisk 11 masquerades the picker into the ringing channel; later versions move it there, and 13 tells one last thing of the old.
    private void TakePlace(SimChannel picker, SimChannel picked)
    {
        if (_switch.Dialect.IsClassic)
        {
            _switch.Masquerade(picker, picked);
            _switch.Dialect.PickedUp(picker, picked);
            _switch.HangUp(picked, HangupCause.Elsewhere);
            return;
        }

        _switch.Connect(picker, SimLocal.Front(picked) == picked ? _caller : picked.Via!.Two);
        _switch.Dialect.PickedUp(picker, picked);
        picker.Place.HasPbx = false; // its dialplan has ended with the zombie
        if (_switch.Dialect.Release == AsteriskRelease.Asterisk13)
        {
            (picked.Number, picked.CallerName) = (picker.Number, picker.CallerName);
            _dialEndsAs = picked;
        }
    }
}
