using System.Text.Json.Serialization;

namespace PhonePop.Ami.Calls;

/// <summary>What one operator sees: this extension, this far party, this conversation. Immutable; a change is a new record with the same <see cref="Id"/>.</summary>
public sealed record Call
{
    /// <summary><c>pbx:uniqueid:extension</c>. Derived from what Asterisk says, so that two programs watching one PBX agree.</summary>
    public required string Id { get; init; }

    /// <summary>The PBX's configured name.</summary>
    public required string Pbx { get; init; }

    /// <summary>The operator's extension.</summary>
    public required string Extension { get; init; }

    /// <summary>The conversation that this call is part of: the same for all operators in it.</summary>
    public required string ConversationId { get; init; }

    /// <summary>What the call is doing.</summary>
    public required CallPhase Phase { get; init; }

    /// <summary>Who began it.</summary>
    public required CallDirection Direction { get; init; }

    /// <summary>Who is at the other end; never null.</summary>
    public required CallParty Party { get; init; }

    /// <summary>The queue that the caller came through, or null.</summary>
    public string? Queue { get; init; }

    /// <summary>When the caller entered the queue (or, without a queue, when the caller's channel appeared).</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>The number that the caller dialled, or null when unknown.</summary>
    public string? Did { get; init; }

    /// <summary>The extension that transferred the far party here, or null.</summary>
    public string? TransferredFrom { get; init; }

    /// <summary>During a consultation: the customer whom the consulting colleague has on hold. Null otherwise.</summary>
    public CallParty? ConsultFor { get; init; }

    /// <summary>The extension that took the call, when that was not this one.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>The extension or number that this operator transferred the far party to.</summary>
    public string? TransferredTo { get; init; }

    /// <summary>When this operator's call began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When this operator answered or was answered; null before.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>When it ended for this operator; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How it ended; null while it goes on.</summary>
    public CallOutcome? Outcome { get; init; }

    /// <summary>True with <see cref="CallPhase.Ended"/> once the whole conversation has ended: the id never comes back, and history may be written.</summary>
    public bool IsFinal { get; init; }

    /// <summary>True while the connection to the PBX is down, until a list has confirmed the call.</summary>
    public bool Uncertain { get; init; }

    /// <summary>The Uniqueid that carries the operator's phone now: another one after a masquerade or a change of the phone. Kept when the call has ended.</summary>
    public string? Uniqueid { get; init; }

    /// <summary>The Uniqueid that carries the far party now; null while only its number is known.</summary>
    public string? PartyUniqueid { get; init; }

    /// <summary>What led here, change by change; the same object in all records of one id. Null in a record that did not come from a monitor.</summary>
    [JsonIgnore]
    public CallTrail? Trail { get; init; }

    /// <summary>When the bytes that caused this state were read from the PBX, in ticks of <see cref="TimeProvider.GetTimestamp"/>. The start of the delay that a pop is measured by.</summary>
    public long ReceivedAt { get; init; }
}
