using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace PhonePop.Tests.Support;

/// <summary>The server as a process of its own, which can be killed as a power cut kills it.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = new();

    private ServerProcess(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.UseShellExecute = false;
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        _process = new Process { StartInfo = start };
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = new("about:blank");

    /// <summary>What it has said on its console so far.</summary>
    public IReadOnlyList<string> Said => [.. _said];

    /// <summary>Starts it and waits until it says where it listens.</summary>
    /// <exception cref="InvalidOperationException">It ended before; the message has what it said.</exception>
    /// <exception cref="TimeoutException">It does not listen after minutes; it has been ended.</exception>
    public static async Task<ServerProcess> StartAsync(ProcessStartInfo start)
    {
        var server = new ServerProcess(start);
        try
        {
            server.Address = await server.ListeningAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks it to end, as systemd does (SIGTERM), and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Ends it without a word (SIGKILL).</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    // Goes on reading what it says, so that it never waits for a full pipe.
    private async Task<Uri> ListeningAsync()
    {
        const string Listening = "Now listening on: ";
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.ErrorDataReceived += (_, e) => _said.Enqueue(e.Data ?? "");
        _process.OutputDataReceived += (_, e) =>
        {
            _said.Enqueue(e.Data ?? "");
            if (e.Data is null)
            {
                address.TrySetException(new InvalidOperationException("The server ended: " + string.Join('\n', _said)));
            }
            else if (e.Data.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                address.TrySetResult(new Uri(e.Data[(at + Listening.Length)..].Split('"')[0].Trim()));
            }
        };
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        return await address.Task.WaitAsync(TimeSpan.FromMinutes(3));
    }
}
