using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Data;

/// <summary>The scripts of <c>deploy</c>, run as docs/operations.md tells.</summary>
public sealed class DeployScriptTests : IDisposable
{
    private static readonly string Program = typeof(PhonePop.Server.Security.Viewer).Assembly.Location;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("phonepop-deploy-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_folder.FullName, "data");

    private string Backups => Path.Combine(_folder.FullName, "backups");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Backed_up_while_it_runs_and_restored_when_it_stands_still_with_the_rest_kept_aside()
    {
        Directory.CreateDirectory(Data);
        Directory.CreateDirectory(Path.Combine(Backups, "phonepop-20200101T000000Z"));
        Directory.SetLastWriteTimeUtc(Path.Combine(Backups, "phonepop-20200101T000000Z"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        string made;
        await using (var server = await ServerProcess.StartAsync(Server()))
        {
            using var client = Client(server);
            await AddAsync(client, "Before");
            (await ScriptAsync("backup.sh", Backups)).Code.Should().Be(0);
            made = Directory.GetDirectories(Backups).Should().ContainSingle("what is too old is removed").Subject;
            await AddAsync(client, "After");

            var (code, said) = await ScriptAsync("restore.sh", made);
            code.Should().Be(1);
            said.Should().Contain("the server is running");
            (await server.StopAsync(Stop)).Should().Be(0);
        }

        (await ScriptAsync("restore.sh", Backups)).Should().Be((1, $"restore.sh: there is no phonepop.db in {Backups}\n"));
        var restored = await ScriptAsync("restore.sh", made);

        restored.Code.Should().Be(0, restored.Said);
        await using var again = await ServerProcess.StartAsync(Server());
        using var reader = Client(again);
        var customers = await reader.GetFromJsonAsync<JsonElement>("/api/v1/customers?q=e", Stop);
        customers.GetProperty("items").EnumerateArray().Select(c => c.GetProperty("name").GetString()).Should().Equal("Before");
        Directory.GetDirectories(Data, "before-restore-*").Should().ContainSingle().Which.Should().Match(folder => File.Exists(Path.Combine(folder, "phonepop.db")));
    }

    [Fact]
    public async Task Who_ends_the_script_of_a_program_without_a_terminal_ends_the_program()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no such script.");
        Fake("systemd-run", $"echo \"$@\"; exec sleep {Until.Patience.TotalSeconds:0}"); // as the real one: it waits for a program that is not its child
        Fake("systemctl", "[ \"$1\" = show ] || echo \"$@\"");
        var start = new ProcessStartInfo("setsid", ["sh", Path.Combine(Repository.Root, "deploy", "phonepop.sh"), "doctor", "--wait", "600"]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["PATH"] = $"{_folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}";
        using var script = Process.Start(start)!;
        var run = await script.StandardOutput.ReadLineAsync(Stop);

        using var kill = Process.Start("kill", ["-TERM", "--", $"-{script.Id}"]); // all of the pipe, as a terminal does it at Ctrl-C
        await script.WaitForExitAsync(Stop);

        run.Should().Contain($"--unit phonepop-run-{script.Id} ").And.EndWith("/opt/phonepop/PhonePop.Server doctor --wait 600");
        (await script.StandardOutput.ReadToEndAsync(Stop)).Should().Be($"kill --signal=SIGINT phonepop-run-{script.Id}\n");
        script.ExitCode.Should().Be(130);
    }

    private void Fake(string program, string script)
    {
        var file = Path.Combine(_folder.FullName, program);
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
        if (OperatingSystem.IsWindows())
        {
            return; // no script of ours runs there
        }

        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static async Task AddAsync(HttpClient client, string name)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1/customers", new { name, numbers = new[] { new { number = "+79161234567" } } }, Stop);
        answer.EnsureSuccessStatusCode();
    }

    private static HttpClient Client(ServerProcess server)
    {
        var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", LiveServer.AdministratorKey);
        return client;
    }

    private async Task<(int Code, string Said)> ScriptAsync(string script, string argument)
    {
        var start = new ProcessStartInfo("sh", [Path.Combine(Repository.Root, "deploy", script), argument]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["PHONEPOP_DATA"] = Data;
        start.Environment["PHONEPOP_PROGRAM"] = $"dotnet {Program}";
        start.Environment["PhonePop__Pbxes__0__Host"] = "10.0.0.5"; // as from appsettings.json: its secret is in a file that only the unit's server is given
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(Stop), process.StandardError.ReadToEndAsync(Stop));
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, string.Concat(said));
    }

    private ProcessStartInfo Server()
    {
        var start = new ProcessStartInfo("dotnet", [Program, "--urls", "http://127.0.0.1:0"]) { WorkingDirectory = Data };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["PhonePop__Database__ConnectionString"] = $"Data Source={Path.Combine(Data, "phonepop.db")}";
        start.Environment["PhonePop__ApiKeys__0__Name"] = "test";
        start.Environment["PhonePop__ApiKeys__0__Key"] = LiveServer.AdministratorKey;
        start.Environment["PhonePop__ApiKeys__0__Role"] = "Administrator";
        return start;
    }
}
