namespace PhonePop.Server.Data;

/// <summary>What sort of line a customer's number is.</summary>
public enum NumberKind
{
    /// <summary>Not said.</summary>
    Other,

    /// <summary>A mobile phone.</summary>
    Mobile,

    /// <summary>A desk at work.</summary>
    Work,

    /// <summary>At home.</summary>
    Home,

    /// <summary>The switchboard of a company: many people call from it.</summary>
    CompanyLine,
}

/// <summary>A row of the table of customers.</summary>
public sealed class Customer
{
    public int Id { get; set; }

    public required string Name { get; set; }

    public string? Company { get; set; }

    public string? Email { get; set; }

    public string? Note { get; set; }

    /// <summary>The id in another system, for <c>CardUrl</c> and for imports.</summary>
    public string? ExternalId { get; set; }

    /// <summary>No longer a customer: found by search, not by a ring.</summary>
    public bool Inactive { get; set; }

    /// <summary>Name and company, a line each, as search compares them and lists are sorted: SQLite ignores case for ASCII only.</summary>
    public string Folded { get; set; } = "";

    /// <summary>When a call with this customer last ended, UTC.</summary>
    public DateTime? LastContactAt { get; set; }

    public DateTime CreatedAt { get; set; }

    public DateTime UpdatedAt { get; set; }

    /// <summary>Who changed it last, or null: the server itself.</summary>
    public string? UpdatedBy { get; set; }

    /// <summary>Grows with each edit; who saves an older one is told.</summary>
    public int Version { get; set; }

    public List<CustomerNumber> Numbers { get; set; } = [];
}

/// <summary>One of a customer's numbers.</summary>
public sealed class CustomerNumber
{
    public int Id { get; set; }

    public int CustomerId { get; set; }

    /// <summary>As it was written.</summary>
    public required string Raw { get; set; }

    public string? E164 { get; set; }

    /// <summary>For numbers without a country code: see <c>PhoneNumber.Key</c>.</summary>
    public required string Key { get; set; }

    public string? Label { get; set; }

    public NumberKind Kind { get; set; }
}
