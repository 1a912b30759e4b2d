namespace PhonePop.Simulator.Pbx;

/// <summary>A queue and its members' extensions; ring-all.</summary>
internal sealed class SimQueue(string name, IReadOnlyList<string> members, bool throughLocals)
{
    /// <summary>Its members are Local channels to the extensions.</summary>
    public bool ThroughLocals => throughLocals;

    public string Name { get; } = name;

    public IReadOnlyList<string> Members { get; } = members;

    public List<SimChannel> Callers { get; } = [];

    public int Completed { get; set; }

    public int Abandoned { get; set; }
}
