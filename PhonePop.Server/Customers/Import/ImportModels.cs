namespace PhonePop.Server.Customers.Import;

/// <summary>A row of a file that could not be taken.</summary>
/// <param name="Line">The line in the file, from 1.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Field">The field that is wrong, as <see cref="CustomerEditRules"/> names it; or <see cref="Torn"/>, <see cref="Width"/>, <c>header</c>.</param>
public sealed record ImportError(int Line, string Reason, string Field)
{
    /// <summary>A quote is not closed.</summary>
    public const string Torn = "torn";

    /// <summary>There are more or fewer fields than in the header.</summary>
    public const string Width = "width";
}

/// <summary>By what a row was recognised as a customer who is there already.</summary>
public enum RepeatRule
{
    /// <summary>The id in the other system.</summary>
    ExternalId,

    /// <summary>The same name, and one of the numbers.</summary>
    NameAndNumber,

    /// <summary>The same name, company and mail address, where the row has neither id nor number.</summary>
    NameAlone,
}

/// <summary>A row that changed a customer in place of adding one.</summary>
/// <param name="Line">The line in the file, from 1.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="Name">The customer's name.</param>
/// <param name="By">By what it was recognised.</param>
public sealed record ImportRepeat(int Line, int CustomerId, string Name, RepeatRule By);

/// <summary>What became of a file.</summary>
/// <param name="Created">New customers.</param>
/// <param name="Updated">Rows that were recognised as a customer who is there already.</param>
/// <param name="Errors">At most the first thousand rows that were left out.</param>
/// <param name="Rejected">How many rows were left out.</param>
public sealed record ImportResult(int Created, int Updated, IReadOnlyList<ImportError> Errors, int Rejected)
{
    /// <summary>At most the first thousand rows that changed a customer.</summary>
    public IReadOnlyList<ImportRepeat> Repeats { get; init; } = [];

    /// <summary>True where somebody stopped it: what was taken until then stays.</summary>
    public bool Cancelled { get; init; }
}

/// <summary>How far an import is.</summary>
/// <param name="Part">How much of the file was read, 0 to 1.</param>
/// <param name="Created">New customers so far.</param>
/// <param name="Updated">Customers changed so far.</param>
/// <param name="Rejected">Rows left out so far.</param>
public sealed record ImportProgress(double Part, int Created, int Updated, int Rejected);

/// <summary>What a report of an import says, in the language of who reads it.</summary>
/// <param name="Line">Over the numbers of the lines.</param>
/// <param name="Result">Over what became of them.</param>
/// <param name="Reason">Over why.</param>
/// <param name="LeftOut">A row that was not taken.</param>
/// <param name="Updated">A row that changed a customer.</param>
/// <param name="WhyLeftOut">What is wrong with a row.</param>
/// <param name="WhyUpdated">Which customer, recognised by what.</param>
public sealed record ImportReportWords(
    string Line, string Result, string Reason, string LeftOut, string Updated, Func<ImportError, string> WhyLeftOut, Func<ImportRepeat, string> WhyUpdated);

/// <summary>Takes what became of each row that is worth a word. Rows that added a customer are not among them.</summary>
internal interface IImportReport
{
    void Rejected(ImportError error, string[]? fields);

    void Repeated(ImportRepeat repeat, string[] fields);
}
