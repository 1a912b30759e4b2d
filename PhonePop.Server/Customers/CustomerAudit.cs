using PhonePop.Server.Data;

namespace PhonePop.Server.Customers;

/// <summary>What an edit changed, field by field. Numbers are written as <c>+7 916 123-45-67 · Mobile · label</c>.</summary>
internal static class CustomerAudit
{
    /// <summary>Stands between the parts of a number.</summary>
    public const string Between = " · ";

    /// <summary>The fields as they stand, to be compared later.</summary>
    public sealed record State(string Name, string? Company, string? Email, string? Note, string? ExternalId, bool Inactive, IReadOnlyList<string> Numbers);

    /// <summary>Reads the fields of a row.</summary>
    public static State Of(Customer c, PhoneNumberReader reader) =>
        new(c.Name, c.Company, c.Email, c.Note, c.ExternalId, c.Inactive, [.. c.Numbers.Select(n => string.Join(Between, new[] { reader.Display(n.E164 ?? n.Raw), n.Kind.ToString(), n.Label }.OfType<string>()))]);

    /// <summary>One row for each field that differs; the customer's id is still to be filled in where it is new.</summary>
    public static List<CustomerChange> Changes(int customerId, State before, State after, string? by, DateTime at)
    {
        var changes = new List<CustomerChange>();
        Compare("name", before.Name, after.Name);
        Compare("company", before.Company, after.Company);
        Compare("email", before.Email, after.Email);
        Compare("note", before.Note, after.Note);
        Compare("externalId", before.ExternalId, after.ExternalId);
        Compare("inactive", before.Inactive ? "true" : null, after.Inactive ? "true" : null);
        changes.AddRange(before.Numbers.Except(after.Numbers).Select(n => Change("number", n, null)));
        changes.AddRange(after.Numbers.Except(before.Numbers).Select(n => Change("number", null, n)));
        return changes;

        void Compare(string field, string? old, string? @new)
        {
            if (old != @new)
            {
                changes.Add(Change(field, old, @new));
            }
        }

        CustomerChange Change(string field, string? old, string? @new) => new() { CustomerId = customerId, At = at, By = by, Field = field, Old = old, New = @new };
    }

    /// <summary>One row for something that happened to the whole customer: <c>created</c>, <c>imported</c>, <c>merged</c>.</summary>
    public static CustomerChange Event(int customerId, string what, string? text, string? by, DateTime at) => new() { CustomerId = customerId, At = at, By = by, Field = what, New = text };
}
