using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Data;

/// <summary><c>backup</c> and the way back, as docs/operations.md tells it.</summary>
public sealed class DatabaseBackupTests : IDisposable
{
    private static readonly string Program = typeof(PhonePop.Server.Security.Viewer).Assembly.Location;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("phonepop-backup-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_running_server_is_copied_and_the_copy_serves_what_was_there_then()
    {
        await using var server = new LiveServer().Started();
        using var client = server.Client(LiveServer.AdministratorKey);
        await AddAsync(client, "Before");
        await File.WriteAllTextAsync(Path.Combine(server.DataFolder, "settings.json"), """{"PhonePop":{"Numbers":{"Region":"DE"}}}""", Stop);

        var (code, said) = await BackupAsync(server.DataFolder, Path.Combine(_folder.FullName, "backups"));
        await AddAsync(client, "After");

        code.Should().Be(0, said);
        var made = Directory.GetDirectories(Path.Combine(_folder.FullName, "backups")).Should().ContainSingle().Subject;
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(made).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, "it holds keys");
        }

        var restored = Directory.CreateDirectory(Path.Combine(_folder.FullName, "data")).FullName;
        foreach (var file in Directory.GetFiles(made))
        {
            File.Copy(file, Path.Combine(restored, Path.GetFileName(file)));
        }

        await using var again = await ServerProcess.StartAsync(Start(restored, ["--urls", "http://127.0.0.1:0"]));
        using var reader = new HttpClient { BaseAddress = again.Address };
        reader.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", LiveServer.AdministratorKey);
        var customers = await reader.GetFromJsonAsync<JsonElement>("/api/v1/customers?q=o", Stop);
        customers.GetProperty("items").EnumerateArray().Select(c => c.GetProperty("name").GetString()).Should().Equal("Before");
        File.Exists(Path.Combine(restored, "settings.json")).Should().BeTrue();
    }

    [Fact]
    public async Task Without_a_database_it_says_where_it_looked()
    {
        var (code, said) = await BackupAsync(_folder.FullName, Path.Combine(_folder.FullName, "backups"));

        code.Should().Be(1);
        said.Should().Contain(Path.Combine(_folder.FullName, "phonepop.db"));
        Directory.Exists(Path.Combine(_folder.FullName, "backups")).Should().BeFalse();
    }

    private static async Task AddAsync(HttpClient client, string name)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1/customers", new { name, numbers = new[] { new { number = "+79161234567" } } }, Stop);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<(int Code, string Said)> BackupAsync(string data, string into)
    {
        using var process = Process.Start(Start(data, ["backup", into]))!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(Stop), process.StandardError.ReadToEndAsync(Stop));
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, string.Concat(said));
    }

    private static ProcessStartInfo Start(string data, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments]) { WorkingDirectory = data, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["PhonePop__Database__ConnectionString"] = $"Data Source={Path.Combine(data, "phonepop.db")}";
        start.Environment["PhonePop__ApiKeys__0__Name"] = "test";
        start.Environment["PhonePop__ApiKeys__0__Key"] = LiveServer.AdministratorKey;
        start.Environment["PhonePop__ApiKeys__0__Role"] = "Administrator";
        return start;
    }
}
