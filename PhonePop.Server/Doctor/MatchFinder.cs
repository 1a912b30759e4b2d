using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;

namespace PhonePop.Server.Doctor;

/// <summary>What a caller's number led to.</summary>
internal enum MatchKind
{
    /// <summary>Not looked up yet.</summary>
    Unknown,

    /// <summary>One customer has the same number in E.164.</summary>
    SameNumber,

    /// <summary>One customer has a number with the same last digits, where one of the two lacks a country code.</summary>
    SameEnding,

    /// <summary>Several have it.</summary>
    Several,

    /// <summary>Nobody has it.</summary>
    Nobody,

    /// <summary>A colleague calls: nothing is looked up.</summary>
    Colleague,

    /// <summary>The caller withholds the number.</summary>
    Withheld,

    /// <summary>There is no database yet.</summary>
    NoDatabase,

    /// <summary>No look-up answered.</summary>
    NoAnswer,
}

/// <summary>What a caller's number led to, and by which rule.</summary>
/// <param name="Kind">The rule.</param>
/// <param name="Number">The number, masked.</param>
/// <param name="Count">How many customers have it.</param>
/// <param name="Customer">The id of the only one, or null.</param>
internal sealed record MatchFinding(MatchKind Kind, string Number = "", int Count = 0, int? Customer = null)
{
    public static MatchFinding Unknown { get; } = new(MatchKind.Unknown);
}

/// <summary>Says which rule chose the customer.</summary>
internal sealed class MatchFinder(PhoneNumberReader numbers, CustomerMatcher matcher)
{
    /// <summary>Looks the number up as the pipeline does.</summary>
    public async Task<MatchFinding> FindAsync(CallParty party, CancellationToken cancellationToken) => party.Kind != PartyKind.External
        ? Explain(party, null)
        : await matcher.FindAsync(numbers.Read(party.Number), cancellationToken) is { } match ? Explain(party, match) : new MatchFinding(MatchKind.NoAnswer);

    /// <summary>Explains what a look-up found; null: it has not answered yet.</summary>
    public MatchFinding Explain(CallParty party, CustomerMatch? match)
    {
        if (party.Kind != PartyKind.External)
        {
            return new MatchFinding(party.Kind == PartyKind.Internal ? MatchKind.Colleague : MatchKind.Withheld);
        }

        var number = numbers.Read(party.Number);
        var masked = PhoneNumberReader.Mask(number.E164 ?? number.Raw);
        return match switch
        {
            null => MatchFinding.Unknown,
            { Only: { } only } => new MatchFinding(match.Rule == MatchRule.SameEnding ? MatchKind.SameEnding : MatchKind.SameNumber, masked, 1, only.Id),
            { Customers.Count: 0 } => new MatchFinding(MatchKind.Nobody, masked),
            _ => new MatchFinding(MatchKind.Several, masked, match.Customers.Count),
        };
    }
}
