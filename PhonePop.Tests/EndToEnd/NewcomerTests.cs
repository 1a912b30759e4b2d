using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using AwesomeAssertions;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.EndToEnd;

/// <summary>The one command of the README, in a clone as it is.</summary>
public sealed class NewcomerTests
{
    private const string MachineIsBusy = "warn: Microsoft.AspNetCore.Server.Kestrel[22]"; // its heartbeat was late

    [Fact]
    public async Task Dotnet_run_starts_the_demo_and_says_where_it_is_and_who_can_sign_in()
    {
        var folder = Directory.CreateTempSubdirectory("phonepop-newcomer-");
        var start = new ProcessStartInfo("dotnet", ["run", "--no-build", "-c", Repository.Configuration, "--project", Repository.PathOf("PhonePop.Server")])
        {
            WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true,
        };

        // Only the port and the data are not a newcomer's; what the machine says of the environment is not ours.
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["PhonePop__Database__ConnectionString"] = $"Data Source={Path.Combine(folder.FullName, "phonepop.db")}";
        var said = new ConcurrentQueue<string>();
        var invited = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var server = new Process { StartInfo = start };
        server.ErrorDataReceived += (_, e) => said.Enqueue(e.Data ?? "");
        server.OutputDataReceived += (_, e) =>
        {
            said.Enqueue(e.Data ?? "");
            if (e.Data is null or "Ctrl+C ends it.")
            {
                invited.TrySetResult(e.Data is not null);
            }
        };
        server.Start();
        try
        {
            server.BeginOutputReadLine();
            server.BeginErrorReadLine();
            var ready = await invited.Task.WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);
            ready.Should().BeTrue("it said: " + string.Join('\n', said));
            said.Should().Contain(line => line.StartsWith("The demo runs", StringComparison.Ordinal));
            said.Should().Contain(line => line.Contains("operator101 ", StringComparison.Ordinal) && line.EndsWith(" demo-operator101", StringComparison.Ordinal));
            said.Should().NotContain(line => (line.StartsWith("warn:", StringComparison.Ordinal) && line != MachineIsBusy) || line.StartsWith("fail:", StringComparison.Ordinal));

            var address = said.First(line => line.Contains("Open http", StringComparison.Ordinal)).Split(' ').First(word => word.StartsWith("http", StringComparison.Ordinal));
            using var client = new HttpClient();
            using var page = await client.GetAsync(new Uri(address + "/account/sign-in"), TestContext.Current.CancellationToken);
            page.StatusCode.Should().Be(HttpStatusCode.OK);
            (await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Contain("demo-operator101");
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync(CancellationToken.None);
            folder.Delete(recursive: true);
        }
    }
}
