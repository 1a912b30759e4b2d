namespace PhonePop.Simulator.Pbx;

/// <summary>States as Asterisk numbers them.</summary>
internal enum SimChannelState
{
    Down = 0,
    Ring = 4,
    Ringing = 5,
    Up = 6,
}

/// <summary>
/// One leg inside the emulated PBX: a phone, a line, or half a Local channel. Touched only under the switch's lock.
/// Who the leg is stays with it; its place (Uniqueid, bridge, what it executes) moves in a masquerade of Asterisk 11.
/// </summary>
internal sealed class SimChannel(string name, string? extension, DateTimeOffset since)
{
    public string Name { get; set; } = name;

    /// <summary>The operator whose phone this is; null: the outside world, or plumbing.</summary>
    public string? Extension { get; } = extension;

    public DateTimeOffset Since { get; set; } = since;

    public SimChannelState State { get; set; }

    /// <summary>Empty: unknown.</summary>
    public string Number { get; set; } = "";

    public string CallerName { get; set; } = "";

    public string ConnectedNumber { get; set; } = "";

    public string ConnectedName { get; set; } = "";

    /// <summary>This end put the other on hold.</summary>
    public bool IsHolding { get; set; }

    public bool HearsMusic { get; set; }

    /// <summary>The Local channel through which this phone is reached, while there is one.</summary>
    public SimLocal? Via { get; set; }

    public required SimPlace Place { get; set; }

    public string Uniqueid => Place.Uniqueid;

    public SimBridge? Bridge => Place.Bridge;

    public string Device => Name[..Name.LastIndexOf('-')];

    /// <summary><c>SIP/101</c> → <c>101</c>.</summary>
    public string Peer => Device[(Device.IndexOf('/', StringComparison.Ordinal) + 1)..];
}

/// <summary>Where a leg stands.</summary>
internal sealed class SimPlace(string uniqueid, string linkedid)
{
    public string Uniqueid { get; } = uniqueid;

    public string Linkedid { get; set; } = linkedid;

    public string Context { get; set; } = "";

    public string Exten { get; set; } = "s";

    public int Priority { get; set; } = 1;

    public string Application { get; set; } = "";

    public string ApplicationData { get; set; } = "";

    public SimBridge? Bridge { get; set; }

    /// <summary>A dialplan runs here: it called in, or was sent to an extension. A dialled phone has none.</summary>
    public bool HasPbx { get; set; }

    /// <summary>A Dial runs here that has not been told to be over.</summary>
    public bool Dials { get; set; }

    /// <summary>The queue in which this caller waits.</summary>
    public SimQueue? WaitsIn { get; set; }

    public DateTimeOffset WaitsSince { get; set; }
}
