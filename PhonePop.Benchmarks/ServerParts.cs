using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PhonePop.Server.Configuration;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Server.Live;

namespace PhonePop.Benchmarks;

/// <summary>The server's own stores on a real, migrated database in a folder of its own, without anything that listens. The folder goes when it is disposed.</summary>
sealed class ServerParts : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly IHost _host;

    private ServerParts(DirectoryInfo folder, IHost host) => (_folder, _host) = (folder, host);

    /// <summary>The database's file.</summary>
    public string File => Get<DatabaseLocation>().File!;

    /// <summary>Its size with what is not yet written back to it, in MB.</summary>
    public double Megabytes => new[] { File, File + "-wal" }.Where(System.IO.File.Exists).Sum(f => new FileInfo(f).Length) / 1048576.0;

    public static async Task<ServerParts> OpenAsync()
    {
        var folder = Directory.CreateTempSubdirectory("phonepop-data-");
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton(DatabaseLocation.From(new DatabaseOptions(), folder.FullName, isDemo: false));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new CustomersOptions());
        builder.Services.AddPhonePopData().AddPhonePopCustomers();
        builder.Services.AddSingleton<CallHistoryStore>().AddSingleton<CallReport>().AddSingleton<QueueReport>();
        var parts = new ServerParts(folder, builder.Build());
        await parts.Database.MigrateAsync(parts.Get<DatabaseLocation>(), CancellationToken.None);
        return parts;
    }

    public IDbContextFactory<PhonePopDbContext> Database => Get<IDbContextFactory<PhonePopDbContext>>();

    public T Get<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
