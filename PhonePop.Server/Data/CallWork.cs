namespace PhonePop.Server.Data;

/// <summary>
/// What somebody wrote about a call: one row per call id, from the first letter on. No foreign key: the call's own row is written when
/// the call has ended for good, and what was typed before must not wait for it.
/// </summary>
public sealed class CallWork
{
    /// <summary>The call id.</summary>
    public required string CallId { get; set; }

    /// <summary>The conversation, so that a colleague who gets the customer finds it.</summary>
    public required string ConversationId { get; set; }

    public string? Note { get; set; }

    /// <summary>The name of an outcome, as the administrator's list had it at that time.</summary>
    public string? Outcome { get; set; }

    /// <summary>The user's id, or <c>key:name</c> for a program.</summary>
    public required string AuthorId { get; set; }

    /// <summary>The name of who wrote last.</summary>
    public required string Author { get; set; }

    /// <summary>UTC.</summary>
    public DateTime UpdatedAt { get; set; }
}
