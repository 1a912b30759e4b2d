namespace PhonePop.Server.Customers;

/// <summary>What a customer must be, said once for pages, API and import.</summary>
public static class CustomerEditRules
{
    /// <summary>What is said of a customer without a name.</summary>
    public const string NameMissing = "A customer needs a name.";

    private const int MostNumbers = 20;

    /// <summary>Every mistake, as the field's name in camel case and a sentence; empty when all is well.</summary>
    public static IReadOnlyList<(string Field, string Message)> Mistakes(CustomerEdit edit)
    {
        var mistakes = new List<(string, string)>();
        if (string.IsNullOrWhiteSpace(edit.Name))
        {
            mistakes.Add(("name", NameMissing));
        }

        Longest(edit.Name, 200, "name");
        Longest(edit.Company, 200, "company");
        Longest(edit.Email, 254, "email");
        Longest(edit.ExternalId, 100, "externalId");
        Longest(edit.Note, 4000, "note");
        if (edit.Numbers.Count > MostNumbers)
        {
            mistakes.Add(("numbers", $"A customer may have {MostNumbers} numbers; these are {edit.Numbers.Count}."));
        }

        for (var i = 0; i < edit.Numbers.Count; i++)
        {
            Longest(edit.Numbers[i].Number, 64, "number", i);
            Longest(edit.Numbers[i].Label, 50, "label", i);
            if (NumberMask.IsMasked(edit.Numbers[i].Number))
            {
                mistakes.Add(($"numbers[{i}].number", "This masked number is none of this customer's: enter the whole of it."));
            }
            else if (!edit.Numbers[i].Number.Any(char.IsDigit))
            {
                mistakes.Add(($"numbers[{i}].number", "A number has at least one digit."));
            }
        }

        return mistakes;

        void Longest(string? text, int length, string field, int? number = null)
        {
            if (text?.Length > length)
            {
                mistakes.Add((number is { } i ? $"numbers[{i}].{field}" : field, $"At most {length} characters; this has {text.Length}."));
            }
        }
    }
}
