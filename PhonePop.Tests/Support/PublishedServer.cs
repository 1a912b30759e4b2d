using System.Diagnostics;

namespace PhonePop.Tests.Support;

/// <summary>The server as it is installed: published to a folder of its own and started from another one, as systemd does.</summary>
public sealed class PublishedServer : IAsyncLifetime
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("phonepop-published-");
    ServerProcess? _server;

    /// <summary>Where it listens.</summary>
    public Uri Address => _server!.Address;

    public async ValueTask InitializeAsync()
    {
        var site = Path.Combine(_folder.FullName, "site");
        await RunAsync("dotnet", ["publish", Repository.PathOf("PhonePop.Server"), "--no-build", "-c", Repository.Configuration, "-o", site, "-nologo", "-v", "q"]);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(site, "PhonePop.Server.dll"), "--urls", "http://127.0.0.1:0"]) { WorkingDirectory = _folder.FullName };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["PhonePop__Database__ConnectionString"] = $"Data Source={Path.Combine(_folder.FullName, "data", "phonepop.db")}";
        _server = await ServerProcess.StartAsync(start);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    async Task RunAsync(string file, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        })!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{file} ended with {process.ExitCode}: {string.Concat(output)}");
        }
    }
}
