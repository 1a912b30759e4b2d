using System.Collections.Concurrent;
using System.Diagnostics;

namespace PhonePop.Tests.Support;

/// <summary>The server as it is installed: published to a folder of its own and started from another one, as systemd does.</summary>
public sealed class PublishedServer : IAsyncLifetime
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("phonepop-published-");
    Process? _server;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = new("about:blank");

    public async ValueTask InitializeAsync()
    {
        var site = Path.Combine(_folder.FullName, "site");
        await RunAsync("dotnet", ["publish", Repository.PathOf("PhonePop.Server"), "--no-build", "-c", Repository.Configuration, "-o", site, "-nologo", "-v", "q"]);
        var start = Start("dotnet", [Path.Combine(site, "PhonePop.Server.dll"), "--urls", "http://127.0.0.1:0"]);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        start.Environment["PhonePop__Database__ConnectionString"] = $"Data Source={Path.Combine(_folder.FullName, "data", "phonepop.db")}";
        Address = await ListeningAsync(start);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            _server.Kill();
            await _server.WaitForExitAsync();
            _server.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>Reads what the server says until it says where it listens, and goes on reading so that it never waits for a full pipe.</summary>
    async Task<Uri> ListeningAsync(ProcessStartInfo start)
    {
        const string Listening = "Now listening on: ";
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new ConcurrentQueue<string>();
        _server = new Process { StartInfo = start };
        _server.ErrorDataReceived += (_, e) => said.Enqueue(e.Data ?? "");
        _server.OutputDataReceived += (_, e) =>
        {
            said.Enqueue(e.Data ?? "");
            if (e.Data is null)
            {
                address.TrySetException(new InvalidOperationException("The published server ended: " + string.Join('\n', said)));
            }
            else if (e.Data.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                address.TrySetResult(new Uri(e.Data[(at + Listening.Length)..].Trim()));
            }
        };
        _server.Start();
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
        return await address.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    ProcessStartInfo Start(string file, IEnumerable<string> arguments) =>
        new(file, arguments) { WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };

    async Task RunAsync(string file, IEnumerable<string> arguments)
    {
        using var process = Process.Start(Start(file, arguments))!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{file} ended with {process.ExitCode}: {string.Concat(output)}");
        }
    }
}
