namespace PhonePop.Simulator.Pbx;

/// <summary>What a bridge is for.</summary>
internal enum SimBridgeKind
{
    /// <summary>Two who talk.</summary>
    Pair,

    /// <summary>A room of ConfBridge.</summary>
    Conference,

    /// <summary>The parking lot: nobody hears anybody.</summary>
    Parking,
}

/// <summary>Channels that hear each other. Its members are in the order of their entering: of a pair the dialled one first, as Dial does it.</summary>
/// <param name="id">The bridge's id, which 11 never tells.</param>
/// <param name="kind">What it is for.</param>
/// <param name="name">The conference's room.</param>
internal sealed class SimBridge(string id, SimBridgeKind kind = SimBridgeKind.Pair, string name = "")
{
    public string Id { get; } = id;

    public SimBridgeKind Kind { get; } = kind;

    public string Name { get; } = name;

    public List<SimChannel> Members { get; } = [];

    public SimChannel? Other(SimChannel channel) => Members.Find(member => member != channel);
}
