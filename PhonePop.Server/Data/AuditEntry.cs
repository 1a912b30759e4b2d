namespace PhonePop.Server.Data;

/// <summary>Something that has to do with who may come in or what the server does, and who did it. Times are UTC.</summary>
public sealed class AuditEntry
{
    public long Id { get; set; }

    public DateTime At { get; set; }

    /// <summary>What happened: one of the words of <c>AuditActions</c>.</summary>
    public required string Action { get; set; }

    /// <summary>Who did it, by the name that people know; null: the server itself, or nobody that is known.</summary>
    public string? Who { get; set; }

    /// <summary>The address it came from, or null: the server itself.</summary>
    public string? Address { get; set; }

    /// <summary>Whom or what it was done to, or null.</summary>
    public string? Subject { get; set; }

    /// <summary>What more there is to know, or null. Never a secret.</summary>
    public string? Detail { get; set; }
}
