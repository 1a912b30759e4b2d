using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace PhonePop.Server.Data;

/// <summary>The database, registered and brought up to date.</summary>
public static class DataExtensions
{
    /// <summary>Adds the database at the registered <see cref="DatabaseLocation"/>, and keeps the keys of cookies in it.</summary>
    public static IServiceCollection AddPhonePopData(this IServiceCollection services)
    {
        services.Configure<IdentityOptions>(UseIdentitySchema);
        services.AddDbContextFactory<PhonePopDbContext>((provider, options) => options.UseSqlite(provider.GetRequiredService<DatabaseLocation>().ConnectionString));
        services.AddDataProtection().SetApplicationName("PhonePop").PersistKeysToDbContext<PhonePopDbContext>();
        services.AddSingleton<DatabaseBackup>();
        return services;
    }

    /// <summary>The tables that Identity expects, passkeys included. The context reads it from the application's services, so migrations need it too.</summary>
    internal static void UseIdentitySchema(IdentityOptions options) => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;

    /// <summary>Creates the folder and the file, and applies the migrations.</summary>
    public static async Task MigrateAsync(this IDbContextFactory<PhonePopDbContext> factory, DatabaseLocation location, CancellationToken cancellationToken)
    {
        if (location.File is { } file)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        }

        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);

        // Kept in the file: readers and the one writer do not wait for each other.
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", cancellationToken);
    }
}

/// <summary>For <c>dotnet ef</c>: the model alone, without the server's settings.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<PhonePopDbContext>
{
    public PhonePopDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PhonePopDbContext>()
            .UseSqlite("Data Source=:memory:")
            .UseApplicationServiceProvider(new ServiceCollection().Configure<IdentityOptions>(DataExtensions.UseIdentitySchema).BuildServiceProvider())
            .Options);
}
