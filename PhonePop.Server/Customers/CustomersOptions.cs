namespace PhonePop.Server.Customers;

/// <summary>Where customers come from and where their cards are: <c>PhonePop:Customers</c>.</summary>
public sealed record CustomersOptions
{
    /// <summary>The look-ups, asked in this order. Default and for now only: Database.</summary>
    public IReadOnlyList<string> Lookups { get; init; } = ["Database"];

    /// <summary>The address of a card elsewhere, with <c>{externalId}</c>, <c>{id}</c>, <c>{number}</c> or <c>{phone}</c>. Default null: our own card.</summary>
    public string? CardUrl { get; init; }

    /// <summary>The look-up in another system; it comes later.</summary>
    public HttpLookupOptions Http { get; init; } = new();
}

/// <summary>A look-up in another system by HTTP: <c>PhonePop:Customers:Http</c>.</summary>
public sealed record HttpLookupOptions
{
    /// <summary>The address, with <c>{number}</c>. Default null.</summary>
    public string? Url { get; init; }

    /// <summary>How long one look-up may take. Default 2 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);
}
