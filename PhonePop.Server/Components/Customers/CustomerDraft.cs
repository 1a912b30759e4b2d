using PhonePop.Server.Customers;
using PhonePop.Server.Data;

namespace PhonePop.Server.Components.Customers;

/// <summary>What somebody else did to a field while this user was editing.</summary>
/// <param name="Field">As <see cref="Text.Texts.FieldName"/> takes it.</param>
/// <param name="Theirs">What they wrote, or null: they emptied it.</param>
/// <param name="IsClash">True where this user changed it too, to something else: theirs stays outside until it is taken.</param>
public sealed record TheirChange(string Field, string? Theirs, bool IsClash);

/// <summary>A customer as the form holds it: changeable until it is saved.</summary>
public sealed class CustomerDraft
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
    public sealed class NumberDraft
    {
        public string Number { get; set; } = "";

        public string? Label { get; set; }

        public NumberKind Kind { get; set; }
    }

    /// <summary>An existing customer.</summary>
    public static CustomerDraft From(CustomerInfo customer)
    {
        var draft = new CustomerDraft
        {
            Name = customer.Name,
            Company = customer.Company,
            Email = customer.Email,
            Note = customer.Note,
            ExternalId = customer.ExternalId,
            Inactive = customer.Inactive,
            Version = customer.Version,
        };
        draft.TakeNumbers(customer);
        return draft;
    }

    /// <summary>A new customer with the number that called, and with what another system says of it.</summary>
    public static CustomerDraft New(string? phone, NumberKind kind = NumberKind.Other, string? name = null, string? company = null, string? externalId = null)
    {
        var draft = new CustomerDraft { Name = name ?? "", Company = company, ExternalId = externalId };
        draft.Numbers.Add(new NumberDraft { Number = phone ?? "", Kind = kind });
        return draft;
    }

    /// <summary>What is saved. Empty lines of numbers are left out.</summary>
    public CustomerEdit ToEdit(string by) => new()
    {
        Name = Name,
        Company = Company,
        Email = Email,
        Note = Note,
        ExternalId = ExternalId,
        Inactive = Inactive,
        Version = Version,
        Numbers = [.. Numbers.Where(n => !string.IsNullOrWhiteSpace(n.Number)).Select(n => new CustomerNumberEdit(n.Number, n.Label, n.Kind))],
        By = by,
    };

    /// <summary>
    /// Somebody else saved first. What they changed and this user did not is taken over; what both changed stays as this user typed it.
    /// The next save counts as made on theirs.
    /// </summary>
    /// <param name="before">The customer as this user began with it.</param>
    /// <param name="theirs">The customer as it stands now.</param>
    public IReadOnlyList<TheirChange> Rebase(CustomerInfo before, CustomerInfo theirs)
    {
        var (old, changed) = (From(before), From(theirs));
        Version = theirs.Version;
        var changes = new List<TheirChange>();
        foreach (var field in Fields)
        {
            var (was, now, mine) = (old.Text(field), changed.Text(field), Text(field));
            if (was != now && mine != now)
            {
                var isClash = mine != was;
                changes.Add(new TheirChange(field, now, isClash));
                if (!isClash)
                {
                    Take(field, theirs);
                }
            }
        }

        return changes;
    }

    /// <summary>Takes one field as somebody else left it.</summary>
    public void Take(string field, CustomerInfo theirs)
    {
        switch (field)
        {
            case "name":
                Name = theirs.Name;
                break;
            case "company":
                Company = theirs.Company;
                break;
            case "email":
                Email = theirs.Email;
                break;
            case "note":
                Note = theirs.Note;
                break;
            case "externalId":
                ExternalId = theirs.ExternalId;
                break;
            case "inactive":
                Inactive = theirs.Inactive;
                break;
            default:
                TakeNumbers(theirs);
                break;
        }
    }

    private static readonly string[] Fields = ["name", "company", "numbers", "email", "externalId", "note", "inactive"];

    private string? Text(string field) => field switch
    {
        "name" => Filled(Name),
        "company" => Filled(Company),
        "email" => Filled(Email),
        "note" => Filled(Note),
        "externalId" => Filled(ExternalId),
        "inactive" => Inactive ? "true" : null,
        _ => Filled(string.Join(", ", Numbers.Where(n => Filled(n.Number) is not null).Select(n => string.Join(" · ", new[] { n.Number.Trim(), n.Kind.ToString(), Filled(n.Label) }.OfType<string>())))),
    };

    private void TakeNumbers(CustomerInfo customer)
    {
        Numbers.Clear();
        Numbers.AddRange(customer.Numbers.Select(n => new NumberDraft { Number = n.Display, Label = n.Label, Kind = n.Kind }));
        if (Numbers.Count == 0)
        {
            Numbers.Add(new NumberDraft());
        }
    }

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
