namespace PhonePop.Server.Customers;

/// <summary>Customers as they leave the server for who may not read numbers.</summary>
internal static class MaskedCustomers
{
    /// <summary>A customer, with everything in it that may hold a number.</summary>
    public static CustomerInfo Of(this NumberMask mask, CustomerInfo customer) => !mask.Hides ? customer : customer with
    {
        Name = mask.Text(customer.Name)!,
        Company = mask.Text(customer.Company),
        Email = mask.Text(customer.Email),
        Note = mask.Text(customer.Note),
        ExternalId = customer.Numbers.Aggregate(customer.ExternalId, (id, n) => mask.ExternalId(id, n.E164 ?? n.Number)),
        Numbers = [.. customer.Numbers.Select(n => Of(mask, n))],
        Url = customer.Numbers.Any(n => IsTold(customer.Url, customer.ExternalId, n.E164 ?? n.Number, mask)) ? $"/customers/{customer.Id}" : customer.Url,
    };

    /// <summary>A customer in a call's own words.</summary>
    /// <param name="mask">What becomes of numbers.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="number">The number by which they were found.</param>
    /// <param name="card">Where a card begins for one of whom we have no row; null: nowhere.</param>
    public static CustomerSummary Of(this NumberMask mask, CustomerSummary customer, string? number, string? card = null) => !mask.Hides ? customer : customer with
    {
        Name = mask.Text(customer.Name)!,
        Company = mask.Text(customer.Company),
        ExternalId = mask.ExternalId(customer.ExternalId, number),
        Url = !IsTold(customer.Url, customer.ExternalId, number, mask) ? customer.Url : customer.Id is { } id ? $"/customers/{id}" : card,
    };

    /// <summary>Who has a number.</summary>
    public static CustomerMatch Of(this NumberMask mask, CustomerMatch match, string? number, string? card = null) =>
        !mask.Hides || match.Customers.Count == 0 ? match : match with { Customers = [.. match.Customers.Select(c => mask.Of(c, number, card))] };

    /// <summary>A note.</summary>
    public static CustomerNoteInfo Of(this NumberMask mask, CustomerNoteInfo note) => !mask.Hides ? note : note with { Text = mask.Text(note.Text)! };

    /// <summary>A change, from what to what.</summary>
    public static CustomerChangeInfo Of(this NumberMask mask, CustomerChangeInfo change) => !mask.Hides ? change : change with { Old = mask.Text(change.Old), New = mask.Text(change.New) };

    /// <summary>Who may be one.</summary>
    public static DuplicateGroup Of(this NumberMask mask, DuplicateGroup group) =>
        !mask.Hides ? group : new DuplicateGroup(group.Number is { } number ? mask.Number(number) : null, [.. group.Customers.Select(mask.Of)]);

    /// <summary>A number that nobody can read: what there is of digits is masked all the same.</summary>
    public static UnreadableNumber Of(this NumberMask mask, UnreadableNumber number) =>
        !mask.Hides ? number : number with { Number = mask.Number(number.Number), CustomerName = mask.Text(number.CustomerName)!, Company = mask.Text(number.Company), Label = mask.Text(number.Label) };

    /// <summary>A number that many have.</summary>
    public static SharedNumber Of(this NumberMask mask, SharedNumber number) =>
        !mask.Hides ? number : number with { E164 = mask.Number(number.E164), Display = mask.Number(number.E164) };

    /// <summary>What somebody is compared by, when it is only to be shown: it can no longer be looked for.</summary>
    public static PhoneNumber Of(this NumberMask mask, PhoneNumber number) => !mask.Hides ? number : new PhoneNumber(mask.Number(number.E164 ?? number.Raw), null, "");

    private static CustomerNumberInfo Of(NumberMask mask, CustomerNumberInfo number) =>
        mask.Number(number.E164 ?? number.Number) is var masked ? number with { Number = masked, E164 = null, Display = masked, Label = mask.Text(number.Label) } : number;

    // An address may hold the number itself (CardUrl), or an id that is the number.
    private static bool IsTold(string? url, string? externalId, string? number, NumberMask mask) =>
        url is not null && !url.StartsWith("/customers/", StringComparison.Ordinal) | url.Contains('?', StringComparison.Ordinal) && (NumberMask.Holds(url, number) || mask.ExternalId(externalId, number) != externalId);
}
