namespace PhonePop.Simulator.Pbx;

/// <summary>A queue and its members' extensions; ring-all.</summary>
internal sealed class SimQueue(string name, IReadOnlyList<string> members, bool throughLocals)
{
    /// <summary>Its members are Local channels to the extensions.</summary>
    public bool ThroughLocals => throughLocals;

    public string Name { get; } = name;

    public IReadOnlyList<string> Members { get; } = members;

    /// <summary>How each member stands in this queue, by extension.</summary>
    public IReadOnlyDictionary<string, SimMember> Standing { get; } = members.ToDictionary(m => m, _ => new SimMember());

    public List<SimChannel> Callers { get; } = [];

    public int Completed { get; set; }

    public int Abandoned { get; set; }
}

/// <summary>A member's part in one queue.</summary>
internal sealed class SimMember
{
    public bool Paused { get; set; }

    public string PausedReason { get; set; } = "";

    public int CallsTaken { get; set; }

    /// <summary>Unix seconds; 0: none yet.</summary>
    public int LastCall { get; set; }
}
