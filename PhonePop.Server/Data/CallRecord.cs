using PhonePop.Ami.Calls;

namespace PhonePop.Server.Data;

/// <summary>A call that has ended for good: one row per call id. Times are UTC.</summary>
public sealed class CallRecord
{
    /// <summary>The call id.</summary>
    public required string Id { get; set; }

    public required string Pbx { get; set; }

    public required string Extension { get; set; }

    public string? OperatorName { get; set; }

    public required string ConversationId { get; set; }

    public CallDirection Direction { get; set; }

    public CallOutcome? Outcome { get; set; }

    public PartyKind PartyKind { get; set; }

    public required string Number { get; set; }

    public string? E164 { get; set; }

    /// <summary>See <c>PhoneNumber.Key</c>.</summary>
    public required string NumberKey { get; set; }

    public string? PartyName { get; set; }

    /// <summary>The customer with the newest contact at that time, or null. No foreign key: the call happened, whatever becomes of the customer.</summary>
    public int? CustomerId { get; set; }

    /// <summary>What another system said of the customer, where it was asked and <see cref="CustomerId"/> is null.</summary>
    public string? CustomerName { get; set; }

    public string? CustomerCompany { get; set; }

    public string? CustomerExternalId { get; set; }

    public string? CustomerUrl { get; set; }

    /// <summary>The look-up that knew, as <c>CustomerMatch.Source</c>; null where it was our own table.</summary>
    public string? CustomerSource { get; set; }

    public string? Queue { get; set; }

    public DateTime? WaitingSince { get; set; }

    public string? Did { get; set; }

    public string? TransferredFrom { get; set; }

    public string? TransferredTo { get; set; }

    public string? AnsweredBy { get; set; }

    public DateTime StartedAt { get; set; }

    public DateTime? AnsweredAt { get; set; }

    public DateTime EndedAt { get; set; }

    /// <summary>Nobody saw how it ended: the server was down. <see cref="EndedAt"/> is when it was known last.</summary>
    public bool Uncertain { get; set; }

    /// <summary>The version of the last state.</summary>
    public long Version { get; set; }
}
