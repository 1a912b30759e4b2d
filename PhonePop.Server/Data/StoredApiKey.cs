namespace PhonePop.Server.Data;

/// <summary>A program's key that an administrator has made. Times are UTC.</summary>
public sealed class StoredApiKey
{
    public int Id { get; set; }

    public required string Name { get; set; }

    /// <summary>SHA-256 of the key; the key itself is known to nobody but its program.</summary>
    public required byte[] Hash { get; set; }

    public required string Role { get; set; }

    public string? Pbx { get; set; }

    public string? Extension { get; set; }

    public DateTime CreatedAt { get; set; }

    public string? CreatedBy { get; set; }

    /// <summary>When it was used last, to a few minutes; null: never.</summary>
    public DateTime? LastUsedAt { get; set; }
}
