using System.Diagnostics;
using PhonePop.Server.Customers;
using PhonePop.Server.Customers.Import;
using PhonePop.Server.Data;

namespace PhonePop.Benchmarks;

/// <summary>
/// <c>customers 1000000</c>: so many customers imported from a CSV file into a real database, while somebody else writes and looks up; the same file again;
/// then look-ups of numbers that nobody asked for before, the index of pieces, which a server makes after the import, and searches as the page makes them.
/// </summary>
static class CustomersRunner
{
    private const int Asked = 10_000;

    public static async Task RunAsync(int customers)
    {
        await using var parts = await ServerParts.OpenAsync();
        var csv = Path.Combine(Path.GetDirectoryName(parts.File)!, "customers.csv");
        await CustomerFile.WriteAsync(csv, customers);
        Console.WriteLine($"{customers:N0} customers, file of {new FileInfo(csv).Length / 1048576.0:N0} MB, load average {RunCost.Average}");
        await ImportAsync(parts, csv, "first");
        Console.WriteLine($"database: {parts.Megabytes:N0} MB");
        await ImportAsync(parts, csv, "again");
        await LookUpAsync(parts, customers);
        await MakePiecesAsync(parts);
        await SearchAsync(parts, customers);
    }

    private static async Task ImportAsync(ServerParts parts, string csv, string title)
    {
        using var stop = new CancellationTokenSource();
        using var watch = new RunCost();
        var steps = 0;
        var others = Task.WhenAll(LookUpMeanwhileAsync(parts, watch, stop.Token), WriteMeanwhileAsync(parts, watch, stop.Token));
        var began = Stopwatch.GetTimestamp();
        await using var content = File.OpenRead(csv);
        var file = await CsvFile.TakeAsync(content, "customers.csv", CancellationToken.None);
        var taken = Stopwatch.GetElapsedTime(began);
        var job = parts.Get<ImportJobs>().Start(file, new ImportMapping((await file.FirstAsync(1, CancellationToken.None))[0]), "Anna")!;
        job.Changed += () => Interlocked.Increment(ref steps);
        await job.Finished;
        var all = Stopwatch.GetElapsedTime(began);
        await stop.CancelAsync();
        await others;
        var result = job.Result!;
        Console.WriteLine($"import, {title}: {job.State}, {result.Created:N0} new, {result.Updated:N0} known, {result.Rejected:N0} left out in {all.TotalSeconds:N1} s ({taken.TotalSeconds:N1} s to take the file), {steps:N0} steps shown");
        Console.WriteLine($"  meanwhile: {watch}");
    }

    private static async Task MakePiecesAsync(ServerParts parts)
    {
        using var stop = new CancellationTokenSource();
        using var watch = new RunCost();
        var others = Task.WhenAll(LookUpMeanwhileAsync(parts, watch, stop.Token), WriteMeanwhileAsync(parts, watch, stop.Token));
        var began = Stopwatch.GetTimestamp();
        await using (var db = await parts.Database.CreateDbContextAsync(CancellationToken.None))
        {
            await parts.Get<SearchPieces>().MakeAsync(db, parts.Get<WriteTurns>(), SearchIndices.Gap, CancellationToken.None);
        }

        var made = Stopwatch.GetElapsedTime(began);
        await stop.CancelAsync();
        await others;
        Console.WriteLine($"index of pieces: {made.TotalSeconds:N1} s, the database has {parts.Megabytes:N0} MB now");
        Console.WriteLine($"  meanwhile: {watch}");
    }

    // As a ring does.
    private static async Task LookUpMeanwhileAsync(ServerParts parts, RunCost watch, CancellationToken stop)
    {
        var (lookup, numbers) = (parts.Get<IEnumerable<ICustomerLookup>>().First(l => l.Name == "Database"), parts.Get<PhoneNumberReader>());
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var asked = Stopwatch.GetTimestamp();
            await lookup.FindAsync(numbers.Read(CustomerFile.E164(i, 0)), CancellationToken.None);
            watch.Read(Stopwatch.GetElapsedTime(asked));
            await Task.Delay(20, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One small transaction after the other, as history writes them.</summary>
    public static async Task WriteMeanwhileAsync(ServerParts parts, RunCost watch, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var asked = Stopwatch.GetTimestamp();
            await using (var db = await parts.Database.CreateDbContextAsync(CancellationToken.None))
            {
                db.AuditEntries.Add(new AuditEntry { At = DateTime.UtcNow, Action = "benchmark" });
                await db.SaveChangesAsync(CancellationToken.None);
            }

            watch.Wrote(Stopwatch.GetElapsedTime(asked));
            await Task.Delay(100, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task LookUpAsync(ServerParts parts, int customers)
    {
        var (matcher, numbers) = (parts.Get<CustomerMatcher>(), parts.Get<PhoneNumberReader>());
        var random = new Random(1);
        foreach (var (title, number) in new (string, Func<string>)[]
        {
            ("(the code is compiled)", () => CustomerFile.E164(random.Next(customers), 0)),
            ("a customer's number", () => CustomerFile.E164(random.Next(customers), 0)),
            ("the same, as 8 916…", () => "8" + CustomerFile.E164(random.Next(customers), 0)[2..]),
            ("the same, after what is dialled for outside", () => "98" + CustomerFile.E164(random.Next(customers), 0)[2..]),
            ("nobody's number", () => $"+7901{random.Next(10_000_000):0000000}"),
            ("a short number", () => $"{random.Next(1_000_000)}"),
            ("the last nine digits alone", () => CustomerFile.E164(random.Next(customers), 0)[3..]),
            ("hostile text", () => $"'; DROP TABLE Customers;--%_{random.Next()}<script>\"\u202e\0"),
        })
        {
            var (times, found) = (new List<double>(Asked), 0);
            matcher.FindAsync(numbers.Read("+79000000000"), CancellationToken.None).AsTask().Wait();
            for (var i = 0; i < Asked; i++)
            {
                var asked = Stopwatch.GetTimestamp();
                found += (await matcher.FindAsync(numbers.Read(number()), CancellationToken.None))?.Customers.Count > 0 ? 1 : 0;
                times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }

            Console.WriteLine($"look-up, {title}: {RunCost.Percentiles(times)}; {found:N0} of {Asked:N0} known");
        }
    }

    private static async Task SearchAsync(ServerParts parts, int customers)
    {
        var store = parts.Get<CustomerStore>();
        foreach (var (title, query) in new (string, CustomerQuery)[]
        {
            ("no text", new()), ("no text, page 200", new(Skip: 9_950)), ("no text, the last page", new(Skip: customers - 50)),
            ("a common surname", new("иванов")), ("surname and name", new("петров олег")), ("a piece of a company", new("вектор-123")), ("nobody", new("щщщ")),
            ("a whole number", new(CustomerFile.E164(7, 0))), ("the last seven digits", new(CustomerFile.E164(7, 0)[5..])), ("six digits, nobody's", new("000000")),
            ("five digits", new("45678")), ("four digits", new("4567")), ("three digits", new("456")), ("three digits, page 200", new("456", Skip: 9_950)), ("three digits that very many have", new("916")), ("eight digits from the trunk on", new("89161234")),
            ("three letters", new("ова")), ("two letters", new("ли")), ("the last surname", new("яковлев")),
        })
        {
            var times = new List<double>();
            var total = 0;
            for (var i = 0; i < 7; i++)
            {
                var asked = Stopwatch.GetTimestamp();
                total = (await store.SearchAsync(query, CancellationToken.None)).Total;
                times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }

            Console.WriteLine($"search, {title}: {RunCost.Percentiles(times)}; total {total:N0}");
        }
    }
}
