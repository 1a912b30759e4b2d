using AwesomeAssertions;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Server.Live;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Live;

public sealed class CallHistoryStoreTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_go_from_the_newest_conversation_on_and_each_stands_once()
    {
        await using var database = await QueryPlans.OpenAsync(Stop);
        await RememberAsync(database, [.. Enumerable.Range(0, 5).SelectMany(i => new[] { Leg(i, "101", i * 10), Leg(i, "102", (i * 10) + 1), Leg(i, "103", (i * 10) + 1) })]);
        var store = Store(database);

        var first = await store.StoriesAsync(new CallHistoryQuery { Audience = Audience.Everything, Take = 2 }, Stop);
        var last = await store.StoriesAsync(new CallHistoryQuery { Audience = Audience.Everything, Take = 2, Skip = 4 }, Stop);
        var own = await store.StoriesAsync(new CallHistoryQuery { Audience = Audience.Operator("main", "102"), Take = 2 }, Stop);

        first.Items.Select(s => s.ConversationId).Should().Equal("main:4", "main:3");
        first.Items[0].Legs.Select(l => l.Call.Extension).Should().BeEquivalentTo("101", "102", "103");
        first.Total.Should().Be(5);
        last.Items.Select(s => s.ConversationId).Should().Equal("main:0");
        own.Items.SelectMany(s => s.Legs).Select(l => l.Call.Extension).Should().Equal("102", "102");
    }

    [Fact]
    public async Task A_page_without_a_time_range_reads_no_more_than_it_shows()
    {
        await using var database = await QueryPlans.OpenAsync(Stop);
        await RememberAsync(database, [Leg(1, "101", 1)]);
        var store = Store(database);
        database.Clear();

        await store.StoriesAsync(new CallHistoryQuery { Audience = Audience.Everything }, Stop);

        database.Steps.Should().ContainMatch("SCAN c USING INDEX IX_Calls_EndedAt*") // from the newest on, in order
            .And.ContainMatch("SEARCH c USING INDEX IX_Calls_ConversationId_EndedAt (ConversationId=?*")
            .And.NotContainMatch("*TEMP B-TREE FOR GROUP BY*").And.NotContainMatch("*TEMP B-TREE FOR DISTINCT*");
    }

    private static CallHistoryStore Store(QueryPlans database) => new(database, new PhoneNumberReader(new Fixed<NumbersOptions>(new NumbersOptions())), new CardUrlTemplate(new CustomersOptions()));

    private static Call Leg(int conversation, string extension, int minute) => Some.Call(extension, id: $"main:{conversation}:{extension}").Final() with { ConversationId = $"main:{conversation}", EndedAt = Some.Time.AddMinutes(minute) };

    private static async Task RememberAsync(QueryPlans database, Call[] calls)
    {
        var numbers = new PhoneNumberReader(new Fixed<NumbersOptions>(new NumbersOptions()));
        await using var db = database.CreateDbContext();
        db.Calls.AddRange(calls.Select(c => CallRecords.ToRecord(new LiveCall { Call = c, Version = 1 }, numbers.Read(c.Party.Number), null, Some.Time)));
        await db.SaveChangesAsync(Stop);
    }
}
