using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Components.Text;
using PhonePop.Server.Configuration;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Server.Pbx;
using PhonePop.Server.Security;

namespace PhonePop.Server.Doctor;

/// <summary>The doctor on the command line. It uses the settings and the database of the server, and starts no server.</summary>
internal sealed class DoctorCommand(IServiceProvider services, IConfiguration configuration, DoctorTimes times, TimeProvider clock, ILoggerFactory loggers)
{
    private const string DemoExtension = "101";

    /// <summary>0: nothing fails; 1: a step fails, or the settings do; 2: wrong usage; 130: stopped.</summary>
    public async Task<int> RunAsync(DoctorArguments arguments, TextWriter output, bool isAscii, CancellationToken cancellationToken)
    {
        var texts = new Texts(CultureInfo.CurrentUICulture);
        var printer = new DoctorPrinter(output, texts, isAscii);
        if (arguments.IsHelp || arguments.Mistake is not null)
        {
            output.WriteLine(arguments.Mistake is { } mistake ? $"{mistake}?{Environment.NewLine}{Environment.NewLine}{texts.DoctorUsage}" : texts.DoctorUsage);
            return arguments.IsHelp ? 0 : 2;
        }

        try
        {
            return await ExamineAsync(arguments, printer, texts, cancellationToken);
        }
        catch (SettingsException e)
        {
            output.WriteLine(e.Message);
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            output.WriteLine();
            printer.Say(texts.DoctorStopped);
            return 130;
        }
    }

    private async Task<int> ExamineAsync(DoctorArguments arguments, DoctorPrinter printer, Texts texts, CancellationToken cancellationToken)
    {
        var options = services.GetRequiredService<PhonePopOptions>();
        var demo = await StartDemoAsync(options, cancellationToken);
        if (demo is not null)
        {
            printer.Say(texts.DoctorDemo);
        }

        await LoadAccountsAsync(cancellationToken);
        var all = services.GetRequiredService<PbxList>().All.Select(services.GetRequiredService<SeatDevices>().Merge).ToList();
        var chosen = all.Where(p => arguments.Pbx is null || string.Equals(p.Name, arguments.Pbx, StringComparison.OrdinalIgnoreCase)).ToList();
        if (chosen.Count == 0)
        {
            printer.Say(all.Count == 0 ? texts.DoctorNothing : texts.DoctorNoSuchPbx(arguments.Pbx ?? "", string.Join(", ", all.Select(p => p.Name))));
            return all.Count == 0 ? 1 : 2;
        }

        var witness = Witness(options, all);
        var failed = new List<string>();
        foreach (var pbx in chosen)
        {
            printer.Say("");
            printer.Say(texts.DoctorHeading(pbx.Name, $"{pbx.Host}:{pbx.Port}"));
            var last = new Dictionary<CheckId, Check>();
            await foreach (var check in new PbxExamination(pbx, witness, times, clock, loggers).RunAsync(arguments.Wait, cancellationToken))
            {
                var isNew = !last.TryGetValue(check.Id, out var before) || !Same(before, check);
                last[check.Id] = check;
                if (isNew)
                {
                    printer.Print(check);
                }

                if (check is { Id: CheckId.Ringing, State: CheckState.Waiting } && pbx.Name == DemoOptions.PbxName && demo is not null)
                {
                    await demo.Office.CustomerCallsAsync(DemoExtension);
                }
            }

            if (last.Values.OrderBy(c => c.Id).FirstOrDefault(c => c.State == CheckState.Failed) is { } first)
            {
                failed.Add(chosen.Count == 1 ? texts.DoctorCheck(first.Id) : $"{pbx.Name}: {texts.DoctorCheck(first.Id)}");
            }
        }

        printer.Say("");
        printer.Say(failed.Count == 0 ? texts.DoctorGoodSoFar : texts.DoctorFails(string.Join("; ", failed)));
        if (failed.Count == 0)
        {
            printer.Say(texts.DoctorOpenPage(PageAddress()));
        }

        return failed.Count == 0 ? 0 : 1;
    }

    private static bool Same(Check a, Check b) => a.State == b.State && a.Found?.Invoke(Texts.English) == b.Found?.Invoke(Texts.English)
        && a.Lines.Select(l => l.Text(Texts.English)).SequenceEqual(b.Lines.Select(l => l.Text(Texts.English)));

    private string PageAddress() => (configuration["urls"]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "").TrimEnd('/') + "/doctor";

    /// <summary>The demo's PBX with its customers, where the server would run the demo.</summary>
    private async Task<DemoPbx?> StartDemoAsync(PhonePopOptions options, CancellationToken cancellationToken)
    {
        if (!options.IsDemo)
        {
            return null;
        }

        // The demo's database is its own and may be made; a real one is only looked at.
        await services.GetRequiredService<IDbContextFactory<PhonePopDbContext>>().MigrateAsync(services.GetRequiredService<DatabaseLocation>(), cancellationToken);
        await services.GetRequiredService<DemoCustomers>().CreateAsync(DemoOptions.PbxName, cancellationToken);
        var demo = services.GetRequiredService<DemoPbx>();
        await demo.StartAsync(cancellationToken);
        return demo;
    }

    private async Task LoadAccountsAsync(CancellationToken cancellationToken)
    {
        var database = services.GetRequiredService<DatabaseLocation>();
        if (database.File is null || File.Exists(database.File))
        {
            try
            {
                await services.GetRequiredService<OperatorDirectory>().ReloadAsync(cancellationToken);
                await services.GetRequiredService<SeatDevices>().LoadAsync(cancellationToken);
            }
            catch (SqliteException)
            {
                // No tables yet, or older ones: the server makes them at its start. The look-up of the test call says so in its turn.
            }
        }
    }

    private MonitorWitness Witness(PhonePopOptions options, IReadOnlyList<PbxOptions> pbxes) => new(
        pbxes, services.GetRequiredService<MatchFinder>(), services.GetRequiredService<OperatorDirectory>(),
        [.. options.Users, .. services.GetRequiredService<DemoDesk>().Wanted], services.GetRequiredService<DatabaseLocation>(), clock, loggers);
}
