using System.Diagnostics.Metrics;
using AwesomeAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Server.Customers.Lookups;
using PhonePop.Server.Data;
using PhonePop.Server.Live;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Data;

/// <summary>What a million customers and ten million calls are asked: no question reads or sorts a whole table, as SQLite itself plans it.</summary>
public sealed class LargeTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);
    private static readonly CallHistoryQuery All = new() { Audience = Audience.Everything };
    private static readonly PhoneNumberReader Numbers = new(new Fixed<NumbersOptions>(new NumbersOptions()));

    // A list that was given as a parameter is a virtual table.
    private static readonly string[] Ends = ["VIRTUAL TABLE", "CONSTANT ROW", "IX_Calls_EndedAt", "IX_Customers_Folded"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Questions => new()
    {
        { "look-up of a number", "IX_CustomerNumbers_Key (Key=?" },
        { "history", "IX_Calls_EndedAt" },
        { "history, far back", "IX_Calls_EndedAt (EndedAt<?" },
        { "history of an operator", "IX_Calls_Extension_EndedAt (Extension=?" },
        { "history, an operator's own", "IX_Calls_Extension_EndedAt (Extension=?" },
        { "history of a group", "IX_Calls_EndedAt" },
        { "history of an operator, missed in a queue", "IX_Calls_Extension_EndedAt (Extension=?" },
        { "history of some days", "IX_Calls_EndedAt (EndedAt>? AND EndedAt<?" },
        { "history, missed", "IX_Calls_Outcome_EndedAt (Outcome=?" },
        { "history of a queue", "IX_Calls_Queue_EndedAt (Queue=?" },
        { "history of a PBX", "IX_Calls_EndedAt" },
        { "history, outbound", "IX_Calls_EndedAt" },
        { "history, a text", "IX_Calls_EndedAt" },
        { "history, a whole number as text", "IX_Calls_NumberKey_EndedAt (NumberKey=?" },
        { "stories", "IX_Calls_EndedAt" },
        { "stories, an operator and an outcome", "(Extension=?" },
        { "calls of a number", "IX_Calls_NumberKey_EndedAt (NumberKey=?" },
        { "card of a customer", "IX_Calls_CustomerId_EndedAt (CustomerId=?" },
        { "names of the queues", "IX_Calls_Queue_EndedAt (Queue>?" },
        { "report by operator", "IX_Calls_EndedAt (EndedAt>?" },
        { "report by the hour", "IX_Calls_EndedAt (EndedAt>?" },
        { "queues today", "(EndedAt>?" },
        { "retention", "IX_Calls_EndedAt (EndedAt<?" },
        { "customers by name", "IX_Customers_Folded" },
        { "customer of a whole number", "IX_CustomerNumbers_Key (Key=?" },
        { "customers by a piece of a name", "INTEGER PRIMARY KEY (rowid=?" },
        { "customers by four digits", "INTEGER PRIMARY KEY (rowid=?" },
        { "customers by three digits that very many have", "IX_Customers_Folded" },
        { "who may be the same", "IX_CustomerNumbers_Key (Key=?" },
        { "numbers that cannot be read", "IX_CustomerNumbers_E164 (E164=?" },
    };

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task An_index_leads_to_the_answer_and_nothing_large_is_sorted(string question, string index)
    {
        await using var database = await QueryPlans.OpenAsync(Stop);
        await FillAsync(database);

        await AskAsync(database, question);

        database.Steps.Should().Contain(step => step.Contains(index, StringComparison.Ordinal), "of: {0}", string.Join(" | ", database.Steps));
        Large(database.Steps).Should().BeEmpty("{0} must not: {1}", question, string.Join(" | ", database.Steps));
    }

    // In the order of an index a scan ends with the page, or with the bound on what is looked through. Sorting is for what one index led to, and for the last term of equal times.
    private static IEnumerable<string> Large(List<string> steps)
    {
        var derived = steps.Select(s => s.Split(' ')).Where(s => s[0] is "CO-ROUTINE" or "MATERIALIZE").Select(s => s[1]).ToHashSet();
        return steps.Where(s => s.StartsWith("SCAN", StringComparison.Ordinal) && !derived.Contains(s.Split(' ')[1]) && !Ends.Any(e => s.Contains(e, StringComparison.Ordinal)));
    }

    private static Task LookUpAsync(QueryPlans database)
    {
        var number = Numbers.Read("89160000001");
        database.Explain(DatabaseCustomerLookup.Question, new Dictionary<string, object?> { ["$e164"] = number.E164, ["$key"] = number.Key });
        return Task.CompletedTask;
    }

    private static async Task SearchLedAsync(QueryPlans database, string text, int most)
    {
        using var pieces = new SearchPieces { Most = most };
        await using (var db = database.CreateDbContext())
        {
            await pieces.MakeAsync(db, new WriteTurns(TimeProvider.System), TimeSpan.Zero, Stop);
        }

        database.Clear();
        await Customers(database, pieces).SearchAsync(new CustomerQuery(text), Stop);
    }

    private static async Task AskAsync(QueryPlans database, string question)
    {
        var (history, report) = (new CallHistoryStore(database, Numbers, new CardUrlTemplate(new CustomersOptions())), new CallReport(database));
        Task asked = question switch
        {
            "look-up of a number" => LookUpAsync(database),
            "history" => history.SearchAsync(All, Stop),
            "history, far back" => history.SearchAsync(All with { After = (Now.AddYears(-2), "main:1:101") }, Stop),
            "history of an operator" => history.SearchAsync(All with { Pbx = "main", Extension = "101" }, Stop),
            "history of an operator, missed in a queue" => history.SearchAsync(All with { Extension = "101", Outcome = CallOutcome.Missed, Queue = "support" }, Stop),
            "history, an operator's own" => history.SearchAsync(All with { Audience = Audience.Operator("main", "101") }, Stop),
            "history of a group" => history.SearchAsync(All with { Audience = Audience.Of(new SeatSet([("main", "101"), ("main", "102")])) }, Stop),
            "history of some days" => history.SearchAsync(All with { From = Now.AddDays(-9), To = Now }, Stop),
            "history, missed" => history.SearchAsync(All with { Outcome = CallOutcome.Missed }, Stop),
            "history of a queue" => history.SearchAsync(All with { Queue = "support" }, Stop),
            "history of a PBX" => history.SearchAsync(All with { Pbx = "main" }, Stop),
            "history, outbound" => history.SearchAsync(All with { Direction = CallDirection.Outbound }, Stop),
            "history, a text" => history.SearchAsync(All with { Text = "петров" }, Stop),
            "history, a whole number as text" => history.SearchAsync(All with { Text = "8 916 000-00-01" }, Stop),
            "stories" => history.StoriesAsync(All, Stop),
            "stories, an operator and an outcome" => history.StoriesAsync(All with { Pbx = "main", Extension = "101", Outcome = CallOutcome.Missed }, Stop),
            "calls of a number" => history.SearchAsync(All with { Number = "89160000001" }, Stop),
            "card of a customer" => history.SearchAsync(All with { CustomerId = 1 }, Stop),
            "names of the queues" => history.QueuesAsync(Now, Stop),
            "report by operator" => report.OperatorsAsync(Audience.Everything, Now.AddDays(-30), Stop),
            "report by the hour" => report.SlotsAsync(Audience.Everything, Now.AddDays(-7), Stop),
            "queues today" => new QueueReport(database, new Fixed<SupervisionOptions>(new SupervisionOptions())).SinceAsync(Now.AddDays(-1), Stop),
            "retention" => RetentionSweeper.SweepCallsAsync(database, Now.UtcDateTime, TimeProvider.System, Stop),
            "customers by name" => Customers(database).SearchAsync(new CustomerQuery("петров"), Stop),
            "customer of a whole number" => Customers(database).SearchAsync(new CustomerQuery("8 916 000-00-01") { WholeNumbers = true }, Stop),
            "customers by a piece of a name" => SearchLedAsync(database, "етро", most: 100),
            "customers by four digits" => SearchLedAsync(database, "0001", most: 100),
            "customers by three digits that very many have" => SearchLedAsync(database, "791", most: 0),
            "who may be the same" => new CustomerMerger(database, Customers(database), Matcher(), Numbers, TimeProvider.System).LikeAsync(1, Stop),
            "numbers that cannot be read" => new NumberHygiene(database, Numbers).UnreadableAsync(0, 50, Stop),
            _ => throw new InvalidOperationException(question),
        };
        await asked;
    }

    [Fact]
    public async Task Reading_page_after_page_by_the_last_call_misses_none_and_repeats_none()
    {
        await using var database = await QueryPlans.OpenAsync(Stop);
        await FillAsync(database);
        var history = new CallHistoryStore(database, Numbers, new CardUrlTemplate(new CustomersOptions()));
        var query = All with { Take = 7 };
        var read = new List<string>();

        for (var page = await history.ReadAsync(query, Stop); page.Count > 0; page = await history.ReadAsync(query with { After = (page[^1].Call.EndedAt!.Value, page[^1].Call.Id) }, Stop))
        {
            read.AddRange(page.Select(c => c.Call.Id));
        }

        read.Should().OnlyHaveUniqueItems().And.HaveCount(60);
        read.Should().Equal((await history.ReadAsync(All with { Take = 500 }, Stop)).Select(c => c.Call.Id));
    }

    [Fact]
    public async Task Retention_takes_a_few_hundred_at_once_and_leaves_the_younger_ones()
    {
        await using var database = await QueryPlans.OpenAsync(Stop);
        await FillAsync(database, (RetentionSweeper.BatchSize * 2) + 100);

        await RetentionSweeper.SweepCallsAsync(database, Now.AddMinutes(-99.5).UtcDateTime, TimeProvider.System, Stop);

        await using var db = database.CreateDbContext();
        (await db.Calls.CountAsync(Stop)).Should().Be(100);
        database.Steps.Count(s => s.Contains("IX_Calls_EndedAt (EndedAt<?", StringComparison.Ordinal)).Should().Be(3, "each batch asks anew");
    }

    // A call a minute, the newest now; every fifth ends together with the one after it. All are of one number, which the customer with the id 1 has.
    private static async Task FillAsync(QueryPlans database, int calls = 60)
    {
        await using var db = database.CreateDbContext();
        db.Customers.Add(new Customer { Name = "Anna", Folded = "anna", Numbers = [new CustomerNumber { Raw = "+79160000001", E164 = "+79160000001", Key = "160000001" }] });
        for (var i = 0; i < calls; i++)
        {
            var at = Now.AddMinutes(-i).UtcDateTime;
            db.Calls.Add(new CallRecord
            {
                Id = $"main:{i}:101", Pbx = "main", Extension = "101", ConversationId = $"main:{i}", Number = "79160000001", E164 = "+79160000001", NumberKey = "160000001",
                Queue = "support", Outcome = CallOutcome.Missed, StartedAt = at, EndedAt = i % 5 == 1 ? Now.AddMinutes(-i + 1).UtcDateTime : at, PartyKind = PartyKind.External,
            });
        }

        await db.SaveChangesAsync(Stop);
        database.Clear();
    }

    private static CustomerStore Customers(QueryPlans database, SearchPieces? pieces = null) => new(database, pieces ?? new SearchPieces(), Numbers, new CardUrlTemplate(new CustomersOptions { Lookups = [] }), Matcher(), TimeProvider.System);

    private static CustomerMatcher Matcher()
    {
        var metrics = new LookupMetrics(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
        return new CustomerMatcher([], new CustomersOptions { Lookups = [] }, TimeProvider.System, metrics, NullLogger<CustomerMatcher>.Instance);
    }
}
