using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Server.Live;
using PhonePop.Server.Pbx;
using PhonePop.Server.Security;

namespace PhonePop.Server.Configuration;

/// <summary>What has to be right before the first request: settings, database, accounts.</summary>
internal static class ServerStart
{
    /// <summary>Checks the settings, applies the migrations, creates the accounts that are missing.</summary>
    /// <exception cref="SettingsException">The settings hold mistakes.</exception>
    public static async Task PrepareAsync(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<PhonePopOptions>();
        var database = app.Services.GetRequiredService<IDbContextFactory<PhonePopDbContext>>();
        await database.MigrateAsync(app.Services.GetRequiredService<DatabaseLocation>(), CancellationToken.None);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var accounts = scope.ServiceProvider.GetRequiredService<AccountSeeder>();
            await accounts.SeedAsync(options.Users.Concat(app.Services.GetRequiredService<DemoDesk>().Wanted), options.OnlyPbx);
            if (await accounts.CreateFirstAdministratorAsync() is { } password)
            {
                // To the console and nowhere else: logs are kept.
                Console.WriteLine($"{Environment.NewLine}No account exists yet. Sign in as \"admin\" with the password {password}{Environment.NewLine}It is shown this once.{Environment.NewLine}");
            }
        }

        await app.Services.GetRequiredService<SeatDevices>().LoadAsync(CancellationToken.None);
        await app.Services.GetRequiredService<CallRecall>().LoadAsync([.. options.PbxNames], CancellationToken.None);
        await app.Services.GetRequiredService<ApiKeyStore>().LoadAsync(CancellationToken.None);
        await app.Services.GetRequiredService<GroupDirectory>().ReloadAsync(CancellationToken.None);
        var names = app.Services.GetRequiredService<OperatorDirectory>();
        await names.ReloadAsync(CancellationToken.None);
        if (options.IsDemo)
        {
            names.Introduce(DemoOptions.PbxName, DemoPbx.Colleagues);
            await app.Services.GetRequiredService<DemoCustomers>().CreateAsync(DemoOptions.PbxName, CancellationToken.None);
            DemoAddresses.StayAtHome(app);
            var users = string.Join(Environment.NewLine, app.Services.GetRequiredService<DemoDesk>().Users.Select(u => $"  {u.UserName,-12} {u.Password}"));
            app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine(
                $"{Environment.NewLine}The demo runs: calls come by themselves. Open {app.Urls.FirstOrDefault()} and sign in as{Environment.NewLine}{users}{Environment.NewLine}Ctrl+C ends it.{Environment.NewLine}"));
        }
    }
}
