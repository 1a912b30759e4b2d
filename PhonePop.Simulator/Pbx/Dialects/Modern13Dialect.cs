using PhonePop.Simulator.Wire;

namespace PhonePop.Simulator.Pbx.Dialects;

/// <summary>Asterisk 13.38.3 with chan_sip, where it differs from 22: it never says that a dialled phone rings, nor a SIP status.</summary>
internal sealed class Modern13Dialect(Action<string, AmiText> tell) : ModernDialect(tell)
{
    public override AsteriskRelease Release => AsteriskRelease.Asterisk13;

    public override string AsteriskVersion => "13.38.3";

    public override string AmiVersion => "2.10.6";

    public override string Technology => "SIP";

    public override bool BeginsDown => true;

    public override (HangupCause Caller, HangupCause Phones) GivenUp => (HangupCause.Unknown, HangupCause.Normal);

    public override (HangupCause Caller, HangupCause Phones) Abandoned => (HangupCause.Unknown, HangupCause.Normal);

    public override string ExtenOfUncalled => "";

    public override bool StopsMusicAfterMove => true;

    public override string StatusOf(RejectReason reason) => "BUSY";

    public override string OutsideDialString(string trunk, string number) => $"{trunk}/{number}";

    public override void Rings(SimChannel? caller, SimChannel dialled)
    {
    }

    public override void DialMoved(SimChannel from, SimChannel to, SimChannel dialled)
    {
        DialEnded(from, dialled, "CANCEL");
        DialBegan(to, dialled, dialled.Peer);
    }

    public override void Held(SimChannel channel) => Tell(ModernText.Event("Hold", channel));

    public override void HangupRequested(SimChannel channel, HangupCause? cause) => base.HangupRequested(channel, channel.Name.StartsWith("Local/", StringComparison.Ordinal) ? cause : null);

    public override void SoftHangup(SimChannel channel, int cause, int? techCause) => base.SoftHangup(channel, cause, null);

    public override void HungUp(SimChannel channel, HangupCause cause) => base.HungUp(channel, cause with { TechCause = null });
}
