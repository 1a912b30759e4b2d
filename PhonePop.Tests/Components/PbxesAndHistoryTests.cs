using AwesomeAssertions;
using Bunit;
using Microsoft.EntityFrameworkCore;
using PhonePop.Ami.Calls;
using PhonePop.Server.Components.Pages;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Server.Live;
using PhonePop.Server.Security;

namespace PhonePop.Tests.Components;

public sealed class PbxesAndHistoryTests
{
    [Fact]
    public async Task Without_a_PBX_the_page_says_where_to_add_one()
    {
        await using var context = new PageContext(Roles.Supervisor);

        context.Page<PbxesPage>().Find("[data-testid=empty]").TextContent.Should().Contain("No PBX is configured").And.Contain("PhonePop:Pbxes");
    }

    [Fact]
    public async Task A_PBX_shows_how_long_the_last_pops_took_to_the_screen()
    {
        await using var context = new PageContext(Roles.Supervisor);
        context.Publish(PbxState.Connected);
        context.Page<PbxesPage>().Find("[data-testid=pop-delay]").TextContent.Should().Contain("not known yet");
        for (var i = 1; i <= 100; i++)
        {
            context.Get<PopDelays>().Add("main", i);
        }

        var delay = context.Page<PbxesPage>().Find("[data-testid=pop-delay]");

        delay.TextContent.Should().Contain("50 ms (p50), 99 ms (p99)");
        delay.QuerySelector("dt")!.GetAttribute("title").Should().Contain("last 100 pops");
    }

    [Fact]
    public async Task A_PBX_shows_version_lag_repairs_and_what_its_account_may_not_do()
    {
        await using var context = new PageContext(Roles.Supervisor);
        context.Get<PbxBoard>().Publish(new PbxStatus
        {
            Name = "main",
            State = PbxState.Connected,
            Since = context.Clock.GetUtcNow(),
            Version = "22.10.1",
            Address = "10.0.0.5:5038",
            Lag = TimeSpan.FromMilliseconds(3.2),
            EventsPerSecond = 12.4,
            Repairs = new Dictionary<string, long> { ["phantom removed"] = 2 },
            Limitations = ["Queue names are not shown."],
        });

        var text = context.Page<PbxesPage>().Find("[data-testid=pbx]").TextContent;

        text.Should().Contain("22.10.1").And.Contain("10.0.0.5:5038").And.Contain("4 ms").And.Contain("12.4").And.Contain("phantom removed: 2").And.Contain("Queue names are not shown.");
    }

    [Fact]
    public async Task An_operator_finds_only_their_own_calls_in_the_history_and_a_supervisor_all()
    {
        await using var anna = new PageContext();
        await using var boss = new PageContext(Roles.Supervisor);
        foreach (var context in new[] { anna, boss })
        {
            await RememberAsync(context, context.Call("1", CallPhase.Ended, more: c => c with { Outcome = CallOutcome.Missed }));
            await RememberAsync(context, context.Call("2", CallPhase.Ended, more: c => c with { Id = "main:2:102", Extension = "102", Outcome = CallOutcome.Answered }));
        }

        Ids(anna).Should().Equal("main:1:101");
        Ids(boss).Should().BeEquivalentTo("main:1:101", "main:2:102");

        static IEnumerable<string?> Ids(PageContext context) => context.Page<HistoryPage>().FindAll("[data-testid=recent-call]").Select(r => r.GetAttribute("data-call-id"));
    }

    [Fact]
    public async Task A_call_that_ended_while_nobody_watched_says_so_quietly_and_others_do_not()
    {
        await using var context = new PageContext();
        await RememberAsync(context, context.Call("1", CallPhase.Ended, more: c => c with { Outcome = CallOutcome.Answered, Uncertain = true }));
        await RememberAsync(context, context.Call("2", CallPhase.Ended, more: c => c with { Outcome = CallOutcome.Answered }));

        var page = context.Page<HistoryPage>();

        var mark = page.Find("[data-call-id='main:1:101'] [data-testid=ended-unseen]");
        mark.TextContent.Trim().Should().Be("ended unseen");
        mark.GetAttribute("title").Should().Contain("not connected");
        page.FindAll("[data-call-id='main:2:101'] [data-testid=ended-unseen]").Should().BeEmpty();
    }

    private static async Task RememberAsync(PageContext context, LiveCall call)
    {
        await using var db = await context.Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        db.Calls.Add(CallRecords.ToRecord(call, context.Get<PhoneNumberReader>().Read(call.Call.Party.Number), null, context.Clock.GetUtcNow()));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }
}
