using AwesomeAssertions;
using Bunit;
using Microsoft.EntityFrameworkCore;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Queues;
using PhonePop.Server.Components.Pages;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Server.Live;
using PhonePop.Server.Security;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Components;

public sealed class WallboardAndReportsTests
{
    [Fact]
    public async Task The_wallboard_adds_up_now_and_today()
    {
        await using var context = new PageContext(Roles.Supervisor);
        var now = context.Clock.GetUtcNow();
        await RememberAsync(context, "1", "support", now.AddHours(-1), answeredAfter: 15);
        await RememberAsync(context, "2", "support", now.AddHours(-2), answeredAfter: 45);
        await RememberAsync(context, "3", null, now.AddHours(-3), answeredAfter: null);
        await context.MissAsync("74951112233", "main:5"); // left the queue before any phone rang
        Wait(context, "6", "support", seconds: 19);
        context.Get<ConversationBoard>().Publish(Some.Conversation("main:7") with { State = ConversationState.Talking, Queue = "sales", StartedAt = now });
        context.Get<QueueMemberBoard>().Publish(new QueueMember { Pbx = "main", Queue = "support", Interface = "PJSIP/101", Extension = "101", State = QueueMemberState.Free });

        var page = context.Page<WallboardPage>();

        Tile(page, "waiting").Should().Be("1");
        Tile(page, "longest").Should().Be("0:19");
        Tile(page, "talking").Should().Be("1");
        Tile(page, "answered").Should().Be("2");
        Tile(page, "missed").Should().Be("1");
        Tile(page, "abandoned").Should().Be("1");
        Tile(page, "level").Should().Be("33 %");
        page.FindAll("[data-testid=wall-queues] tr[data-queue]").Select(q => q.GetAttribute("data-queue")).Should().Equal("support");
        page.FindAll(".pp-wall-late").Should().BeEmpty();

        context.Clock.Advance(TimeSpan.FromSeconds(2));
        page.WaitForAssertion(() => page.Find("[data-testid=wall-waiting]").ClassList.Should().Contain("pp-wall-late"));
        page.Find("[data-testid=wall-longest]").TextContent.Should().Contain("late");
    }

    [Fact]
    public async Task The_address_narrows_the_wallboard_to_one_queue()
    {
        await using var context = new PageContext(Roles.Supervisor);
        await RememberAsync(context, "1", "support", context.Clock.GetUtcNow().AddHours(-1), answeredAfter: 15);
        Wait(context, "6", "support", seconds: 5);
        Wait(context, "7", "sales", seconds: 10);
        context.Get<QueueMemberBoard>().Publish(new QueueMember { Pbx = "main", Queue = "sales", Interface = "PJSIP/101", Extension = "101", State = QueueMemberState.Free });
        context.Navigation.NavigateTo("/wallboard?queue=sales");

        var page = context.Page<WallboardPage>();

        page.Find("h1").TextContent.Should().Be("sales");
        Tile(page, "waiting").Should().Be("1");
        Tile(page, "free").Should().Be("1");
        Tile(page, "answered").Should().Be("0");
        page.FindAll("[data-testid=wall-queues]").Should().BeEmpty();
    }

    [Fact]
    public async Task A_PBX_that_is_away_is_said_large()
    {
        await using var context = new PageContext(Roles.Supervisor);
        context.Publish(PbxState.Reconnecting);

        context.Page<WallboardPage>().Find("[data-testid=wall-trouble]").TextContent.Should().Contain("main");
    }

    [Fact]
    public async Task Reports_count_by_the_viewers_hours_in_a_table_too()
    {
        await using var context = new PageContext(Roles.Supervisor);
        context.Get<PhonePop.Server.Components.Shared.ViewerClock>().Use(new("system", false, "Asia/Kolkata")); // five hours and a half ahead: it is 17:30 there
        var at = context.Clock.GetUtcNow();
        await RememberAsync(context, "1", null, at.AddMinutes(-10), answeredAfter: 8); // 17:20 there
        await RememberAsync(context, "2", null, at.AddMinutes(-40), answeredAfter: 25); // 16:50 there
        await RememberAsync(context, "3", null, at.AddMinutes(-41), answeredAfter: null);
        await RememberAsync(context, "4", null, at.AddHours(-13), answeredAfter: 2); // 04:30 there
        await RememberAsync(context, "5", null, at.AddHours(-20), answeredAfter: 2); // yesterday there

        var page = context.Page<ReportsPage>();

        page.Find("[data-testid=report-total]").TextContent.Should().Be("4 calls, 1 missed");
        Row(page, "calls-by-hour", "17").Should().Equal("1", "0");
        Row(page, "calls-by-hour", "16").Should().Equal("1", "1");
        Row(page, "calls-by-hour", "04").Should().Equal("1", "0");
        Row(page, "answer-times", "up to 10 s").Should().Equal("2");
        Row(page, "answer-times", "up to 30 s").Should().Equal("1");

        context.Navigation.NavigateTo("/reports?days=7");
        page = context.Page<ReportsPage>();
        page.Find("[data-testid=report-total]").TextContent.Should().Be("5 calls, 1 missed");
    }

    [Fact]
    public async Task Without_calls_there_is_nothing_to_draw()
    {
        await using var context = new PageContext(Roles.Supervisor);

        context.Page<ReportsPage>().Find("[data-testid=empty]").TextContent.Should().Contain("No calls in this time");
    }

    private static string Tile(IRenderedComponent<WallboardPage> page, string name) => page.Find($"[data-testid=wall-{name}] dd").TextContent.Trim();

    private static IEnumerable<string> Row(IRenderedComponent<ReportsPage> page, string chart, string label) =>
        page.FindAll($"[aria-labelledby={chart}] tbody tr").Single(r => r.QuerySelector("th")!.TextContent == label).QuerySelectorAll("td").Select(c => c.TextContent);

    private static void Wait(PageContext context, string id, string queue, int seconds) => context.Get<ConversationBoard>().Publish(new Conversation
    {
        Id = $"main:{id}",
        Pbx = "main",
        State = ConversationState.Waiting,
        Queue = queue,
        StartedAt = context.Clock.GetUtcNow().AddSeconds(-seconds),
        Participants = [new Participant(new CallParty(PartyKind.External, "79161234567"), CallPhase.Dialing, context.Clock.GetUtcNow())],
    });

    private static async Task RememberAsync(PageContext context, string conversation, string? queue, DateTimeOffset at, int? answeredAfter)
    {
        var call = context.Call(conversation, CallPhase.Ended, more: c => c with
        {
            Queue = queue,
            StartedAt = at,
            WaitingSince = at,
            AnsweredAt = answeredAfter is { } seconds ? at.AddSeconds(seconds) : null,
            EndedAt = at.AddSeconds(90),
            Outcome = answeredAfter is null ? CallOutcome.Missed : CallOutcome.Answered,
        });
        await using var db = await context.Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        db.Calls.Add(CallRecords.ToRecord(call, context.Get<PhoneNumberReader>().Read(call.Call.Party.Number), null, context.Clock.GetUtcNow()));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }
}
