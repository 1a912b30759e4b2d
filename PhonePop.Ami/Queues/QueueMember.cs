namespace PhonePop.Ami.Queues;

/// <summary>What a member of a queue is doing, as the PBX sees the phone behind it.</summary>
public enum QueueMemberState
{
    /// <summary>The PBX does not know.</summary>
    Unknown,

    /// <summary>Free: the queue may ring it.</summary>
    Free,

    /// <summary>Rung.</summary>
    Ringing,

    /// <summary>On a call, of the queue or any other.</summary>
    InCall,

    /// <summary>On a call that is on hold.</summary>
    OnHold,

    /// <summary>The phone says that it is busy.</summary>
    Busy,

    /// <summary>Not registered, or no such phone.</summary>
    Unavailable,
}

/// <summary>Somebody, or something, that a queue rings. Immutable; a change is a new record with the same <see cref="Id"/>.</summary>
public sealed record QueueMember
{
    /// <summary><c>pbx/queue/interface</c>.</summary>
    public string Id => $"{Pbx}/{Queue}/{Interface}";

    /// <summary>The PBX's configured name.</summary>
    public required string Pbx { get; init; }

    /// <summary>The queue.</summary>
    public required string Queue { get; init; }

    /// <summary>What is rung, as the PBX writes it: <c>PJSIP/101</c>, <c>Local/101@from-queue/n</c>.</summary>
    public required string Interface { get; init; }

    /// <summary>The operator's extension behind it, or null: an outside number, or a device that no operator has.</summary>
    public string? Extension { get; init; }

    /// <summary>The member's name on the PBX; empty where it has none.</summary>
    public string Name { get; init; } = "";

    /// <summary>What the member is doing.</summary>
    public QueueMemberState State { get; init; }

    /// <summary>True while the queue passes the member over.</summary>
    public bool Paused { get; init; }

    /// <summary>Why it is paused, where somebody said so; else empty.</summary>
    public string PausedReason { get; init; } = "";

    /// <summary>Members with a lower penalty are rung first.</summary>
    public int Penalty { get; init; }

    /// <summary>Calls taken for this queue since the PBX counts.</summary>
    public int CallsTaken { get; init; }

    /// <summary>When the last of them ended, or null.</summary>
    public DateTimeOffset? LastCall { get; init; }

    /// <summary>True in the last record of an id: it is no member any more.</summary>
    public bool IsGone { get; init; }
}
