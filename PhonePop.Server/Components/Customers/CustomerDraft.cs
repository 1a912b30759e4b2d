using PhonePop.Server.Customers;
using PhonePop.Server.Data;

namespace PhonePop.Server.Components.Customers;

/// <summary>A customer as the form holds it: changeable until it is saved.</summary>
internal sealed class CustomerDraft
{
    public string Name { get; set; } = "";

    public string? Company { get; set; }

    public string? Email { get; set; }

    public string? Note { get; set; }

    public string? ExternalId { get; set; }

    public bool Inactive { get; set; }

    public int Version { get; set; }

    public List<NumberDraft> Numbers { get; } = [];

    /// <summary>One line of the list of numbers.</summary>
    internal sealed class NumberDraft
    {
        public string Number { get; set; } = "";

        public string? Label { get; set; }

        public NumberKind Kind { get; set; }
    }

    /// <summary>An existing customer, or a new one with the number that called.</summary>
    public static CustomerDraft From(CustomerInfo? customer, string? phone)
    {
        var draft = new CustomerDraft
        {
            Name = customer?.Name ?? "",
            Company = customer?.Company,
            Email = customer?.Email,
            Note = customer?.Note,
            ExternalId = customer?.ExternalId,
            Inactive = customer?.Inactive ?? false,
            Version = customer?.Version ?? 0,
        };
        draft.Numbers.AddRange(customer?.Numbers.Select(n => new NumberDraft { Number = n.Display, Label = n.Label, Kind = n.Kind }) ?? []);
        if (draft.Numbers.Count == 0)
        {
            draft.Numbers.Add(new NumberDraft { Number = phone ?? "" });
        }

        return draft;
    }

    /// <summary>What is saved. Empty lines of numbers are left out.</summary>
    public CustomerEdit ToEdit() => new()
    {
        Name = Name,
        Company = Company,
        Email = Email,
        Note = Note,
        ExternalId = ExternalId,
        Inactive = Inactive,
        Version = Version,
        Numbers = [.. Numbers.Where(n => !string.IsNullOrWhiteSpace(n.Number)).Select(n => new CustomerNumberEdit(n.Number, n.Label, n.Kind))],
    };
}
