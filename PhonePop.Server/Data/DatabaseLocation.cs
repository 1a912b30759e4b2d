using Microsoft.Data.Sqlite;

namespace PhonePop.Server.Data;

/// <summary>The connection string that is used: relative to the content root, not to the folder that the server happens to be started from.</summary>
public sealed class DatabaseLocation
{
    private DatabaseLocation(SqliteConnectionStringBuilder builder, string? file) => (ConnectionString, File) = (builder.ToString(), file);

    /// <summary>For EF Core.</summary>
    public string ConnectionString { get; }

    /// <summary>The file, or null for a database in memory.</summary>
    public string? File { get; }

    /// <summary>The place alone, for what must go on when other settings hold a mistake. It is the real one's, not that of the demo.</summary>
    /// <exception cref="DatabaseException">The connection string cannot be read.</exception>
    public static DatabaseLocation From(IConfiguration configuration, string contentRoot)
    {
        const string Key = "PhonePop:Database:ConnectionString";
        try
        {
            return From(configuration[Key] is { Length: > 0 } said ? new DatabaseOptions { ConnectionString = said } : new DatabaseOptions(), contentRoot, isDemo: false);
        }
        catch (ArgumentException e)
        {
            throw new DatabaseException($"{Key} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Works the place out. The demo gets a file of its own beside the real one: <c>phonepop-demo.db</c>.</summary>
    public static DatabaseLocation From(DatabaseOptions options, string contentRoot, bool isDemo)
    {
        var builder = new SqliteConnectionStringBuilder(options.ConnectionString);
        if (builder.Mode == SqliteOpenMode.Memory || builder.DataSource.StartsWith(':') || builder.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            return new DatabaseLocation(builder, null);
        }

        var file = Path.GetFullPath(builder.DataSource, contentRoot);
        if (isDemo)
        {
            file = Path.Combine(Path.GetDirectoryName(file)!, $"{Path.GetFileNameWithoutExtension(file)}-demo{Path.GetExtension(file)}");
        }

        builder.DataSource = file;
        return new DatabaseLocation(builder, file);
    }
}
