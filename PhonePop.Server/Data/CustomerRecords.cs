namespace PhonePop.Server.Data;

/// <summary>What somebody wrote on a customer's card. Times are UTC.</summary>
public sealed class CustomerNote
{
    public int Id { get; set; }

    public int CustomerId { get; set; }

    public required string Text { get; set; }

    /// <summary>Who wrote it, by the name that people know.</summary>
    public required string Author { get; set; }

    public DateTime At { get; set; }
}

/// <summary>One field of a customer that somebody changed. Times are UTC.</summary>
public sealed class CustomerChange
{
    public int Id { get; set; }

    public int CustomerId { get; set; }

    public DateTime At { get; set; }

    /// <summary>Who, or null: the server itself, as with the demo's customers.</summary>
    public string? By { get; set; }

    /// <summary>The field in camel case, or <c>created</c>, <c>imported</c>, <c>merged</c>.</summary>
    public required string Field { get; set; }

    public string? Old { get; set; }

    public string? New { get; set; }
}

/// <summary>Whom a shared number means, because somebody said so.</summary>
public sealed class NumberChoice
{
    /// <summary>The number in E.164, or its <c>PhoneNumber.Key</c> where it has none.</summary>
    public required string Number { get; set; }

    public int CustomerId { get; set; }

    public string? By { get; set; }

    public DateTime At { get; set; }
}

/// <summary>A customer who was a duplicate: links to the old card lead to the one that was kept.</summary>
public sealed class MergedCustomer
{
    /// <summary>The id that is gone.</summary>
    public int Id { get; set; }

    public int IntoId { get; set; }
}
