namespace PhonePop.Server.Data;

/// <summary>How an entry of the list of people to call back left it.</summary>
public enum CallbackEnd
{
    /// <summary>Somebody said that it is done.</summary>
    Done,

    /// <summary>A call with that customer was answered.</summary>
    Reached,

    /// <summary>Nobody called back for as long as entries are kept.</summary>
    Expired,
}

/// <summary>Somebody who was missed, once for all their missed calls until they are reached. Times are UTC.</summary>
public sealed class Callback
{
    public int Id { get; set; }

    public required string Pbx { get; set; }

    /// <summary>What to dial: E.164 where the number could be read.</summary>
    public required string Number { get; set; }

    public string? E164 { get; set; }

    /// <summary>See <c>PhoneNumber.Key</c>.</summary>
    public required string NumberKey { get; set; }

    /// <summary>The only customer with that number when it was missed last, or null.</summary>
    public int? CustomerId { get; set; }

    /// <summary>How many calls were missed.</summary>
    public int Count { get; set; }

    public DateTime FirstAt { get; set; }

    public DateTime LastAt { get; set; }

    /// <summary>The queue of the last one, or null.</summary>
    public string? Queue { get; set; }

    /// <summary>The line that was called last, or null.</summary>
    public string? Did { get; set; }

    /// <summary>The id of who takes care of it, or null.</summary>
    public string? ClaimedById { get; set; }

    public string? ClaimedBy { get; set; }

    public DateTime? ClaimedAt { get; set; }

    public DateTime? EndedAt { get; set; }

    /// <summary>The name of who did it or reached them, or null.</summary>
    public string? EndedBy { get; set; }

    public CallbackEnd? End { get; set; }
}

/// <summary>A conversation that was judged as missed: each counts once, whoever tells of it, and however often.</summary>
public sealed class MissedConversation
{
    public required string ConversationId { get; set; }

    public int CallbackId { get; set; }

    /// <summary>When it ended, UTC.</summary>
    public DateTime At { get; set; }
}
