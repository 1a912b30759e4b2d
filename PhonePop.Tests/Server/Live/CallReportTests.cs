using AwesomeAssertions;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Server.Live;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Live;

public sealed class CallReportTests
{
    private static readonly DateTimeOffset Ten = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Callers_count_once_in_their_quarter_of_an_hour_by_how_long_they_waited()
    {
        await using var database = await QueryPlans.OpenAsync(Stop);
        await RememberAsync(database, [
            Call(1, "101", Ten.AddMinutes(1), waits: 8), Call(1, "102", Ten.AddMinutes(1), waits: null),
            Call(2, "101", Ten.AddMinutes(14.9), waits: 25), Call(3, "101", Ten.AddMinutes(15), waits: 70), Call(4, "101", Ten.AddMinutes(16), waits: null),
            Call(5, "101", Ten.AddMinutes(-1), waits: 5), Call(6, "101", Ten.AddMinutes(3), waits: 5) with { Direction = CallDirection.Outbound },
        ]);

        var slots = await new CallReport(database).SlotsAsync(Audience.Everything, Ten, Stop);

        slots.Should().Equal(new CallSlot(Ten, 2, 0, 1, 1, 2, 2), new CallSlot(Ten.AddMinutes(15), 1, 1, 0, 0, 0, 0));
        database.Steps.Should().ContainMatch("SEARCH c USING INDEX IX_Calls_EndedAt (EndedAt>?)").And.NotContainMatch("SCAN c *");
    }

    [Fact]
    public async Task Operators_have_their_calls_talk_time_and_misses_since_the_moment()
    {
        await using var database = await QueryPlans.OpenAsync(Stop);
        await RememberAsync(database, [
            Call(1, "101", Ten.AddMinutes(1), waits: 10), Call(2, "101", Ten.AddMinutes(2), waits: 20), Call(3, "101", Ten.AddMinutes(3), waits: null), Call(3, "102", Ten.AddMinutes(3), waits: null),
            Call(4, "102", Ten.AddHours(-1), waits: 10),
        ]);

        var days = await new CallReport(database).OperatorsAsync(Audience.Everything, Ten, Stop);
        var own = await new CallReport(database).OperatorsAsync(Audience.Operator("main", "102"), Ten, Stop);

        days.Should().BeEquivalentTo([new OperatorDay("main", "101", 2, TimeSpan.FromSeconds(90), 1), new OperatorDay("main", "102", 0, TimeSpan.Zero, 1)]);
        own.Should().ContainSingle().Which.Extension.Should().Be("102");
        database.Steps.Should().ContainMatch("SEARCH c USING INDEX IX_Calls_EndedAt (EndedAt>?)").And.NotContainMatch("SCAN c *");
    }

    // Everybody is on the line for a minute in all.
    private static Call Call(int conversation, string extension, DateTimeOffset at, int? waits) => Some.Call(extension, id: $"main:{conversation}:{extension}").Final() with
    {
        ConversationId = $"main:{conversation}",
        StartedAt = at,
        AnsweredAt = waits is { } seconds ? at.AddSeconds(seconds) : null,
        EndedAt = at.AddSeconds(waits > 60 ? 90 : 60),
        Outcome = waits is null ? CallOutcome.Missed : CallOutcome.Answered,
    };

    private static async Task RememberAsync(QueryPlans database, Call[] calls)
    {
        var numbers = new PhoneNumberReader(new Fixed<NumbersOptions>(new NumbersOptions()));
        await using var db = database.CreateDbContext();
        db.Calls.AddRange(calls.Select(c => CallRecords.ToRecord(new LiveCall { Call = c, Version = 1 }, numbers.Read(c.Party.Number), null, Some.Time)));
        await db.SaveChangesAsync(Stop);
        database.Clear();
    }
}
