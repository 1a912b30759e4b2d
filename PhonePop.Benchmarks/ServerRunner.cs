using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Data.Sqlite;
using PhonePop.Tests.Support;

namespace PhonePop.Benchmarks;

/// <summary>
/// The whole path: bytes of a PBX over TCP, the server as a process of its own, and real SignalR clients, one for each operator.
/// <c>server clients 200 events 1000 seconds 30</c>: so many events a second, as calls of real Asterisk 22. There are as many operators as it takes for each to have one
/// call at a time; the first of them have a client. At the end history must have every call, answered. With <c>pages 500</c> so many pages are open, too;
/// with <c>storm</c> too, all of them open at the same moment, while the calls ring, as after a restart;
/// with <c>bursts</c> a call's ring comes with all that is told before its answer, in one piece. <c>program naive</c> measures <see cref="NaiveServer" /> instead.
/// </summary>
static class ServerRunner
{
    private const int AsPeopleCome = 8;

    private static readonly string[] SupervisorPages = ["/live", "/operators", "/wallboard", "/history", "/queues"];

    public static async Task RunAsync(string[] options)
    {
        var (clients, events, seconds) = (Option(options, "clients", 200), Option(options, "events", 1000), Option(options, "seconds", 30));
        var perCall = CallTemplate.Events;
        var callsPerSecond = events / (double)perCall;
        var calls = (int)(callsPerSecond * seconds);
        var operators = Math.Max(clients, (int)(callsPerSecond * CallSchedule.SecondsPerCall * 1.5));
        using var pbx = new LoadPbx(calls);
        var folder = Directory.CreateTempSubdirectory("phonepop-load-");
        var pages = Option(options, "pages", 0);
        var program = Array.IndexOf(options, "program") is >= 0 and var at ? options[at + 1] : null;
        using var server = LoadServer.Start(folder.FullName, pbx.Port, clients, program, out var listening);
        var circuits = new List<(string Page, CircuitClient Circuit)>();
        var hubs = new List<HubConnection>();
        try
        {
            var address = await listening;
            await pbx.AcceptAsync(); // before the clients, for whom PhonePop would not wait with its login
            var rang = new double[calls];
            var ages = new int[1000]; // by whole milliseconds from the bytes to the hub, as the server says
            var changes = 0;
            var connecting = Stopwatch.GetTimestamp();
            hubs.AddRange(Enumerable.Range(0, clients).Select(i => new HubConnectionBuilder()
                .WithUrl(new Uri(address, "/hubs/calls"), o => o.AccessTokenProvider = () => Task.FromResult<string?>(LoadServer.Key(i))).Build()));
            hubs.ForEach(hub => hub.On<JsonElement>("CallChanged", call =>
            {
                Interlocked.Increment(ref changes);
                if (call.GetProperty("version").GetInt64() == 1)
                {
                    Interlocked.Increment(ref ages[(int)Math.Min(ages.Length - 1, call.GetProperty("ageMs").GetInt64())]);
                }

                Interlocked.CompareExchange(ref rang[IndexOf(call)], Stopwatch.GetElapsedTime(pbx.SentAt(IndexOf(call))).TotalMilliseconds, 0);
            }));
            await Task.WhenAll(hubs.Select(h => h.StartAsync()));
            Console.WriteLine($"{clients} clients connected at once in {Stopwatch.GetElapsedTime(connecting).TotalSeconds:N1} s");
            var isStorm = options.Contains("storm");
            var opening = OpenPagesAsync(address, pages, isStorm ? pages : AsPeopleCome, circuits, server); // ends with the moment of the last
            if (!isStorm)
            {
                await opening;
            }

            server.Refresh();
            var (cpu, began, memory, theft) = (server.TotalProcessorTime, Stopwatch.GetTimestamp(), server.WorkingSet64, new HostTheft());
            using var over = new CancellationTokenSource();
            var watching = WatchAsync(server, rang, over.Token);
            await pbx.PlayAsync(new CallSchedule(calls, callsPerSecond, options.Contains("bursts")), i => LoadServer.FirstExtension + (i % operators));
            var opened = await opening;
            var (sent, stolen) = (Stopwatch.GetElapsedTime(began), theft.ToString());
            await over.CancelAsync();
            await watching;
            await SettledAsync(() => Volatile.Read(ref changes));
            server.Refresh();
            if (pages > 0)
            {
                foreach (var kind in circuits.GroupBy(c => c.Page, c => c.Circuit))
                {
                    Console.WriteLine($"{kind.Count()} × {kind.Key}: {kind.Average(c => c.Batches):N0} batches, {kind.Average(c => c.Bytes) / 1024:N0} KB each; broken: {kind.Count(c => c.Error is not null)}");
                }
            }

            if (isStorm)
            {
                var meanwhile = Enumerable.Range(0, calls).Where(i => pbx.SentAt(i) < opened).Select(i => rang[i]).Where(r => r > 0).Order().ToArray();
                Console.WriteLine($"while the pages opened: {meanwhile.Length} calls rang, p50 {Rank(meanwhile, 0.5):N1} ms, p99 {Rank(meanwhile, 0.99):N0} ms, max {meanwhile.LastOrDefault():N0} ms");
            }

            var stored = program == LoadServer.Naive ? 0 : await StoredAsync(folder.FullName, calls);
            Report(calls, perCall, sent, server.TotalProcessorTime - cpu, memory, server.WorkingSet64, rang, ages, Enumerable.Range(0, calls).Count(i => i % operators < clients), stored, pbx.Behind);
            Console.WriteLine($"the machine: load average {RunCost.Average}; its host gave {stolen} of it to others");
        }
        finally
        {
            await Task.WhenAll(circuits.Select(c => c.Circuit.DisposeAsync().AsTask()));
            await Task.WhenAll(hubs.Select(h => h.DisposeAsync().AsTask()));
            server.Kill();
            await server.WaitForExitAsync();
            folder.Delete(recursive: true);
        }
    }

    // A line a minute: what grows shows.
    private static async Task WatchAsync(Process server, double[] rang, CancellationToken cancellationToken)
    {
        for (var (minute, seen) = (1, 0); ; minute++)
        {
            await Task.Delay(TimeSpan.FromMinutes(1), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            server.Refresh();
            var last = rang.Skip(seen).Where(r => r > 0).Order().ToArray();
            seen = rang.AsSpan().LastIndexOfAnyExcept(0) + 1;
            Console.WriteLine($"minute {minute}: resident {server.WorkingSet64 / 1024 / 1024:N0} MB, {server.Threads.Count} threads, {server.HandleCount} handles; p50 {Rank(last, 0.5):N2} ms, p99 {Rank(last, 0.99):N2} ms");
        }
    }

    private static double Rank(double[] sorted, double share) => sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];

    // Most are operators' own, a tenth supervisors'.
    private static async Task<long> OpenPagesAsync(Uri address, int pages, int atOnce, List<(string Page, CircuitClient Circuit)> circuits, Process server)
    {
        if (pages == 0)
        {
            return 0;
        }

        server.Refresh();
        var (before, began) = (server.WorkingSet64, Stopwatch.GetTimestamp());
        await Parallel.ForAsync(0, pages, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (i, cancellationToken) =>
        {
            var (page, key) = i % 10 < 9 ? ("/", LoadServer.Key(i)) : (SupervisorPages[i / 10 % SupervisorPages.Length], LoadServer.SupervisorKey);
            var circuit = await CircuitClient.OpenAsync(address, page, key, cancellationToken: cancellationToken);
            while (circuit.Batches == 0)
            {
                await Task.Delay(10, cancellationToken);
            }

            lock (circuits)
            {
                circuits.Add((page, circuit));
            }
        });
        server.Refresh();
        Console.WriteLine($"{pages} pages opened in {Stopwatch.GetElapsedTime(began).TotalSeconds:N1} s; resident {before / 1024 / 1024:N0} MB before, {server.WorkingSet64 / 1024 / 1024:N0} MB after: {(server.WorkingSet64 - before) / 1024 / pages:N0} KB each");
        return Stopwatch.GetTimestamp();
    }

    private static void Report(int calls, int perCall, TimeSpan sent, TimeSpan cpu, long before, long after, double[] rang, int[] ages, int watched, long stored, TimeSpan behind)
    {
        var known = rang.Skip(calls / 5).Where(r => r > 0).Order().ToArray(); // without the first fifth, in which the server's code is compiled
        var all = rang.Count(r => r > 0);
        var total = (double)calls * perCall;
        Console.WriteLine($"{calls:N0} calls, {total:N0} events in {sent.TotalSeconds:N1} s: {total / sent.TotalSeconds:N0} events/s (sender behind by {behind.TotalMilliseconds:N0} ms at most)");
        Console.WriteLine($"rang on the right client: {all:N0} of {watched:N0}; in history, answered: {stored:N0} of {calls:N0}");
        Console.WriteLine($"from the PBX's bytes to the client: p50 {Rank(known, 0.5):N2} ms, p99 {Rank(known, 0.99):N2} ms, max {known.LastOrDefault():N1} ms; within the server 0, 1, 2, more ms: {ages[0]:N0}, {ages[1]:N0}, {ages[2]:N0}, {ages[3..].Sum():N0}");
        Console.WriteLine($"server: {cpu.TotalSeconds * 1e6 / total:N1} CPU s per million events, {cpu / sent:P0} of a core; resident {before / 1024 / 1024:N0} MB before, {after / 1024 / 1024:N0} MB after");
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

    // Until all are there, or no more come for ten seconds.
    private static async Task<long> StoredAsync(string folder, int calls)
    {
        await using var database = new SqliteConnection($"Data Source={Path.Combine(folder, "phonepop.db")};Mode=ReadOnly;Pooling=False");
        await database.OpenAsync();
        await using var count = database.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM Calls WHERE Outcome = $answered";
        count.Parameters.AddWithValue("$answered", (int)Ami.Calls.CallOutcome.Answered);
        var (stored, last) = (0L, Stopwatch.GetTimestamp());
        while (stored < calls && Stopwatch.GetElapsedTime(last) < TimeSpan.FromSeconds(10))
        {
            var now = (long)(await count.ExecuteScalarAsync())!;
            (stored, last) = (now, now > stored ? Stopwatch.GetTimestamp() : last);
            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }

        return stored;
    }

    private static int IndexOf(JsonElement call) => (int)(long.Parse(call.GetProperty("party").GetProperty("number").GetString()!, CultureInfo.InvariantCulture) - CallTemplate.NumberOf(0));

    private static int Option(string[] options, string name, int otherwise) =>
        Array.IndexOf(options, name) is >= 0 and var at ? int.Parse(options[at + 1], CultureInfo.InvariantCulture) : otherwise;
}
