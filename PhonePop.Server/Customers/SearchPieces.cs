using System.Text;
using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;

namespace PhonePop.Server.Customers;

/// <summary>
/// Leads from a piece of a name or number to the rows in which it may stand: SQLite's full-text index of every three characters in a row. Triggers keep it, so that whoever
/// writes a customer need not know. It tells which rows have all threes of the piece, not whether they stand together: who asks looks at those rows once more.
/// A first import leaves it out, and it is made again while the server serves; until then everything is looked through, and <see cref="IsWhole"/> says so.
/// </summary>
public sealed class SearchPieces : IDisposable
{
    private const int Three = 3;
    private const int MostThrees = 24; // of a long text: more lead to nothing narrower
    private const int Rows = 5_000; // in one transaction

    // Not in the model: Entity Framework knows no virtual tables. The text is not kept a second time, and what is deleted is really taken out: an erased customer leaves nothing.
    // Only what has been taken in may be taken out: while the index is made, others write.
    private const string Definition =
        """
        CREATE VIRTUAL TABLE IF NOT EXISTS "{0}" USING fts5(Text, content='', detail=none, tokenize='trigram case_sensitive 1');
        INSERT INTO "{0}"("{0}", rank) SELECT 'secure-delete', 1 WHERE NOT EXISTS (SELECT 1 FROM "{0}_config" WHERE k = 'secure-delete');
        CREATE TRIGGER IF NOT EXISTS "{0}_Added" AFTER INSERT ON "{1}" BEGIN
          INSERT INTO "{0}"(rowid, Text) SELECT new."Id", {3} WHERE NOT EXISTS (SELECT 1 FROM "{0}_docsize" WHERE id = new."Id");
        END;
        CREATE TRIGGER IF NOT EXISTS "{0}_Gone" AFTER DELETE ON "{1}" WHEN EXISTS (SELECT 1 FROM "{0}_docsize" WHERE id = old."Id") BEGIN
          INSERT INTO "{0}"("{0}", rowid, Text) VALUES ('delete', old."Id", {2});
        END;
        CREATE TRIGGER IF NOT EXISTS "{0}_Changed" AFTER UPDATE ON "{1}" WHEN {2} IS NOT {3} AND EXISTS (SELECT 1 FROM "{0}_docsize" WHERE id = old."Id") BEGIN
          INSERT INTO "{0}"("{0}", rowid, Text) VALUES ('delete', old."Id", {2});
          INSERT INTO "{0}"(rowid, Text) VALUES (new."Id", {3});
        END;
        """;

    private const string Left =
        """
        DROP TRIGGER IF EXISTS "{0}_Added"; DROP TRIGGER IF EXISTS "{0}_Gone"; DROP TRIGGER IF EXISTS "{0}_Changed";
        INSERT INTO "{0}"("{0}") VALUES ('delete-all');
        """;

    private const string HasAll = """SELECT (SELECT count(*) FROM "{1}") = (SELECT count(*) FROM "{0}_docsize") AS Value""";

    private const string Next = """SELECT coalesce(max("Id"), 0) AS Value FROM (SELECT "Id" FROM "{1}" WHERE "Id" > @p0 ORDER BY "Id" LIMIT @p1)""";

    private const string TakeIn = """INSERT INTO "{0}"(rowid, Text) SELECT "Id", {4} FROM "{1}" WHERE "Id" > @p0 AND "Id" <= @p1 AND "Id" NOT IN (SELECT id FROM "{0}_docsize")""";

    private static readonly Indexed Names = new("CustomerNamePieces", "Customers", "{0}\"Folded\"");
    private static readonly Indexed Numbers = new("CustomerNumberPieces", "CustomerNumbers", "coalesce({0}\"E164\", {0}\"Key\")"); // the key is the end of the whole number

    private static readonly Indexed[] All = [Names, Numbers];

    private readonly SemaphoreSlim _alone = new(1);
    private volatile int _emptied; // how often
    private volatile bool _isWhole;

    /// <summary>So many rows at most are led to: of more, the first page is found sooner by looking through all in their order.</summary>
    public int Most { get; init; } = 20_000;

    /// <summary>True where every customer is in it.</summary>
    public bool IsWhole => _isWhole;

    /// <summary>Ids of customers in whose folded name all the words may stand; null where no word has three characters.</summary>
    internal Task<List<int>?> InNamesAsync(PhonePopDbContext db, IEnumerable<string> words, CancellationToken cancellationToken) => FindAsync(db, Names, words, cancellationToken);

    /// <summary>Ids of numbers in which the digits may stand.</summary>
    internal Task<List<int>?> InNumbersAsync(PhonePopDbContext db, string digits, CancellationToken cancellationToken) => FindAsync(db, Numbers, [digits], cancellationToken);

    /// <summary>Empties it before an import that would change it for each of its rows.</summary>
    internal async Task LeaveOutAsync(PhonePopDbContext db, CancellationToken cancellationToken)
    {
        await _alone.WaitAsync(cancellationToken);
        try
        {
            (_isWhole, _emptied) = (false, _emptied + 1); // before anything goes: who read an emptied index looks here once more
            foreach (var index in All)
            {
                await db.Database.ExecuteSqlRawAsync(index.Of(Definition + Left), cancellationToken);
            }
        }
        finally
        {
            _alone.Release();
        }
    }

    /// <summary>Takes in what is not in it, some thousand rows at a time. Others write in between.</summary>
    internal async Task MakeAsync(PhonePopDbContext db, WriteTurns turns, TimeSpan gap, CancellationToken cancellationToken)
    {
        var began = _emptied;
        foreach (var index in All)
        {
            await AloneAsync(began, () => db.Database.ExecuteSqlRawAsync(index.Of(Definition), cancellationToken), cancellationToken);
            if (await db.Database.SqlQueryRaw<bool>(index.Of(HasAll)).SingleAsync(cancellationToken))
            {
                continue;
            }

            for (long last = 0, to; (to = await db.Database.SqlQueryRaw<long>(index.Of(Next), last, Rows).SingleAsync(cancellationToken)) > 0; last = to)
            {
                var from = last;
                await AloneAsync(began, () => TakeInAsync(db, turns, index, from, to, cancellationToken), cancellationToken);
                await Task.Delay(gap, cancellationToken);
            }
        }

        await AloneAsync(began, () => Task.FromResult(_isWhole = true), cancellationToken);
    }

    private static async Task TakeInAsync(PhonePopDbContext db, WriteTurns turns, Indexed index, long last, long to, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        using var turn = turns.Take();
        await db.Database.ExecuteSqlRawAsync(index.Of(TakeIn), [last, to], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    // Nothing where it was emptied since: who did that asks for it to be made again.
    private async Task AloneAsync(int began, Func<Task> change, CancellationToken cancellationToken)
    {
        await _alone.WaitAsync(cancellationToken);
        try
        {
            await (_emptied == began ? change() : Task.CompletedTask);
        }
        finally
        {
            _alone.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _alone.Dispose();

    private async Task<List<int>?> FindAsync(PhonePopDbContext db, Indexed index, IEnumerable<string> words, CancellationToken cancellationToken)
    {
        var threes = words.SelectMany(Threes).Distinct(StringComparer.Ordinal).Take(MostThrees).ToList();
        return threes.Count == 0 ? null : await db.Database.SqlQueryRaw<int>(index.Of("""SELECT rowid AS Value FROM "{0}" WHERE "{0}" MATCH @p0 LIMIT @p1"""), string.Join(" AND ", threes), Most + 1).ToListAsync(cancellationToken);
    }

    // Each as a string of SQLite's question, so that nothing in a text is a part of the question.
    private static IEnumerable<string> Threes(string word)
    {
        var runes = word.EnumerateRunes().ToList();
        return Enumerable.Range(0, Math.Max(0, runes.Count - Three + 1)).Select(i => $"\"{string.Concat(runes.Skip(i).Take(Three)).Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
    }

    private sealed record Indexed(string Name, string Table, string Text)
    {
        /// <summary>The statement for this index. {0}: its name; {1}: the table; {2}, {3}, {4}: the text of the row before, after, and as it is.</summary>
        public string Of(string statement) => statement
            .Replace("{0}", Name, StringComparison.Ordinal).Replace("{1}", Table, StringComparison.Ordinal)
            .Replace("{2}", Text.Replace("{0}", "old.", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("{3}", Text.Replace("{0}", "new.", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("{4}", Text.Replace("{0}", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
