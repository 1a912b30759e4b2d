using PhonePop.Server.Data;

namespace PhonePop.Server.Customers.Import;

/// <summary>A row of a file that is in order.</summary>
/// <param name="Line">The line in the file, from 1.</param>
/// <param name="Fields">As they stand there.</param>
/// <param name="Edit">What the row says.</param>
/// <param name="Customer">The customer that it would be if nobody like that were there: reading numbers takes time, and is done before anything is locked.</param>
internal sealed record ImportRow(int Line, string[] Fields, CustomerEdit Edit, Customer Customer)
{
    /// <summary>The name as search compares it.</summary>
    public string FoldedName { get; } = CustomerText.Fold(Edit.Name);

    /// <summary>True where neither id nor number tells this customer from another one with the same name.</summary>
    public bool HasNameOnly => Edit.ExternalId is null && Customer.Numbers.TrueForAll(n => n.Key.Length == 0);

    /// <summary>What one number is compared by, or null where it is none.</summary>
    public static string? KeyOf(CustomerNumber number) => number.Key.Length == 0 ? null : number.E164 ?? number.Key;
}

/// <summary>Some rows of a file, and what was wrong with others among them.</summary>
internal sealed class ImportBatch
{
    public List<ImportRow> Rows { get; } = [];

    public List<(ImportError Error, string[]? Fields)> Rejected { get; } = [];

    /// <summary>How much of the file was read with it, 0 to 1.</summary>
    public double Read { get; set; }

    /// <summary>What the rows are looked for by; made before anything is locked.</summary>
    public ImportKeys Keys { get; private set; } = new([]);

    /// <summary>No more rows come.</summary>
    public void Close(double read) => (Keys, Read) = (new ImportKeys(Rows), read);
}

/// <summary>What customers who are there already are recognised by.</summary>
internal sealed class ImportKeys(IReadOnlyList<ImportRow> rows)
{
    /// <summary>The ids of the other system.</summary>
    public List<string> ExternalIds { get; } = [.. rows.Select(r => r.Edit.ExternalId).OfType<string>().Distinct()];

    /// <summary>The last digits of numbers, and the names as search compares them of the rows that have such a number.</summary>
    public ILookup<string, string> Names { get; } =
        rows.SelectMany(r => r.Customer.Numbers, (r, n) => (n.Key, r.FoldedName)).Where(n => n.Key.Length > 0).ToLookup(n => n.Key, n => n.FoldedName, StringComparer.Ordinal);

    /// <summary>Name and company of the rows that have nothing else.</summary>
    public List<string> NamesAlone { get; } = [.. rows.Where(r => r.HasNameOnly).Select(r => r.Customer.Folded).Distinct()];
}

/// <summary>What is left to say of a batch that is in the database.</summary>
/// <param name="Created">So many of its rows are new customers.</param>
/// <param name="Found">Those that were recognised as customers who were there already.</param>
/// <param name="Rejected">Those that were left out.</param>
/// <param name="Read">How much of the file was read with it, 0 to 1.</param>
internal sealed record WrittenBatch(int Created, List<(ImportRepeat Repeat, string[] Fields)> Found, List<(ImportError Error, string[]? Fields)> Rejected, double Read);
