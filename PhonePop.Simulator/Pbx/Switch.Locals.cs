using System.Globalization;

namespace PhonePop.Simulator.Pbx;

// Local channels: made, and optimised away.
internal sealed partial class Switch
{
    private int _localNumber;
    private int _optimizations;

    /// <summary>A Local channel to an extension.</summary>
    /// <param name="caller">Who calls it; null: an Originate.</param>
    /// <param name="shown">The number that the called phone shall see, and its name.</param>
    /// <param name="exten">The extension that it calls.</param>
    /// <param name="kept">Made with <c>/n</c>.</param>
    public SimLocal NewLocal(SimChannel? caller, (string Number, string Name) shown, string exten, bool kept)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"Local/{exten}@from-internal-{_localNumber++:x8}");
        var one = NewHalf(name + ";1", exten, SimChannelState.Down, caller);
        var two = NewHalf(name + ";2", exten, SimChannelState.Ring, caller ?? one);
        two.Place.HasPbx = true;
        if (caller is null)
        {
            SetOriginated(one);
            Dialect.AccountChanged(one);
            (one.Number, one.CallerName) = shown;
            Dialect.CallerIdChanged(one);
        }

        (one.ConnectedNumber, one.ConnectedName) = shown;
        Dialect.ConnectedChanged(one);
        (two.Number, two.CallerName) = shown;
        (two.ConnectedNumber, two.ConnectedName) = (one.Number, one.CallerName);
        if (!Dialect.IsClassic)
        {
            Dialect.CallerIdChanged(two);
            Dialect.ConnectedChanged(two);
        }

        Dialect.LocalBridged(one, two, exten, !kept);
        return new SimLocal(one, two, kept);
    }

    /// <summary>Both sides of a Local channel talk, so it goes: the phone behind it takes the place of the half that its caller sees.</summary>
    public void Optimize(SimLocal local, SimChannel phone)
    {
        phone.Via = local.Outer;
        if (Dialect.IsClassic)
        {
            OptimizeClassic(local, phone);
            return;
        }

        // 13 moves the phone to where its caller is, 22 the caller to where the phone is.
        var isPhoneMoved = Dialect.Release == AsteriskRelease.Asterisk13;
        var (mover, half, rest) = isPhoneMoved ? (phone, local.One, local.Two) : (local.One.Bridge!.Other(local.One)!, local.Two, local.One);
        var (left, entered) = (mover.Bridge!, half.Bridge!);
        var id = ++_optimizations;
        Dialect.OptimizationBegan(local.One, local.Two, mover, id);
        Leave(mover, keepMusic: true);
        Leave(half);
        Enter(mover, entered, half);
        Dialect.OptimizationEnded(local.One, local.Two, id);
        Leave(rest);
        Destroy(left);
        Dialect.SoftHangup(rest, 16, null);
        if (half == local.Two)
        {
            Dialect.SoftHangup(half, 16, null);
        }

        Dialect.HangupRequested(local.One, HangupCause.Normal);
        HangUp(local.Two, HangupCause.Normal);
        if (half == local.One)
        {
            Dialect.SoftHangup(half, 16, null);
        }

        HangUp(local.One, HangupCause.Normal);
    }

    // The link of the inner pair flaps, and ends on a zombie.
    private void OptimizeClassic(SimLocal local, SimChannel phone)
    {
        Dialect.LinkFlapped(local.Two, phone);
        Masquerade(phone, local.One);
        Leave(local.One);
        Leave(local.Two);
        Dialect.HangupRequested(local.Two, HangupCause.Normal);
        HangUp(local.One, HangupCause.Normal);
        DialOver(local.Two, "ANSWER");
        Dialect.SoftHangup(local.Two, 16, null);
        HangUp(local.Two, HangupCause.Normal);
    }

    private SimChannel NewHalf(string name, string exten, SimChannelState state, SimChannel? dialledBy)
    {
        var half = new SimChannel(name, null, Now) { Place = NewPlace(_channelNumber++, dialledBy), State = state };
        (half.Place.Context, half.Place.Exten) = ("from-internal", exten);
        _channels.Add(half);
        Dialect.Began(half);
        return half;
    }
}
