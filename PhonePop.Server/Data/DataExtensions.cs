using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace PhonePop.Server.Data;

/// <summary>The database, registered and brought up to date.</summary>
public static class DataExtensions
{
    private static readonly BusyWait Patience = new();

    /// <summary>Adds the database at the registered <see cref="DatabaseLocation"/>, and keeps the keys of cookies in it.</summary>
    public static IServiceCollection AddPhonePopData(this IServiceCollection services)
    {
        services.Configure<IdentityOptions>(UseIdentitySchema);
        services.AddPooledDbContextFactory<PhonePopDbContext>((provider, options) => options
            .UseSqlite(provider.GetRequiredService<DatabaseLocation>().ConnectionString).AddInterceptors(Patience, provider.GetRequiredService<WriteTurns>()));
        services.AddDataProtection().SetApplicationName("PhonePop").PersistKeysToDbContext<PhonePopDbContext>();
        services.AddSingleton<WriteTurns>();
        services.AddSingleton<DatabaseBackup>();
        services.AddSingleton<OpenContexts>();
        return services;
    }

    /// <summary>The tables that Identity expects, passkeys included. The context reads it from the application's services, so migrations need it too.</summary>
    internal static void UseIdentitySchema(IdentityOptions options) => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;

    /// <summary>Creates the folder and the file, and applies the migrations.</summary>
    /// <exception cref="DatabaseException">It cannot be used; the message says why and what to do.</exception>
    public static async Task MigrateAsync(this IDbContextFactory<PhonePopDbContext> factory, DatabaseLocation location, CancellationToken cancellationToken)
    {
        try
        {
            if (location.File is { } file)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            }

            await using var db = await factory.CreateDbContextAsync(cancellationToken);
            var known = db.Database.GetMigrations().ToHashSet();
            var applied = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
            var foreign = applied.FindAll(migration => !known.Contains(migration));
            if (foreign.Count > 0)
            {
                throw new DatabaseException($"{location.File} was written by a newer PhonePop ({foreign[^1]}). Start that version again, or restore the backup that was made before the upgrade.");
            }

            if (applied.Count < known.Count)
            {
                // At every start it would first compare the whole model with the last migration, for a sixth of the time that a start takes.
                await MigrateAloneAsync(db, location, cancellationToken);
            }

            // Kept in the file: readers and the one writer do not wait for each other.
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", cancellationToken);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new DatabaseException($"The database {location.File} cannot be used: {e.Message} {Advice(e)}", e);
        }
    }

    // Entity Framework's own lock is a row of the database: who is killed while holding it leaves it there, and every later start would wait for it for ever.
    // The system forgets ours with the process that held it.
    private static async Task MigrateAloneAsync(PhonePopDbContext db, DatabaseLocation location, CancellationToken cancellationToken)
    {
        await using var alone = location.File is { } file ? Alone(file) : null;
        await db.Database.ExecuteSqlRawAsync("""DROP TABLE IF EXISTS "__EFMigrationsLock";""", cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }

    private static FileStream Alone(string file)
    {
        try
        {
            return new FileStream(file + "-upgrade", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException) when (File.Exists(file + "-upgrade"))
        {
            throw new DatabaseException($"Another PhonePop is bringing {file} up to date at this moment: let it finish, and run one only.");
        }
    }

    private static string Advice(Exception e) => e is SqliteException sqlite
        ? sqlite.SqliteErrorCode switch
        {
            5 or 6 => "Another program holds it: is PhonePop running already?",
            8 or 14 => "May the account that PhonePop runs as write to this file and its folder?",
            11 or 26 => "The file is damaged, or no database of PhonePop: restore a backup, or move it away to begin with an empty one.",
            13 => "The disk is full.",
            _ => "",
        }
        : "May the account that PhonePop runs as write to this folder?";
}

/// <summary>The database cannot be used. The message is for the person who starts the server.</summary>
public sealed class DatabaseException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>For <c>dotnet ef</c>: the model alone, without the server's settings.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<PhonePopDbContext>
{
    public PhonePopDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PhonePopDbContext>()
            .UseSqlite("Data Source=:memory:")
            .UseApplicationServiceProvider(new ServiceCollection().Configure<IdentityOptions>(DataExtensions.UseIdentitySchema).BuildServiceProvider())
            .Options);
}
