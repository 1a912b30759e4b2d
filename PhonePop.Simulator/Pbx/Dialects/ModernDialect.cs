using System.Globalization;
using PhonePop.Simulator.Wire;

namespace PhonePop.Simulator.Pbx.Dialects;

/// <summary>Asterisk 22.10.1 with PJSIP: channels, bridges and dials.</summary>
internal partial class ModernDialect(Action<string, AmiText> tell) : Dialect(tell)
{
    public override AsteriskRelease Release => AsteriskRelease.Asterisk22;

    public override string AsteriskVersion => "22.10.1";

    public override string AmiVersion => "11.0.0";

    public override string Technology => "PJSIP";

    public override bool BeginsDown => false;

    public override (HangupCause Caller, HangupCause Phones) GivenUp =>
        (new(127, "Interworking, unspecified", 487), new(127, "Interworking, unspecified", 500));

    public override (HangupCause Caller, HangupCause Phones) Abandoned => (HangupCause.Unknown, HangupCause.Unknown);

    public override string OutsideDialString(string trunk, string number) => $"{number}@{trunk}";

    public override string StatusOf(RejectReason reason) => reason == RejectReason.Busy ? "BUSY" : "NOANSWER";

    public override void Began(SimChannel channel) => Tell(ModernText.Event("Newchannel", channel));

    public override void StateChanged(SimChannel channel) => Tell(ModernText.Event("Newstate", channel));

    public override void CallerIdChanged(SimChannel channel) =>
        Tell(ModernText.Event("NewCallerid", channel).Add("CID-CallingPres", "0 (Presentation Allowed, Not Screened)"));

    public override void ConnectedChanged(SimChannel channel) => Tell(ModernText.Event("NewConnectedLine", channel));

    public override void DialBegan(SimChannel? caller, SimChannel dialled, string dialString) =>
        Tell(ModernText.Pair("DialBegin", caller, dialled).Add("DialString", dialString));

    public override void Rings(SimChannel? caller, SimChannel dialled) =>
        Tell(ModernText.Pair("DialState", caller, dialled).Add("DialStatus", "RINGING"));

    public override void DialEnded(SimChannel? caller, SimChannel dialled, string status) =>
        Tell(ModernText.Pair("DialEnd", caller, dialled).Add("DialStatus", status));

    public override void DialOver(SimChannel caller, string status)
    {
    }

    public override void BridgeCreated(SimBridge bridge) => Tell(ModernText.Event("BridgeCreate", bridge));

    public override void Entered(SimChannel channel, SimBridge bridge, SimChannel? swap)
    {
        var text = ModernText.Event("BridgeEnter", bridge, channel);
        Tell(swap is null ? text : text.Add("SwapUniqueid", swap.Uniqueid));

        // All who meet in a bridge belong to the oldest one's story from then on.
        var oldest = bridge.Members.MinBy(member => decimal.Parse(member.Place.Linkedid, CultureInfo.InvariantCulture))!.Place.Linkedid;
        bridge.Members.ForEach(member => member.Place.Linkedid = oldest);
    }

    public override void Left(SimChannel channel, SimBridge bridge, int position) => Tell(ModernText.Event("BridgeLeave", bridge, channel));

    public override void BridgeDestroyed(SimBridge bridge) => Tell(ModernText.Event("BridgeDestroy", bridge));

    public override void Held(SimChannel channel) => Tell(ModernText.Event("Hold", channel).Add("MusicClass", "default"));

    public override void Unheld(SimChannel channel) => Tell(ModernText.Event("Unhold", channel));

    public override void MusicStarted(SimChannel channel) => Tell(ModernText.Event("MusicOnHoldStart", channel).Add("Class", "default"));

    public override void MusicStopped(SimChannel channel) => Tell(ModernText.Event("MusicOnHoldStop", channel));

    public override void HangupRequested(SimChannel channel, HangupCause? cause)
    {
        var text = ModernText.Event("HangupRequest", channel);
        Tell(cause is null ? text : text.Add("Cause", cause.Number).AddTechCause(cause.TechCause));
    }

    public override void SoftHangup(SimChannel channel, int cause, int? techCause) =>
        Tell(ModernText.Event("SoftHangupRequest", channel).Add("Cause", cause).AddTechCause(techCause));

    public override void HungUp(SimChannel channel, HangupCause cause) =>
        Tell(ModernText.Event("Hangup", channel).Add("Cause", cause.Number).Add("Cause-txt", cause.Text).AddTechCause(cause.TechCause));

    public override void LocalBridged(SimChannel one, SimChannel two, string exten, bool optimizes) => Tell(Local("LocalBridge", one, two)
        .Add("Context", "from-internal").Add("Exten", exten).Add("LocalOptimization", optimizes ? "Yes" : "No"));

    public override void OptimizationBegan(SimChannel one, SimChannel two, SimChannel source, int id) =>
        Tell(Local("LocalOptimizationBegin", one, two).AddChannel(source, "Source").Add("DestUniqueId", two.Uniqueid).Add("Id", id));

    public override void OptimizationEnded(SimChannel one, SimChannel two, int id) =>
        Tell(Local("LocalOptimizationEnd", one, two).Add("Success", "No").Add("Id", id)); // it says so although it worked

    private static AmiText Local(string name, SimChannel one, SimChannel two) =>
        AmiText.Event(name, "call").AddChannel(one, "LocalOne").AddChannel(two, "LocalTwo");

    public override void VariableSet(SimChannel channel, string name, string value) =>
        Tell(ModernText.Event("VarSet", channel, "dialplan").Add("Variable", name).Add("Value", value), "dialplan");

    public override AmiText ChannelRow(string actionId, SimChannel channel, TimeSpan duration) => AmiText.Row("CoreShowChannel", actionId).AddChannel(channel)
        .Add("Application", channel.Place.Application).Add("ApplicationData", channel.Place.ApplicationData)
        .Add("Duration", duration.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture))
        .Add("BridgeId", channel.Bridge?.Id ?? "");
}
