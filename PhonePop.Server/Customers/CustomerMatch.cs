namespace PhonePop.Server.Customers;

/// <summary>What a pop needs to know of a customer.</summary>
/// <param name="Id">Our id.</param>
/// <param name="Name">The customer's name.</param>
/// <param name="Company">The company, or null.</param>
/// <param name="Url">Where the card is: ours, or in another system by template (<c>CardUrl</c>); null where the template asks for what this customer lacks.</param>
public sealed record CustomerSummary(int Id, string Name, string? Company, string? Url);

/// <summary>The customers that a number belongs to: none, one or several.</summary>
/// <param name="Customers">Newest contact first.</param>
public sealed record CustomerMatch(IReadOnlyList<CustomerSummary> Customers)
{
    /// <summary>Nobody has this number.</summary>
    public static CustomerMatch None { get; } = new([]);

    /// <summary>The customer, where exactly one matches; else null.</summary>
    public CustomerSummary? Only => Customers.Count == 1 ? Customers[0] : null;
}
