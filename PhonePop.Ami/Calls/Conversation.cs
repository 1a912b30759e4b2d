namespace PhonePop.Ami.Calls;

/// <summary>What a conversation as a whole is doing.</summary>
public enum ConversationState
{
    /// <summary>The caller waits (queue, voice menu) and no phone rings.</summary>
    Waiting,

    /// <summary>At least one phone rings and nobody talks.</summary>
    Ringing,

    /// <summary>An operator calls out.</summary>
    Dialing,

    /// <summary>Somebody talks.</summary>
    Talking,

    /// <summary>Connected, and one side is on hold.</summary>
    Held,

    /// <summary>The caller waits in a parking space.</summary>
    Parked,

    /// <summary>Over: this is the last that is said of it.</summary>
    Ended,
}

/// <summary>Somebody in a conversation.</summary>
/// <param name="Party">The colleague (<see cref="PartyKind.Internal"/>) or the outside party.</param>
/// <param name="Phase">What this participant is doing; for an outside party that waits, <see cref="CallPhase.Dialing"/>.</param>
/// <param name="Since">When this participant joined.</param>
public sealed record Participant(CallParty Party, CallPhase Phase, DateTimeOffset Since);

/// <summary>The channels that links hold together, as people: the row of the live list.</summary>
public sealed record Conversation
{
    /// <summary><c>pbx:uniqueid</c> of the channel that began it.</summary>
    public required string Id { get; init; }

    /// <summary>The PBX's configured name.</summary>
    public required string Pbx { get; init; }

    /// <summary>What the conversation is doing.</summary>
    public required ConversationState State { get; init; }

    /// <summary>Outside parties first, then operators in the order in which they joined.</summary>
    public required IReadOnlyList<Participant> Participants { get; init; }

    /// <summary>The queue that it waits in or came through, or null.</summary>
    public string? Queue { get; init; }

    /// <summary>The parking space, or null.</summary>
    public string? ParkingSpace { get; init; }

    /// <summary>When the first channel of it appeared.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When an operator first talked in it; null before.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>True while the connection to the PBX is down, until a list has confirmed it.</summary>
    public bool Uncertain { get; init; }
}
