using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;

namespace PhonePop.Server.Customers.Lookups;

/// <summary>Our own table.</summary>
public sealed class DatabaseCustomerLookup(OpenContexts database, CardUrlTemplate cards) : ICustomerLookup
{
    /// <summary>More people than this on one number is a switchboard: a chooser of twenty helps nobody more than one of thirty.</summary>
    private const int MostMatches = 20;

    // The same E.164 number, or the same last digits where one of the two sides has no country code. One number has one key, so its index is enough;
    // and the numbers are asked first, or the whole table of customers would be read for each ring. Of the instance: a compiled query is of one model.
    private readonly Func<PhonePopDbContext, string?, string, IAsyncEnumerable<Row>> _query = EF.CompileAsyncQuery(
        (PhonePopDbContext db, string? e164, string key) => db.Customers
            .Where(c => !c.Inactive && db.CustomerNumbers.Where(n => n.Key == key && (e164 == null || n.E164 == null || n.E164 == e164)).Select(n => n.CustomerId).Contains(c.Id))
            .OrderByDescending(c => c.LastContactAt).ThenByDescending(c => c.Id)
            .Take(MostMatches)
            .Select(c => new Row(c.Id, c.Name, c.Company, c.ExternalId, e164 != null && c.Numbers.Any(n => n.E164 == e164), c.Numbers.Any(n => n.Key == key && n.Kind == NumberKind.CompanyLine))));

    /// <inheritdoc />
    public string Name => "Database";

    /// <inheritdoc />
    public ValueTask<CustomerMatch?> FindAsync(PhoneNumber caller, CancellationToken cancellationToken) => database.AskAsync(db => FindAsync(db, caller, cancellationToken), cancellationToken);

    private async Task<CustomerMatch?> FindAsync(PhonePopDbContext db, PhoneNumber caller, CancellationToken cancellationToken)
    {
        var found = new List<CustomerSummary>();
        var (rule, isCompanyLine) = (MatchRule.Nobody, false);
        await foreach (var row in _query(db, caller.E164, caller.Key).WithCancellation(cancellationToken))
        {
            rule = rule != MatchRule.Nobody ? rule : row.IsSameNumber ? MatchRule.SameNumber : MatchRule.SameEnding;
            isCompanyLine |= row.IsCompanyLine;
            found.Add(new CustomerSummary(row.Id, row.Name, row.Company, cards.For(row.Id, row.ExternalId, caller.E164 ?? caller.Raw), row.ExternalId));
        }

        // From a company's line somebody else calls tomorrow, whoever was chosen once.
        if (found.Count > 1 && !isCompanyLine && NumberChoices.KeyOf(caller) is { } key
            && await db.NumberChoices.AsNoTracking().FirstOrDefaultAsync(c => c.Number == key, cancellationToken) is { } choice
            && found.Find(c => c.Id == choice.CustomerId) is { } chosen)
        {
            return new CustomerMatch([chosen], MatchRule.Remembered, Name, found.Count - 1);
        }

        return found.Count == 0 ? null : new CustomerMatch(found, rule, Name) { IsCompanyLine = isCompanyLine };
    }

    private sealed record Row(int Id, string Name, string? Company, string? ExternalId, bool IsSameNumber, bool IsCompanyLine);
}
