namespace PhonePop.Ami.Channels;

/// <summary>
/// The phone or line that a channel carries, and what is known of it. It belongs to the channel's Uniqueid, but moves with the
/// channel's name when Asterisk masquerades one channel into another: that is what keeps a call's identity.
/// </summary>
internal sealed class Endpoint(string uid, Channel? channel, DateTimeOffset startedAt)
{
    /// <summary>The Uniqueid that carried it first. Set only when an earlier run of the program knew it.</summary>
    public string Uid { get; set; } = uid;

    /// <summary>The channel that carries it now; null once that has hung up.</summary>
    public Channel? Channel { get; set; } = channel;

    public DateTimeOffset StartedAt { get; set; } = startedAt;

    /// <summary>The channel's own number. On a trunk: the caller, or the dialled number. Never to be used of an operator: Originate overwrites it.</summary>
    public string? Number { get; set; }

    public string? Name { get; set; }

    /// <summary>Connected line: evidence only where no link leads anywhere.</summary>
    public string? ConnectedNumber { get; set; }

    public string? ConnectedName { get; set; }

    /// <summary>The number that an outside caller dialled.</summary>
    public string? Did { get; set; }

    /// <summary>True once somebody dialled this channel (it did not come by itself).</summary>
    public bool WasDialled { get; set; }

    /// <summary>The operator's endpoint that dialled it, directly or through Local channels.</summary>
    public Endpoint? CalledBy { get; set; }

    public string? CalledByExtension { get; set; }

    /// <summary>The phone of the same operator that began to ring before it for the same click-to-dial.</summary>
    public Endpoint? RangAfter { get; set; }

    /// <summary>Of the operator's phones that a click-to-dial rings, the one that began: it names the call.</summary>
    public Endpoint First => RangAfter ?? this;

    public string? Queue { get; set; }

    public DateTimeOffset? QueuedAt { get; set; }

    public string? ParkingSpace { get; set; }

    /// <summary>The operator who parked it last.</summary>
    public string? ParkedBy { get; set; }

    public string? TransferredBy { get; set; }

    public string? TransferTarget { get; set; }

    /// <summary>The operator who talked to it last, and since when.</summary>
    public string? LastTalker { get; set; }

    public DateTimeOffset LastTalkerSince { get; set; }

    /// <summary>The conversation that an earlier run of the program counted it in; null otherwise.</summary>
    public string? KnownConversation { get; set; }

    /// <summary>How the last attempt to reach it ended: a DialStatus, or the hang-up cause of Q.850.</summary>
    public string? DialStatus { get; set; }

    public int HangupCause { get; set; }

    /// <summary>Extensions with a call that has this endpoint at either end: they are looked at again when it ends.</summary>
    public HashSet<string> Watchers { get; } = new(StringComparer.Ordinal);

    public bool IsAlive => Channel is not null;
}
