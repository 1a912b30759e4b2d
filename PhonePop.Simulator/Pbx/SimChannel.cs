namespace PhonePop.Simulator.Pbx;

/// <summary>States as Asterisk numbers them.</summary>
internal enum SimChannelState
{
    Down = 0,
    Ring = 4,
    Ringing = 5,
    Up = 6,
}

/// <summary>One leg inside the emulated PBX. Touched only under the switch's lock.</summary>
internal sealed class SimChannel(string name, string uniqueid, string linkedid, string? extension, DateTimeOffset since)
{
    public string Name { get; } = name;

    public string Uniqueid { get; } = uniqueid;

    public string Linkedid { get; set; } = linkedid;

    /// <summary>The operator whose phone this is; null: the outside world.</summary>
    public string? Extension { get; } = extension;

    public DateTimeOffset Since { get; } = since;

    public SimChannelState State { get; set; }

    /// <summary>Empty: unknown.</summary>
    public string Number { get; set; } = "";

    public string CallerName { get; set; } = "";

    public string ConnectedNumber { get; set; } = "";

    public string ConnectedName { get; set; } = "";

    public string Context { get; set; } = "";

    public string Exten { get; set; } = "s";

    public int Priority { get; set; } = 1;

    public string Application { get; set; } = "";

    public string ApplicationData { get; set; } = "";

    public SimBridge? Bridge { get; set; }

    /// <summary>This end put the other on hold.</summary>
    public bool IsHolding { get; set; }

    public bool HearsMusic { get; set; }

    /// <summary>Set on a channel that was dialled: the channel that dials it, until it has answered or ended.</summary>
    public SimChannel? DialledBy { get; set; }

    /// <summary>The queue in which this caller waits.</summary>
    public SimQueue? WaitsIn { get; set; }

    public DateTimeOffset WaitsSince { get; set; }

    /// <summary>Which of two operators called the other.</summary>
    public bool IsCaller { get; init; }

    public string Device => Name[..Name.LastIndexOf('-')];
}

/// <summary>A bridge of two. Its members are in the order of their entering.</summary>
internal sealed class SimBridge(string id)
{
    public string Id { get; } = id;

    public List<SimChannel> Members { get; } = [];

    public SimChannel? Other(SimChannel channel) => Members.Find(member => member != channel);
}

/// <summary>A queue and its members' extensions; ring-all.</summary>
internal sealed class SimQueue(string name, IReadOnlyList<string> members)
{
    public string Name { get; } = name;

    public IReadOnlyList<string> Members { get; } = members;

    public List<SimChannel> Callers { get; } = [];

    public int Completed { get; set; }

    public int Abandoned { get; set; }
}
