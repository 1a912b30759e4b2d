namespace PhonePop.Server.Customers;

/// <summary>Where customers come from and where their cards are: <c>PhonePop:Customers</c>.</summary>
public sealed record CustomersOptions
{
    /// <summary>The look-ups, asked in this order: Database, Http. Default Database alone.</summary>
    public IReadOnlyList<string> Lookups { get; init; } = ["Database"];

    /// <summary>The address of a card elsewhere, with <c>{externalId}</c>, <c>{id}</c>, <c>{number}</c> or <c>{phone}</c>. Default null: our own card.</summary>
    public string? CardUrl { get; init; }

    /// <summary>The look-up in another system.</summary>
    public HttpLookupOptions Http { get; init; } = new();
}

/// <summary>A look-up in another system by HTTP: <c>PhonePop:Customers:Http</c>. It is asked with GET and answers in JSON; 404, null or an empty list: nobody.</summary>
public sealed record HttpLookupOptions
{
    /// <summary>The address, with <c>{number}</c> (E.164; as it was sent where it cannot be read) or <c>{raw}</c> (as it was sent). Default null.</summary>
    public string? Url { get; init; }

    /// <summary>How long one look-up may take, with its retry. Default 2 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Sent with each question. The values are secrets. Default none.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Where the answer says what.</summary>
    public HttpLookupPointers Pointers { get; init; } = new();
}

/// <summary>JSON pointers (RFC 6901) into the answer: <c>PhonePop:Customers:Http:Pointers</c>. All but <see cref="Root"/> start at one customer.</summary>
public sealed record HttpLookupPointers
{
    /// <summary>The customer, or the list of them. Default empty: the whole answer.</summary>
    public string Root { get; init; } = "";

    /// <summary>Default <c>/name</c>.</summary>
    public string Name { get; init; } = "/name";

    /// <summary>Default <c>/company</c>.</summary>
    public string Company { get; init; } = "/company";

    /// <summary>The id in the other system. Default <c>/id</c>.</summary>
    public string ExternalId { get; init; } = "/id";

    /// <summary>The address of the card there. Default <c>/url</c>; where there is none, <c>CardUrl</c> makes it.</summary>
    public string Url { get; init; } = "/url";
}
