using System.Globalization;
using PhonePop.Simulator.Wire;

namespace PhonePop.Simulator.Pbx.Dialects;

/// <summary>Asterisk 11.15.1 with chan_sip. An unknown name is empty, <c>&lt;unknown&gt;</c> or <c>unknown</c>, whichever this event writes.</summary>
/// <param name="eventWhenCalled">Whether queues tell of their members (<c>eventwhencalled</c>).</param>
/// <param name="tell">Sends an event of a class to all who want it.</param>
internal sealed partial class ClassicDialect(bool eventWhenCalled, Action<string, AmiText> tell) : Dialect(tell)
{
    public override AsteriskRelease Release => AsteriskRelease.Asterisk11;

    public override string AsteriskVersion => "11.15.1";

    public override string AmiVersion => "1.3";

    public override string StatusOf(RejectReason reason) => reason == RejectReason.NoAnswer ? "CONGESTION" : "BUSY";

    public override void Began(SimChannel channel) => Tell(AmiText.Event("Newchannel", "call").Add("Channel", channel.Name)
        .Add("ChannelState", (int)channel.State).Add("ChannelStateDesc", channel.State.ToString())
        .Add("CallerIDNum", channel.Number).Add("CallerIDName", channel.CallerName).Add("AccountCode", "")
        .Add("Exten", channel.Place.Exten == "s" ? "" : channel.Place.Exten).Add("Context", channel.Place.Context).Add("Uniqueid", channel.Uniqueid));

    public override void StateChanged(SimChannel channel) => Tell(AmiText.Event("Newstate", "call").Add("Channel", channel.Name)
        .Add("ChannelState", (int)channel.State).Add("ChannelStateDesc", channel.State.ToString())
        .Add("CallerIDNum", channel.Number).Add("CallerIDName", channel.CallerName)
        .Add("ConnectedLineNum", channel.ConnectedNumber).Add("ConnectedLineName", channel.ConnectedName).Add("Uniqueid", channel.Uniqueid));

    public override void CallerIdChanged(SimChannel channel) => Tell(AmiText.Event("NewCallerid", "call").Add("Channel", channel.Name)
        .Add("CallerIDNum", channel.Number).Add("CallerIDName", channel.CallerName).Add("Uniqueid", channel.Uniqueid)
        .Add("CID-CallingPres", "0 (Presentation Allowed, Not Screened)"));

    public override void ConnectedChanged(SimChannel channel)
    {
    }

    // 11 says nothing of an Originate's dial.
    public override void DialBegan(SimChannel? caller, SimChannel dialled, string dialString)
    {
        if (caller is not null)
        {
            Tell(Lines(AmiText.Event("Dial", "call").Add("SubEvent", "Begin").Add("Channel", caller.Name).Add("Destination", dialled.Name), caller)
                .Add("UniqueID", caller.Uniqueid).Add("DestUniqueID", dialled.Uniqueid).Add("Dialstring", dialString));
        }
    }

    public override void Rings(SimChannel? caller, SimChannel dialled)
    {
    }

    public override void DialEnded(SimChannel? caller, SimChannel dialled, string status)
    {
    }

    public override void DialOver(SimChannel caller, string status) => Tell(AmiText.Event("Dial", "call").Add("SubEvent", "End")
        .Add("Channel", caller.Name).Add("UniqueID", caller.Uniqueid).Add("DialStatus", status));

    public override void BridgeCreated(SimBridge bridge)
    {
    }

    public override void Entered(SimChannel channel, SimBridge bridge, SimChannel? swap)
    {
        if (bridge is { Kind: SimBridgeKind.Pair, Members: [var dialled, var caller] })
        {
            AccountChanged(dialled);
            Linked("Link", caller, dialled);
        }
    }

    public override void Left(SimChannel channel, SimBridge bridge, int position)
    {
        if (bridge is { Kind: SimBridgeKind.Pair, Members: [var other] })
        {
            Linked("Unlink", position == 0 ? other : channel, position == 0 ? channel : other);
        }
    }

    public override void BridgeDestroyed(SimBridge bridge)
    {
    }

    public override void Held(SimChannel channel)
    {
    }

    public override void Unheld(SimChannel channel)
    {
    }

    public override void MusicStarted(SimChannel channel) => Tell(Music(channel, "Start").Add("Class", "default"));

    public override void MusicStopped(SimChannel channel) => Tell(Music(channel, "Stop"));

    public override void HangupRequested(SimChannel channel, HangupCause? cause) =>
        Tell(AmiText.Event("HangupRequest", "call").Add("Channel", channel.Name).Add("Uniqueid", channel.Uniqueid));

    public override void SoftHangup(SimChannel channel, int cause, int? techCause) =>
        Tell(AmiText.Event("SoftHangupRequest", "call").Add("Channel", channel.Name).Add("Uniqueid", channel.Uniqueid).Add("Cause", cause));

    public override void HungUp(SimChannel channel, HangupCause cause) =>
        Tell(Lines(AmiText.Event("Hangup", "call").Add("Channel", channel.Name).Add("Uniqueid", channel.Uniqueid), channel)
            .Add("AccountCode", "").Add("Cause", cause.Number).Add("Cause-txt", cause.Text));

    public override void AccountChanged(SimChannel channel) => Tell(AmiText.Event("NewAccountCode", "call").Add("Channel", channel.Name)
        .Add("Uniqueid", channel.Uniqueid).Add("AccountCode", "").Add("OldAccountCode", ""));

    public override void LinkFlapped(SimChannel caller, SimChannel dialled)
    {
        Linked("Unlink", caller, dialled);
        Linked("Link", caller, dialled);
    }

    public override void LocalBridged(SimChannel one, SimChannel two, string exten, bool optimizes) => Tell(AmiText.Event("LocalBridge", "call")
        .Add("Channel1", one.Name).Add("Channel2", two.Name).Add("Uniqueid1", one.Uniqueid).Add("Uniqueid2", two.Uniqueid)
        .Add("Context", "from-internal").Add("Exten", exten).Add("LocalOptimization", optimizes ? "Yes" : "No"));

    /// <summary>Told before it is done: the original's place gets the clone's name, and what is left of the original is a zombie.</summary>
    public override void Masquerading(SimChannel clone, SimChannel original)
    {
        Tell(AmiText.Event("Masquerade", "call").Add("Clone", clone.Name).Add("CloneState", clone.State.ToString())
            .Add("Original", original.Name).Add("OriginalState", original.State.ToString()));
        Renamed(clone.Name, clone.Name + "<MASQ>", clone.Uniqueid);
        Renamed(original.Name, clone.Name, original.Uniqueid);
        Renamed(clone.Name + "<MASQ>", original.Name + "<ZOMBIE>", clone.Uniqueid);
    }

    public override void VariableSet(SimChannel channel, string name, string value) => Tell(
        AmiText.Event("VarSet", "dialplan").Add("Channel", channel.Name).Add("Variable", name).Add("Value", value).Add("Uniqueid", channel.Uniqueid), "dialplan");

    public override AmiText ChannelRow(string actionId, SimChannel channel, TimeSpan duration)
    {
        var bridged = channel.Bridge is { Kind: SimBridgeKind.Pair } bridge ? bridge.Other(channel) : null;
        return AmiText.Row("CoreShowChannel", actionId).Add("Channel", channel.Name).Add("UniqueID", channel.Uniqueid)
            .Add("Context", channel.Place.Context).Add("Extension", channel.Place.Exten).Add("Priority", channel.Place.Priority)
            .Add("ChannelState", (int)channel.State).Add("ChannelStateDesc", channel.State.ToString())
            .Add("Application", channel.Place.Application).Add("ApplicationData", channel.Place.ApplicationData)
            .Add("CallerIDnum", channel.Number).Add("CallerIDname", channel.CallerName)
            .Add("ConnectedLineNum", channel.ConnectedNumber).Add("ConnectedLineName", channel.ConnectedName)
            .Add("Duration", duration.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture)).Add("AccountCode", "")
            .Add("BridgedChannel", bridged?.Name ?? "").Add("BridgedUniqueID", bridged?.Uniqueid ?? "");
    }

    public override AmiText ListEnd(string name, string actionId, int items)
    {
        var end = new AmiText().Add("Event", name).Add("EventList", "Complete").Add("ListItems", items);
        return actionId.Length == 0 ? end : end.Add("ActionID", actionId);
    }

    private static AmiText Music(SimChannel channel, string state) =>
        AmiText.Event("MusicOnHold", "call").Add("State", state).Add("Channel", channel.Name).Add("UniqueID", channel.Uniqueid);

    private static AmiText Lines(AmiText text, SimChannel channel) => text
        .Add("CallerIDNum", ModernText.Known(channel.Number)).Add("CallerIDName", ModernText.Known(channel.CallerName))
        .Add("ConnectedLineNum", ModernText.Known(channel.ConnectedNumber)).Add("ConnectedLineName", ModernText.Known(channel.ConnectedName));

    private void Linked(string state, SimChannel caller, SimChannel dialled) => Tell(AmiText.Event("Bridge", "call").Add("Bridgestate", state).Add("Bridgetype", "core")
        .Add("Channel1", caller.Name).Add("Channel2", dialled.Name).Add("Uniqueid1", caller.Uniqueid).Add("Uniqueid2", dialled.Uniqueid)
        .Add("CallerID1", caller.Number).Add("CallerID2", dialled.Number));

    private void Renamed(string from, string to, string uniqueid) =>
        Tell(AmiText.Event("Rename", "call").Add("Channel", from).Add("Newname", to).Add("Uniqueid", uniqueid));
}
