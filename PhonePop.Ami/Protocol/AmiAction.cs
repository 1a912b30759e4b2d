namespace PhonePop.Ami.Protocol;

/// <summary>A request to the PBX. The session adds the <c>ActionID</c>.</summary>
/// <param name="Name">The action, such as <c>CoreShowChannels</c>.</param>
/// <param name="Fields">Its headers, in order. CR or LF in any of them is an <see cref="ArgumentException"/> when it is sent.</param>
public sealed record AmiAction(string Name, params IReadOnlyList<AmiField> Fields)
{
    /// <summary>Asks whether the PBX still answers.</summary>
    public static AmiAction Ping { get; } = new("Ping");

    /// <summary>Lists all channels, one row each. Wants <c>write = reporting</c>.</summary>
    public static AmiAction CoreShowChannels { get; } = new("CoreShowChannels");

    /// <summary>Lists all bridges, one row each. Asterisk 12 and later; wants no right.</summary>
    public static AmiAction BridgeList { get; } = new("BridgeList");

    /// <summary>Lists all queues with their members and callers. Wants no right.</summary>
    public static AmiAction QueueStatus { get; } = new("QueueStatus");

    /// <summary>Lists the parked calls. Wants <c>write = call</c> on Asterisk 12 and later.</summary>
    public static AmiAction ParkedCalls { get; } = new("ParkedCalls");

    /// <summary>Asks for the version of Asterisk. Wants <c>write = reporting</c>.</summary>
    public static AmiAction CoreSettings { get; } = new("CoreSettings");

    /// <summary>Lists the actions that this account may use. Wants no right.</summary>
    public static AmiAction ListCommands { get; } = new("ListCommands");

    /// <summary>Asks whether the other side has put a channel on hold: <c>Value</c> is 1 or 0. Wants <c>write = reporting</c>, and <see cref="AmiVersion.KnowsHolds"/>.</summary>
    /// <param name="uniqueid">The channel.</param>
    public static AmiAction IsOnHold(string uniqueid) => new("Getvar", new AmiField("Channel", uniqueid), new AmiField("Variable", "CHANNEL(onhold)"));

    /// <summary>Chooses the classes of events that this connection gets, such as <c>system,call,agent</c>. Wants no right.</summary>
    public static AmiAction Events(string mask) => new("Events", new AmiField("EventMask", mask));

    /// <summary>Lets events of this name through, and no others but those of further filters. Wants <c>write = system</c>.</summary>
    /// <param name="name">The event, such as <c>Newchannel</c>.</param>
    /// <param name="byName">In the words of Asterisk 22; otherwise a regular expression over the whole event, which also lets names through that begin so.</param>
    public static AmiAction Filter(string name, bool byName) => byName
        ? new("Filter", new AmiField("Operation", "Add"), new AmiField("MatchCriteria", $"name({name})"))
        : new("Filter", new AmiField("Operation", "Add"), new AmiField("Filter", $"Event: {name}"));

    /// <summary>The name only: headers may hold a secret or a customer's number.</summary>
    public override string ToString() => Name;
}
