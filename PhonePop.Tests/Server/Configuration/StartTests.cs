using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using AwesomeAssertions;
using Microsoft.Data.Sqlite;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Configuration;

/// <summary>The program itself, as a service manager starts it.</summary>
public sealed class StartTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("phonepop-start-");

    [Fact]
    public async Task Mistakes_stop_the_start_with_one_message_that_names_every_key_and_no_secret()
    {
        var (code, output) = await RunAsync(
            ("PhonePop__Pbxes__0__Name", "main office"), ("PhonePop__Pbxes__0__Host", "127.0.0.1"), ("PhonePop__Pbxes__0__Username", "phonepop"),
            ("PhonePop__Pbxes__0__Secret", "do-not-print-me"), ("PhonePop__Pbxes__0__Port", "70000"), ("PhonePop__Pbxes__0__SnapshotIntervall", "00:00:10"),
            ("PhonePop__Database__Provider", "PostgreSql"));

        code.Should().Be(1);
        output.Should().Contain("PhonePop:Pbxes:0:Name").And.Contain("PhonePop:Pbxes:0:Port").And.Contain("PhonePop:Pbxes:0:SnapshotIntervall").And.Contain("PhonePop:Database:Provider");
        output.Should().NotContain("do-not-print-me");
    }

    [Theory]
    [InlineData("--help", 0, "PhonePop.Server backup FOLDER")]
    [InlineData("bakup", 1, "There is no command \"bakup\".")]
    public async Task Who_asks_for_help_or_mistypes_a_command_is_told_and_gets_no_second_server(string argument, int code, string told)
    {
        var ended = await RunAsync(null, [argument]);

        ended.Code.Should().Be(code);
        ended.Output.Should().Contain(told).And.NotContain("Now listening");
    }

    [Fact]
    public async Task Settings_file_that_is_torn_stops_the_start_as_any_mistake_does()
    {
        var (code, output) = await RunAsync("""{ "PhonePop": { "Pbxes": { "main": { "Secret": "do-not-print-me" """, []);

        code.Should().Be(1);
        output.Should().Contain("settings.json, line 1: ").And.NotContain("do-not-print-me").And.NotContain("Exception");
    }

    [Fact]
    public async Task Appsettings_that_are_torn_stop_the_start_with_the_line_and_nothing_of_what_stands_there()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "appsettings.json"), "{\n  \"PhonePop\": { \"Pbxes\": [ { \"Secret\": do-not-print-me } ] } }", TestContext.Current.CancellationToken);

        var (code, output) = await RunAsync(("ASPNETCORE_CONTENTROOT", _folder.FullName), ("NOTIFY_SOCKET", Path.Combine(_folder.FullName, "nobody")));

        code.Should().Be(1);
        output.Should().MatchRegex("^<3>PhonePop cannot start.*\n<3>  appsettings.json: .*line 2[^\n]*\n$").And.NotContain("do-not").And.NotContain("Exception");
    }

    [Fact]
    public async Task A_port_that_is_taken_stops_the_start_with_one_message()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = $"http://{other.LocalEndpoint}";

        var (code, output) = await RunAsync(("ASPNETCORE_URLS", address));

        code.Should().Be(1);
        output.Should().MatchRegex($"(?m)^PhonePop cannot listen .*{Regex.Escape(address)}").And.NotContain("Unhandled exception");
    }

    [Fact]
    public async Task A_database_of_a_newer_version_stops_the_start_and_is_not_touched()
    {
        var file = Path.Combine(_folder.FullName, "phonepop.db");
        await using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = """
                CREATE TABLE "__EFMigrationsHistory" ("MigrationId" TEXT NOT NULL PRIMARY KEY, "ProductVersion" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsHistory" VALUES ('20991231235959_FromTheFuture', '99.0.0');
                """;
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var before = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        var (code, output) = await RunAsync(("PhonePop__Database__ConnectionString", $"Data Source={file}"));

        code.Should().Be(1);
        output.Should().Contain("20991231235959_FromTheFuture").And.Contain("newer PhonePop").And.NotContain("   at ");
        (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).Should().Equal(before);
    }

    [Fact]
    public async Task A_file_that_is_no_database_stops_the_start_with_what_to_do()
    {
        var file = Path.Combine(_folder.FullName, "phonepop.db");
        await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat("these are no pages of a database\n", 200)), TestContext.Current.CancellationToken);

        var (code, output) = await RunAsync(("PhonePop__Database__ConnectionString", $"Data Source={file}"));

        code.Should().Be(1);
        output.Should().Contain(file).And.Contain("restore a backup").And.NotContain("   at ");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Task<(int Code, string Output)> RunAsync(params (string Key, string Value)[] settings) => RunAsync(null, [], settings);

    private static async Task<(int Code, string Output)> RunAsync(string? settingsFile, string[] arguments, params (string Key, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("phonepop-start-");
        try
        {
            if (settingsFile is not null)
            {
                await File.WriteAllTextAsync(Path.Combine(folder.CreateSubdirectory("data").FullName, "settings.json"), settingsFile, TestContext.Current.CancellationToken);
            }

            var start = new ProcessStartInfo("dotnet", [Repository.PathOf("PhonePop.Server", "bin", Repository.Configuration, "net10.0", "PhonePop.Server.dll"), .. arguments])
            {
                WorkingDirectory = folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true,
            };
            start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
            start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
            foreach (var (key, value) in settings)
            {
                start.Environment[key] = value;
            }

            using var process = Process.Start(start)!;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(TimeSpan.FromMinutes(3));
            try
            {
                var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
                await process.WaitForExitAsync(patience.Token);
                return (process.ExitCode, string.Concat(output));
            }
            finally
            {
                if (!process.HasExited)
                {
                    process.Kill();
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
