using PhonePop.Simulator.Wire;

namespace PhonePop.Simulator.Pbx.Dialects;

/// <summary>Snapshots of channels and bridges in the keys and the order in which Asterisk 12 and later send them.</summary>
internal static class ModernText
{
    public static AmiText Event(string name, SimChannel channel, string privilege = "call") => AmiText.Event(name, privilege).AddChannel(channel);

    public static AmiText Event(string name, SimBridge bridge, SimChannel? channel = null)
    {
        var text = AmiText.Event(name, "call").AddBridge(bridge);
        return channel is null ? text : text.AddChannel(channel);
    }

    /// <summary>Without a caller: an Originate.</summary>
    public static AmiText Pair(string name, SimChannel? caller, SimChannel dialled, string privilege = "call")
    {
        var text = AmiText.Event(name, privilege);
        return (caller is null ? text : text.AddChannel(caller)).AddChannel(dialled, "Dest");
    }

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
        .Add(prefix + "Context", channel.Place.Context)
        .Add(prefix + "Exten", channel.Place.Exten)
        .Add(prefix + "Priority", channel.Place.Priority)
        .Add(prefix + "Uniqueid", channel.Uniqueid)
        .Add(prefix + "Linkedid", channel.Place.Linkedid);

    public static AmiText AddBridge(this AmiText text, SimBridge bridge, string prefix = "") => text
        .Add(prefix + "BridgeUniqueid", bridge.Id)
        .Add(prefix + "BridgeType", bridge.Kind == SimBridgeKind.Conference ? "" : bridge.Kind == SimBridgeKind.Parking ? "parking" : "basic")
        .Add(prefix + "BridgeTechnology", bridge.Kind switch { SimBridgeKind.Conference => "softmix", SimBridgeKind.Parking => "holding_bridge", _ => "simple_bridge" })
        .Add(prefix + "BridgeCreator", bridge.Kind switch { SimBridgeKind.Conference => "ConfBridge", SimBridgeKind.Parking => "Parking", _ => "<unknown>" })
        .Add(prefix + "BridgeName", bridge.Name.Length == 0 ? "<unknown>" : bridge.Name)
        .Add(prefix + "BridgeNumChannels", bridge.Members.Count)
        .Add(prefix + "BridgeVideoSourceMode", "none");

    /// <summary>The SIP status behind a cause, where a SIP message was.</summary>
    public static AmiText AddTechCause(this AmiText text, int? status) => status is { } known ? text.Add("TechCause", known) : text;

    public static string Known(string value) => value.Length == 0 ? "<unknown>" : value;
}
