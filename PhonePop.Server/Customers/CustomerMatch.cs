namespace PhonePop.Server.Customers;

/// <summary>What a pop needs to know of a customer.</summary>
/// <param name="Id">Our id; null for a customer whom only another system knows.</param>
/// <param name="Name">The customer's name.</param>
/// <param name="Company">The company, or null.</param>
/// <param name="Url">Where the card is: ours, or in another system by template (<c>CardUrl</c>); null where the template asks for what this customer lacks.</param>
/// <param name="ExternalId">The id in the other system, or null.</param>
public sealed record CustomerSummary(int? Id, string Name, string? Company, string? Url, string? ExternalId = null);

/// <summary>The customers that a number belongs to: none, one or several.</summary>
/// <param name="Customers">Newest contact first.</param>
/// <param name="Rule">What made the first of them match.</param>
/// <param name="Source">The look-up that knew: <c>Database</c> or <c>Http</c>; null where nobody was found.</param>
/// <param name="SetAside">How many others have the number too, where somebody has said whom it means (<see cref="MatchRule.Remembered"/>).</param>
public sealed record CustomerMatch(IReadOnlyList<CustomerSummary> Customers, MatchRule Rule = MatchRule.Nobody, string? Source = null, int SetAside = 0)
{
    /// <summary>Nobody has this number.</summary>
    public static CustomerMatch None { get; } = new([]);

    /// <summary>True where the number is a company's line: many call from it, so nobody is it for good.</summary>
    public bool IsCompanyLine { get; init; }

    /// <summary>The look-up that should have been asked too and did not answer, or null: the customer may be known there.</summary>
    public string? Unanswered { get; init; }

    /// <summary>The customer, where exactly one matches; else null.</summary>
    public CustomerSummary? Only => Customers.Count == 1 ? Customers[0] : null;
}

/// <summary>What made a customer match a number.</summary>
public enum MatchRule
{
    /// <summary>No customer has the number, or there is none to look for.</summary>
    Nobody,

    /// <summary>The same number in E.164.</summary>
    SameNumber,

    /// <summary>The same last digits, where one of the two has no country code.</summary>
    SameEnding,

    /// <summary>Several have the number, and somebody has chosen this one for good.</summary>
    Remembered,

    /// <summary>Another system says so; how it compares numbers is its own affair.</summary>
    OtherSystem,
}
