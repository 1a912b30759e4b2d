using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Server.Live;

namespace PhonePop.Benchmarks;

/// <summary><c>history 10000000</c>: so many ended calls in a real database, and how long each question of the pages and the API takes there. Some GB beside the system's temporary files.</summary>
static class HistoryRunner
{
    public static async Task RunAsync(int calls)
    {
        await using var parts = await ServerParts.OpenAsync();
        var now = DateTime.UtcNow;
        await HistoryFiller.FillAsync(parts, calls, now);
        Console.WriteLine($"database: {parts.Megabytes:N0} MB; load average {RunCost.Average}");
        var (history, report) = (parts.Get<CallHistoryStore>(), parts.Get<CallReport>());
        var all = new CallHistoryQuery { Audience = Audience.Everything };
        var operatorsOwn = new CallHistoryQuery { Audience = Audience.Operator("main", "150") };
        var group = new CallHistoryQuery { Audience = Audience.Of(new SeatSet(Enumerable.Range(110, 8).Select(e => ("main", $"{e}")))) };
        var nobodys = new CallHistoryQuery { Audience = Audience.Of(new SeatSet([("main", "999")])) };
        foreach (var (title, query) in new (string, CallHistoryQuery)[]
        {
            ("no filter", all), ("no filter, page 200", all with { Skip = 9_950 }), ("a day two years ago", all with { From = now.AddDays(-730), To = now.AddDays(-729) }),
            ("an operator", all with { Extension = "150", Pbx = "main" }), ("an operator's own page", operatorsOwn), ("a group of eight", group), ("a group without a call", nobodys),
            ("missed", all with { Outcome = CallOutcome.Missed }), ("parked (1 of 100,000)", all with { Outcome = CallOutcome.Parked }), ("a queue", all with { Queue = "billing" }),
            ("missed in a queue", all with { Queue = "billing", Outcome = CallOutcome.Missed }), ("outbound", all with { Direction = CallDirection.Outbound }),
            ("a whole number", all with { Text = HistoryFiller.NumberOf(199_000) }), ("four digits", all with { Text = "4567" }), ("a name", all with { Text = "caller 1995" }), ("a name that nobody has", all with { Text = "щщщ" }),
        })
        {
            await TimeAsync($"history page, {title}", async () => (await history.StoriesAsync(query, default)) is var found ? $"{found.Items.Count} of {found.Total:N0}{(found.SearchedSince is { } since ? $", back to {since:yyyy-MM-dd}" : "")}" : "");
        }

        var far = (await history.ReadAsync(all with { To = now.AddDays(-1000), Take = 1 }, default))[0].Call;
        await TimeAsync("API, page 1,000,000 by number", async () => $"{(await history.SearchAsync(all with { Skip = (int)(calls * 0.9), Take = 50 }, default)).Items.Count} calls");
        await TimeAsync("API, the page after a call of three years ago", async () => $"{(await history.SearchAsync(all with { After = (far.EndedAt!.Value, far.Id), Take = 50 }, default)).Items.Count} calls");
        await TimeAsync("card of a customer", async () => $"{(await history.SearchAsync(all with { CustomerId = 77 }, default)).Total} calls");
        await TimeAsync("calls of a number", async () => $"{(await history.SearchAsync(all with { Number = HistoryFiller.NumberOf(150_000), Take = 6 }, default)).Total} calls");
        await TimeAsync("names of the queues", async () => $"{(await history.QueuesAsync(now, default)).Count}");
        await TimeAsync("operators, today", async () => $"{(await report.OperatorsAsync(Audience.Everything, now.AddDays(-1), default)).Count}");
        await TimeAsync("operators, 30 days", async () => $"{(await report.OperatorsAsync(Audience.Everything, now.AddDays(-30), default)).Count}");
        await TimeAsync("callers by the quarter of an hour, 7 days", async () => $"{(await report.SlotsAsync(Audience.Everything, now.AddDays(-7), default)).Count}");
        await TimeAsync("queues, today", async () => $"{(await parts.Get<QueueReport>().SinceAsync(now.AddDays(-1), default)).Count}");
        await ExportAsync(history, all);
        await BackupAsync(parts);
        await RetentionAsync(parts, now);
    }

    private static async Task ExportAsync(CallHistoryStore history, CallHistoryQuery query)
    {
        using var load = new RunCost();
        var (began, read) = (Stopwatch.GetTimestamp(), 0);
        for (var page = await history.ReadAsync(query with { Take = 500 }, default); page.Count > 0 && read < 100_000; page = await history.ReadAsync(query with { Take = 500, After = (page[^1].Call.EndedAt!.Value, page[^1].Call.Id) }, default))
        {
            read += page.Count;
        }

        Console.WriteLine($"export of {read:N0} calls: {Stopwatch.GetElapsedTime(began).TotalSeconds:N1} s; {load}");
    }

    private static async Task BackupAsync(ServerParts parts)
    {
        using var load = new RunCost();
        using var stop = new CancellationTokenSource();
        var into = Directory.CreateTempSubdirectory("phonepop-backup-");
        var writing = CustomersRunner.WriteMeanwhileAsync(parts, load, stop.Token);
        var began = Stopwatch.GetTimestamp();
        await parts.Get<DatabaseBackup>().RunAsync([into.FullName], Console.Out, default);
        var took = Stopwatch.GetElapsedTime(began);
        await stop.CancelAsync();
        await writing;
        Console.WriteLine($"backup, copied and checked: {took.TotalSeconds:N0} s; {load}");
        into.Delete(recursive: true);
    }

    // A hundredth of the calls is due at once, while others write.
    private static async Task RetentionAsync(ServerParts parts, DateTime now)
    {
        using var load = new RunCost();
        using var stop = new CancellationTokenSource();
        var writing = CustomersRunner.WriteMeanwhileAsync(parts, load, stop.Token);
        await using var db = await parts.Database.CreateDbContextAsync();
        var before = now.AddDays(-HistoryFiller.Days * 0.99);
        var (due, began) = (await db.Calls.CountAsync(c => c.EndedAt < before), Stopwatch.GetTimestamp());
        await RetentionSweeper.SweepCallsAsync(parts.Database, before, TimeProvider.System, default);
        var took = Stopwatch.GetElapsedTime(began);
        await stop.CancelAsync();
        await writing;
        Console.WriteLine($"retention of {due:N0} calls: {took.TotalSeconds:N1} s, {due / took.TotalSeconds:N0} a second; {load}");
    }

    private static async Task TimeAsync(string title, Func<Task<string>> ask)
    {
        var (times, answer) = (new List<double>(), "");
        for (var i = 0; i < 5; i++)
        {
            var asked = Stopwatch.GetTimestamp();
            answer = await ask();
            times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        }

        Console.WriteLine($"{title}: first {times[0]:N1} ms, then {times.Skip(1).Order().ElementAt(2):N1} ms; {answer}");
    }
}
