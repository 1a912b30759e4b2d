using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;

namespace PhonePop.Server.Customers.Lookups;

/// <summary>Our own table.</summary>
public sealed class DatabaseCustomerLookup(OpenContexts database, CardUrlTemplate cards) : ICustomerLookup
{
    /// <summary>More people than this on one number is a switchboard: a chooser of twenty helps nobody more than one of thirty.</summary>
    private const int MostMatches = 20;

    /// <summary>
    /// The same E.164 number, or the same last digits where one of the two sides has no country code. One number has one key, so its index is enough;
    /// and the numbers are asked first, or the whole table of customers would be read for each ring.
    /// </summary>
    /// <remarks>Written by hand and prepared once a connection: it comes with each ring, and Entity Framework's way there took longer than the rest of the pop's.</remarks>
    internal static readonly string Question = $"""
        SELECT c.Id, c.Name, c.Company, c.ExternalId,
            EXISTS (SELECT 1 FROM CustomerNumbers n WHERE n.CustomerId = c.Id AND n.E164 = $e164),
            EXISTS (SELECT 1 FROM CustomerNumbers n WHERE n.CustomerId = c.Id AND n.Key = $key AND n.Kind = {(int)NumberKind.CompanyLine})
        FROM Customers c
        WHERE NOT c.Inactive
            AND c.Id IN (SELECT n.CustomerId FROM CustomerNumbers n WHERE n.Key = $key AND ($e164 IS NULL OR n.E164 IS NULL OR n.E164 = $e164))
        ORDER BY c.LastContactAt DESC, c.Id DESC
        LIMIT {MostMatches}
        """;

    private readonly ConditionalWeakTable<DbConnection, DbCommand> _prepared = [];

    /// <inheritdoc />
    public string Name => "Database";

    /// <inheritdoc />
    public ValueTask<CustomerMatch?> FindAsync(PhoneNumber caller, CancellationToken cancellationToken) => database.AskAsync(db => FindAsync(db, caller, cancellationToken), cancellationToken);

    private async Task<CustomerMatch?> FindAsync(PhonePopDbContext db, PhoneNumber caller, CancellationToken cancellationToken)
    {
        var found = new List<CustomerSummary>();
        var (rule, isCompanyLine) = (MatchRule.Nobody, false);
        var question = _prepared.GetValue(db.Database.GetDbConnection(), Prepare);
        question.Parameters["$e164"].Value = (object?)caller.E164 ?? DBNull.Value;
        question.Parameters["$key"].Value = caller.Key;
        await using (var row = await question.ExecuteReaderAsync(cancellationToken))
        {
            while (await row.ReadAsync(cancellationToken))
            {
                var (id, company, externalId) = (row.GetInt32(0), Text(row, 2), Text(row, 3));
                rule = rule != MatchRule.Nobody ? rule : row.GetBoolean(4) ? MatchRule.SameNumber : MatchRule.SameEnding;
                isCompanyLine |= row.GetBoolean(5);
                found.Add(new CustomerSummary(id, row.GetString(1), company, cards.For(id, externalId, caller.E164 ?? caller.Raw), externalId));
            }
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

    // Of the connection and not of its context: that is used again by others, maybe with another one. The statement goes when the connection closes.
    private static DbCommand Prepare(DbConnection connection)
    {
        var question = connection.CreateCommand();
        question.CommandText = Question;
        foreach (var name in new[] { "$e164", "$key" })
        {
            var parameter = question.CreateParameter();
            parameter.ParameterName = name;
            question.Parameters.Add(parameter);
        }

        return question;
    }

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
