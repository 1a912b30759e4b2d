using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using PhonePop.Tests.Support;

namespace PhonePop.Benchmarks;

/// <summary>
/// The whole path: bytes of a PBX over TCP, the server as a process of its own, and real SignalR clients, one for each operator.
/// <c>server clients 200 events 1000 seconds 30</c>: so many events a second, as calls of real Asterisk 22. With <c>pages 500</c> so many pages are open, too.
/// </summary>
static class ServerRunner
{
    private const int FirstExtension = 10_000;
    private const int PagesOfOne = 50;

    private static readonly string[] Pages = ["/live", "/operators", "/wallboard", "/history", "/queues"];

    public static async Task RunAsync(string[] options)
    {
        var (clients, events, seconds) = (Option(options, "clients", 200), Option(options, "events", 1000), Option(options, "seconds", 30));
        var perCall = CallTemplate.Events;
        var callsPerSecond = events / (double)perCall;
        var calls = (int)(callsPerSecond * seconds);
        using var pbx = new LoadPbx(calls);
        var folder = Directory.CreateTempSubdirectory("phonepop-load-");
        var pages = Option(options, "pages", 0);
        using var server = Start(folder.FullName, pbx.Port, clients, pages, out var listening);
        var circuits = new List<CircuitClient>();
        var hubs = new List<HubConnection>();
        try
        {
            var address = await listening;
            await pbx.AcceptAsync(); // before the clients, for whom PhonePop would not wait with its login
            var rang = new double[calls];
            var changes = 0;
            var connecting = Stopwatch.GetTimestamp();
            hubs.AddRange(Enumerable.Range(0, clients).Select(i => new HubConnectionBuilder()
                .WithUrl(new Uri(address, "/hubs/calls"), o => o.AccessTokenProvider = () => Task.FromResult<string?>(Key(i))).Build()));
            hubs.ForEach(hub => hub.On<JsonElement>("CallChanged", call =>
            {
                Interlocked.Increment(ref changes);
                var index = (int)(long.Parse(call.GetProperty("party").GetProperty("number").GetString()!, CultureInfo.InvariantCulture) - CallTemplate.NumberOf(0));
                Interlocked.CompareExchange(ref rang[index], Stopwatch.GetElapsedTime(pbx.SentAt(index)).TotalMilliseconds, 0);
            }));
            await Task.WhenAll(hubs.Select(h => h.StartAsync()));
            Console.WriteLine($"{clients} clients connected at once in {Stopwatch.GetElapsedTime(connecting).TotalSeconds:N1} s");
            if (pages > 0)
            {
                await OpenPagesAsync(address, pages, circuits, server);
            }

            server.Refresh();
            var (cpu, began, memory) = (server.TotalProcessorTime, Stopwatch.GetTimestamp(), server.WorkingSet64);
            await pbx.PlayAsync(calls, callsPerSecond, i => FirstExtension + (i % clients));
            var sent = Stopwatch.GetElapsedTime(began);
            await SettledAsync(() => Volatile.Read(ref changes));
            server.Refresh();
            if (pages > 0)
            {
                Console.WriteLine($"pages: {circuits.Where(c => c.Error is null).Sum(c => (long)c.Batches):N0} batches, {circuits.Sum(c => c.Bytes) / 1024 / 1024:N0} MB; broken: {circuits.Count(c => c.Error is not null)}");
            }

            Report(calls, perCall, sent, server.TotalProcessorTime - cpu, memory, server.WorkingSet64, rang, changes, pbx.Behind);
        }
        finally
        {
            await Task.WhenAll(circuits.Select(c => c.DisposeAsync().AsTask()));
            await Task.WhenAll(hubs.Select(h => h.DisposeAsync().AsTask()));
            server.Kill();
            await server.WaitForExitAsync();
            folder.Delete(recursive: true);
        }
    }

    // Eight at a time, as people come.
    private static async Task OpenPagesAsync(Uri address, int pages, List<CircuitClient> circuits, Process server)
    {
        server.Refresh();
        var (before, began) = (server.WorkingSet64, Stopwatch.GetTimestamp());
        await Parallel.ForAsync(0, pages, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, cancellationToken) =>
        {
            var circuit = await CircuitClient.OpenAsync(address, Pages[i % Pages.Length], SupervisorKey(i / PagesOfOne), cancellationToken: cancellationToken);
            lock (circuits)
            {
                circuits.Add(circuit);
            }
        });
        server.Refresh();
        Console.WriteLine($"{pages} pages opened in {Stopwatch.GetElapsedTime(began).TotalSeconds:N1} s; resident {before / 1024 / 1024:N0} MB before, {server.WorkingSet64 / 1024 / 1024:N0} MB after: {(server.WorkingSet64 - before) / 1024 / pages:N0} KB each");
    }

    private static void Report(int calls, int perCall, TimeSpan sent, TimeSpan cpu, long before, long after, double[] rang, int changes, TimeSpan behind)
    {
        var known = rang.Skip(calls / 5).Where(r => r > 0).Order().ToArray(); // without the first fifth, in which the server's code is compiled
        var all = rang.Count(r => r > 0);
        var total = (double)calls * perCall;
        Console.WriteLine($"{calls:N0} calls, {total:N0} events in {sent.TotalSeconds:N1} s: {total / sent.TotalSeconds:N0} events/s (sender behind by {behind.TotalMilliseconds:N0} ms at most)");
        Console.WriteLine($"rang on the right client: {all:N0} of {calls:N0}; {changes:N0} changes told");
        Console.WriteLine($"from the PBX's bytes to the client: p50 {At(0.5):N2} ms, p99 {At(0.99):N2} ms, max {known.LastOrDefault():N1} ms");
        Console.WriteLine($"server: {cpu.TotalSeconds * 1e6 / total:N1} CPU s per million events, {cpu / sent:P0} of a core; resident {before / 1024 / 1024:N0} MB before, {after / 1024 / 1024:N0} MB after");

        double At(double share) => known.Length == 0 ? double.NaN : known[Math.Min(known.Length - 1, (int)(known.Length * share))];
    }

    // Until nothing has been told for two seconds.
    private static async Task SettledAsync(Func<int> changes)
    {
        for (var before = -1; before != changes();)
        {
            before = changes();
            await Task.Delay(TimeSpan.FromSeconds(2));
        }
    }

    private static Process Start(string folder, int port, int clients, int pages, out Task<Uri> listening)
    {
        const string Listening = "Now listening on: ";
        var start = new ProcessStartInfo("dotnet", [typeof(PhonePop.Server.Security.Viewer).Assembly.Location, "--urls", "http://127.0.0.1:0"]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["DOTNET_gcServer"] = "0",
            ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information",
            ["PhonePop__Database__ConnectionString"] = $"Data Source={Path.Combine(folder, "phonepop.db")}",
            ["PhonePop__Pbxes__0__Name"] = "main",
            ["PhonePop__Pbxes__0__Host"] = "127.0.0.1",
            ["PhonePop__Pbxes__0__Port"] = port.ToString(CultureInfo.InvariantCulture),
            ["PhonePop__Pbxes__0__Username"] = "phonepop",
            ["PhonePop__Pbxes__0__Secret"] = "secret",
        };
        for (var i = 0; i < clients; i++)
        {
            settings[$"PhonePop__ApiKeys__{i}__Name"] = $"operator {i}";
            settings[$"PhonePop__ApiKeys__{i}__Key"] = Key(i);
            settings[$"PhonePop__ApiKeys__{i}__Role"] = "Operator";
            settings[$"PhonePop__ApiKeys__{i}__Extension"] = (FirstExtension + i).ToString(CultureInfo.InvariantCulture);
        }

        for (var i = 0; i * PagesOfOne < pages; i++)
        {
            settings[$"PhonePop__ApiKeys__{clients + i}__Name"] = $"supervisor {i}";
            settings[$"PhonePop__ApiKeys__{clients + i}__Key"] = SupervisorKey(i);
            settings[$"PhonePop__ApiKeys__{clients + i}__Role"] = "Supervisor";
        }

        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, e) =>
        {
            if (e.Data?.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                address.TrySetResult(new Uri(e.Data[(at + Listening.Length)..].Trim()));
            }
            else if (e.Data is null || e.Data.Contains("fail:", StringComparison.Ordinal))
            {
                Console.WriteLine(e.Data);
            }
        };
        process.Start();
        process.BeginOutputReadLine();
        listening = address.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return process;
    }

    private static string SupervisorKey(int number) => $"key-of-a-loaded-supervisor-{number}";

    private static string Key(int client) => $"key-of-a-loaded-operator-{client}";

    private static int Option(string[] options, string name, int otherwise) =>
        Array.IndexOf(options, name) is >= 0 and var at ? int.Parse(options[at + 1], CultureInfo.InvariantCulture) : otherwise;
}
