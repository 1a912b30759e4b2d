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
}
