using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using PhonePop.Server.Data;

namespace PhonePop.Tests.Support;

/// <summary>A migrated SQLite database in memory that remembers how it answered: the plan of each SELECT since <see cref="Clear"/>.</summary>
public sealed class QueryPlans : DbCommandInterceptor, IDbContextFactory<PhonePopDbContext>, IAsyncDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly DbContextOptions<PhonePopDbContext> _options;

    private QueryPlans()
    {
        var design = new DesignTimeFactory().CreateDbContext([]); // the model with Identity's tables as migrations have them
        _options = new DbContextOptionsBuilder<PhonePopDbContext>().UseSqlite(_connection).UseModel(design.Model).AddInterceptors(this).Options;
    }

    /// <summary>The steps of the plans, as SQLite says them.</summary>
    public List<string> Steps { get; } = [];

    /// <summary>Makes the database.</summary>
    public static async Task<QueryPlans> OpenAsync(CancellationToken cancellationToken)
    {
        var plans = new QueryPlans();
        await plans._connection.OpenAsync(cancellationToken);
        await using var db = plans.CreateDbContext();
        await db.Database.MigrateAsync(cancellationToken);
        plans.Clear();
        return plans;
    }

    /// <summary>Forgets what was asked.</summary>
    public void Clear() => Steps.Clear();

    /// <inheritdoc />
    public PhonePopDbContext CreateDbContext() => new(_options);

    /// <inheritdoc />
    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (command.CommandText.StartsWith("SELECT", StringComparison.Ordinal))
        {
            Explain(command.CommandText, command.Parameters.Cast<SqliteParameter>().ToDictionary(p => p.ParameterName, p => p.Value));
        }

        return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
    }

    /// <summary>Asks for the plan of a question that does not come through Entity Framework.</summary>
    public void Explain(string question, IReadOnlyDictionary<string, object?> parameters)
    {
        using var explain = _connection.CreateCommand();
        explain.CommandText = "EXPLAIN QUERY PLAN " + question;
        foreach (var (name, value) in parameters)
        {
            explain.Parameters.AddWithValue(name, value);
        }

        using var reader = explain.ExecuteReader();
        while (reader.Read())
        {
            Steps.Add(reader.GetString(3));
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
