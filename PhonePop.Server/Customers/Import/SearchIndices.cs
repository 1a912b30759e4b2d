using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using PhonePop.Server.Data;
using SQLitePCL;

namespace PhonePop.Server.Customers.Import;

/// <summary>
/// The indices of customers that pages alone need: the order of names, and the people of a company. A first import leaves them out, for each of its rows would change another page
/// of each, and makes them at its end. Where a server ended before that, the next one makes them once it runs. Until then search is slower; no ring asks them.
/// A migration that changes one of them must not take for granted that it is there. <see cref="SearchPieces"/> is left out with them; it takes longer, and is made after the import.
/// </summary>
public sealed class SearchIndices(
    IDbContextFactory<PhonePopDbContext> database, SearchPieces pieces, WriteTurns turns, IHostApplicationLifetime lifetime, ILogger<SearchIndices> logger) : BackgroundService
{
    /// <summary>For others to write, after each tenth of a second of making <see cref="SearchPieces"/>.</summary>
    internal static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(20);

    private readonly Channel<bool> _wanted = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    // Of the file for each customer who is there: with fewer, nearly all customers are going to be the file's.
    private const int BytesForEach = 1_000;

    /// <summary>Takes them away before a file of so many bytes, where few customers are there yet.</summary>
    internal async Task LeaveOutAsync(long fileLength, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (await db.Customers.Take((int)(fileLength / BytesForEach) + 1).CountAsync(cancellationToken) <= fileLength / BytesForEach)
        {
            await db.Database.ExecuteSqlRawAsync(string.Concat(All(db).Select(i => $"DROP INDEX IF EXISTS \"{i.GetDatabaseName()}\";")), cancellationToken);
            await pieces.LeaveOutAsync(db, cancellationToken);
        }
    }

    /// <summary>Makes the one of the names, if it is not there, within the context's own transaction: for who has to look for very many.</summary>
    internal static Task MakeNamesAsync(PhonePopDbContext db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlRawAsync(Make(All(db).First(i => i.Properties[0].Name == nameof(Customer.Folded))), cancellationToken);

    /// <summary>
    /// Makes those that are not there. Others write between one and the next: with a million customers each takes seconds. Where the server stops, it breaks off, for the last calls are
    /// to be written then; and what fails is tried again at the next start.
    /// </summary>
    internal async Task MakeAsync()
    {
        var stop = lifetime.ApplicationStopping;
        try
        {
            stop.ThrowIfCancellationRequested();
            await using var db = await database.CreateDbContextAsync(stop);
            await db.Database.OpenConnectionAsync(stop);
            var connection = ((SqliteConnection)db.Database.GetDbConnection()).Handle!;
            foreach (var index in await MissingAsync(db, stop))
            {
                CustomersLog.MakesIndex(logger, index.GetDatabaseName());
                await using var transaction = await db.Database.BeginTransactionAsync(stop);
                using (turns.Take())
                {
                    await using var interrupt = stop.Register(() => raw.sqlite3_interrupt(connection));
                    await db.Database.ExecuteSqlRawAsync(Make(index), stop);
                }

                await transaction.CommitAsync(stop);
                await db.Database.ExecuteSqlRawAsync(ImportWriter.WriteBack, stop); // or the log keeps the room that the index took in it
                await Task.Delay(ImportWriter.WideGap, stop);
            }
        }
        catch (Exception e) when (e is SqliteException or OperationCanceledException)
        {
            CustomersLog.SearchIndicesNotMade(logger, stop.IsCancellationRequested ? null : e);
        }

        _wanted.Writer.TryWrite(true);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await MakeAsync();
        await foreach (var _ in _wanted.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await using var db = await database.CreateDbContextAsync(stoppingToken);
                await pieces.MakeAsync(db, turns, Gap, stoppingToken);
            }
            catch (SqliteException e)
            {
                CustomersLog.SearchIndicesNotMade(logger, e);
            }
        }
    }

    private static async Task<List<IIndex>> MissingAsync(PhonePopDbContext db, CancellationToken cancellationToken)
    {
        var there = await db.Database.SqlQuery<string>($"SELECT name AS Value FROM sqlite_master WHERE type = 'index'").ToListAsync(cancellationToken);
        return [.. All(db).Where(i => !there.Contains(i.GetDatabaseName()!))];
    }

    private static IEnumerable<IIndex> All(PhonePopDbContext db) =>
        db.Model.FindEntityType(typeof(Customer))!.GetIndexes().Where(i => i.Properties is [{ Name: nameof(Customer.Folded) or nameof(Customer.Company) }]);

    private static string Make(IIndex index) => $"CREATE INDEX IF NOT EXISTS \"{index.GetDatabaseName()}\" ON \"{index.DeclaringEntityType.GetTableName()}\" (\"{index.Properties[0].GetColumnName()}\")";
}
