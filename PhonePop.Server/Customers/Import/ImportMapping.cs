using PhonePop.Server.Data;

namespace PhonePop.Server.Customers.Import;

/// <summary>What a column of a file holds.</summary>
public enum ImportField
{
    /// <summary>Nothing that we keep.</summary>
    None,

    /// <summary>The name; of several such columns the parts are joined.</summary>
    Name,

    Company,
    Email,
    Note,
    ExternalId,

    /// <summary>A number, or several in one cell.</summary>
    Number,
}

/// <summary>Which column holds what. The first guess comes from the header, in English or Russian.</summary>
public sealed class ImportMapping
{
    private static readonly char[] NumberSeparators = [';', ',', '|', '/', '\n'];
    private static readonly Dictionary<string, ImportField> Known = new(StringComparer.Ordinal)
    {
        ["name"] = ImportField.Name, ["fullname"] = ImportField.Name, ["firstname"] = ImportField.Name, ["lastname"] = ImportField.Name, ["surname"] = ImportField.Name,
        ["customer"] = ImportField.Name, ["contact"] = ImportField.Name, ["имя"] = ImportField.Name, ["фио"] = ImportField.Name, ["фамилия"] = ImportField.Name,
        ["отчество"] = ImportField.Name, ["клиент"] = ImportField.Name, ["контакт"] = ImportField.Name,
        ["company"] = ImportField.Company, ["organization"] = ImportField.Company, ["organisation"] = ImportField.Company, ["firm"] = ImportField.Company,
        ["компания"] = ImportField.Company, ["организация"] = ImportField.Company, ["фирма"] = ImportField.Company,
        ["email"] = ImportField.Email, ["mail"] = ImportField.Email, ["почта"] = ImportField.Email, ["электроннаяпочта"] = ImportField.Email, ["элпочта"] = ImportField.Email,
        ["note"] = ImportField.Note, ["notes"] = ImportField.Note, ["comment"] = ImportField.Note, ["comments"] = ImportField.Note,
        ["заметка"] = ImportField.Note, ["заметки"] = ImportField.Note, ["комментарий"] = ImportField.Note, ["примечание"] = ImportField.Note,
        ["externalid"] = ImportField.ExternalId, ["id"] = ImportField.ExternalId, ["customerid"] = ImportField.ExternalId, ["crmid"] = ImportField.ExternalId,
        ["код"] = ImportField.ExternalId, ["ид"] = ImportField.ExternalId, ["номер"] = ImportField.Number,
    };

    private static readonly string[] NumberWords = ["phone", "number", "mobile", "cell", "телефон", "мобильный", "сотовый", "номертел"];

    private readonly NumberKind[] _kinds;

    /// <summary>Takes a header.</summary>
    public ImportMapping(IReadOnlyList<string> header)
    {
        Header = header;
        Columns = [.. header.Select(Guess)];
        _kinds = [.. header.Select(Kind)];
    }

    /// <summary>The names of the columns, as the file has them.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>What each column holds; to be changed by who knows better.</summary>
    public ImportField[] Columns { get; }

    /// <summary>What keeps this mapping from being used, or null.</summary>
    public string? Mistake => Has(ImportField.Name) ? null : "The first line must name the columns, and one of them must be \"name\".";

    /// <summary>True where a column holds this.</summary>
    public bool Has(ImportField field) => Columns.Contains(field);

    /// <summary>Makes a customer of a row.</summary>
    /// <returns>What is wrong with the row, or null.</returns>
    internal ImportError? Read(int line, string[]? fields, out CustomerEdit edit)
    {
        edit = new CustomerEdit();
        if (fields is null)
        {
            return new ImportError(line, "A quote is not closed, or stands in the middle of a field.", ImportError.Torn);
        }

        if (fields.Length != Columns.Length)
        {
            return new ImportError(line, $"{fields.Length} fields where the header has {Columns.Length}.", ImportError.Width);
        }

        var (name, company, email, note, id, numbers) = ((string?)null, (string?)null, (string?)null, (string?)null, (string?)null, new List<CustomerNumberEdit>());
        for (var i = 0; i < fields.Length; i++)
        {
            switch (Columns[i])
            {
                case ImportField.Name:
                    name = Join(name, ' ', CustomerText.Clean(fields[i]));
                    break;
                case ImportField.Note:
                    note = Join(note, '\n', CustomerText.Clean(fields[i]));
                    break;
                case ImportField.Company:
                    company ??= CustomerText.Clean(fields[i]);
                    break;
                case ImportField.Email:
                    email ??= CustomerText.Clean(fields[i]);
                    break;
                case ImportField.ExternalId:
                    id ??= CustomerText.Clean(fields[i]);
                    break;
                case ImportField.Number:
                    numbers.AddRange(fields[i].Split(NumberSeparators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(n => new CustomerNumberEdit(n, null, _kinds[i])));
                    break;
            }
        }

        edit = new CustomerEdit { Name = name ?? "", Company = company, Email = email, Note = note, ExternalId = id, Numbers = numbers };
        return CustomerEditRules.Mistakes(edit) is [var first, ..] ? new ImportError(line, $"{first.Field}: {first.Message}", first.Field) : null;
    }

    private static string? Join(string? before, char between, string? more) => before is null ? more : more is null ? before : before + between + more;

    private static ImportField Guess(string header)
    {
        var plain = Plain(header);
        return Known.TryGetValue(plain, out var field) ? field
            : NumberWords.Any(w => plain.Contains(w, StringComparison.Ordinal)) || plain.StartsWith("tel", StringComparison.Ordinal) || plain == "тел" ? ImportField.Number
            : ImportField.None;
    }

    private static NumberKind Kind(string header) => Plain(header) switch
    {
        var h when h.Contains("mobile", StringComparison.Ordinal) || h.Contains("cell", StringComparison.Ordinal) || h.Contains("моб", StringComparison.Ordinal) || h.Contains("сот", StringComparison.Ordinal) => NumberKind.Mobile,
        var h when h.Contains("work", StringComparison.Ordinal) || h.Contains("office", StringComparison.Ordinal) || h.Contains("раб", StringComparison.Ordinal) => NumberKind.Work,
        var h when h.Contains("home", StringComparison.Ordinal) || h.Contains("дом", StringComparison.Ordinal) => NumberKind.Home,
        var h when h.Contains("company", StringComparison.Ordinal) || h.Contains("общий", StringComparison.Ordinal) => NumberKind.CompanyLine,
        _ => NumberKind.Other,
    };

    private static string Plain(string header) => new([.. header.ToLowerInvariant().Where(char.IsLetter)]);
}
