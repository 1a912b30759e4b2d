using PhonePop.Simulator.Wire;

namespace PhonePop.Simulator.Pbx;

/// <summary>Words of Asterisk 22: snapshots of channels and bridges in the keys and the order in which 22.10.1 sent them.</summary>
internal static class Dialect22
{
    public static AmiText AddChannel(this AmiText text, SimChannel channel, string prefix = "") => text
        .Add(prefix + "Channel", channel.Name)
        .Add(prefix + "ChannelState", (int)channel.State)
        .Add(prefix + "ChannelStateDesc", channel.State.ToString())
        .Add(prefix + "CallerIDNum", Known(channel.Number))
        .Add(prefix + "CallerIDName", Known(channel.CallerName))
        .Add(prefix + "ConnectedLineNum", Known(channel.ConnectedNumber))
        .Add(prefix + "ConnectedLineName", Known(channel.ConnectedName))
        .Add(prefix + "Language", "en")
        .Add(prefix + "AccountCode", "")
        .Add(prefix + "Context", channel.Context)
        .Add(prefix + "Exten", channel.Exten)
        .Add(prefix + "Priority", channel.Priority)
        .Add(prefix + "Uniqueid", channel.Uniqueid)
        .Add(prefix + "Linkedid", channel.Linkedid);

    public static AmiText AddBridge(this AmiText text, SimBridge bridge, string prefix = "") => text
        .Add(prefix + "BridgeUniqueid", bridge.Id)
        .Add(prefix + "BridgeType", "basic")
        .Add(prefix + "BridgeTechnology", "simple_bridge")
        .Add(prefix + "BridgeCreator", "<unknown>")
        .Add(prefix + "BridgeName", "<unknown>")
        .Add(prefix + "BridgeNumChannels", bridge.Members.Count)
        .Add(prefix + "BridgeVideoSourceMode", "none");

    public static AmiText ChannelEvent(string name, SimChannel channel) => ChannelEvent(name, "call", channel);

    public static AmiText ChannelEvent(string name, string privilege, SimChannel channel) => AmiText.Event(name, privilege).AddChannel(channel);

    public static AmiText BridgeEvent(string name, SimBridge bridge, SimChannel? channel = null)
    {
        var text = AmiText.Event(name, "call").AddBridge(bridge);
        return channel is null ? text : text.AddChannel(channel);
    }

    public static AmiText DialEvent(string name, SimChannel caller, SimChannel dialled) =>
        AmiText.Event(name, "call").AddChannel(caller).AddChannel(dialled, "Dest");

    public static AmiText QueueEvent(string name, SimChannel caller, SimQueue queue) =>
        AmiText.Event(name, "agent").AddChannel(caller).Add("Queue", queue.Name);

    public static AmiText AgentEvent(string name, SimChannel caller, SimChannel member, SimQueue queue) =>
        AmiText.Event(name, "agent").AddChannel(caller).AddChannel(member, "Dest")
            .Add("Queue", queue.Name).Add("Interface", member.Device).Add("MemberName", member.CallerName);

    public static AmiText BlindTransfer(SimChannel transferer, SimChannel transferee, SimBridge bridge, string extension) =>
        AmiText.Event("BlindTransfer", "call").Add("Result", "Success")
            .AddChannel(transferer, "Transferer").AddChannel(transferee, "Transferee").AddBridge(bridge)
            .Add("IsExternal", "Yes").Add("Context", "from-internal").Add("Extension", extension);

    public static AmiText AttendedTransfer(SimChannel original, SimChannel second, SimChannel transferee, SimChannel target) =>
        AmiText.Event("AttendedTransfer", "call").Add("Result", "Success")
            .AddChannel(original, "OrigTransferer").AddBridge(original.Bridge!, "Orig")
            .AddChannel(second, "SecondTransferer").AddBridge(second.Bridge!, "Second")
            .AddChannel(transferee, "Transferee").AddChannel(target, "TransferTarget")
            .Add("IsExternal", "No").Add("DestType", "Bridge").Add("DestBridgeUniqueid", second.Bridge!.Id);

    /// <summary>The SIP status behind a cause, where a SIP message was.</summary>
    public static AmiText AddTechCause(this AmiText text, HangupCause cause) => cause.TechCause is { } status ? text.Add("TechCause", status) : text;

    private static string Known(string value) => value.Length == 0 ? "<unknown>" : value;
}
