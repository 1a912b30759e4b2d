using AwesomeAssertions;
using Bunit;
using Microsoft.EntityFrameworkCore;
using NSubstitute;
using PhonePop.Ami.Calls;
using PhonePop.Server.Components.Pages;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Server.Live;
using PhonePop.Server.Presence;
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

    [Fact]
    public async Task A_transferred_call_is_one_story_with_its_whole_path_and_why()
    {
        await using var context = new PageContext(Roles.Supervisor);
        await TransferredAsync(context);

        var page = context.Page<HistoryPage>();

        var row = page.FindAll("[data-testid=recent-call]").Should().ContainSingle().Subject;
        row.GetAttribute("data-call-id").Should().Be("main:1:102", "the last who talked says how it came out");
        page.Find("[data-testid=story-legs-button]").TextContent.Trim().Should().Be("101 → 102");
        await page.Find("[data-testid=story-legs-button]").ClickAsync();
        page.FindAll("[data-testid=leg] .pp-state").Select(s => s.TextContent).Should().Equal("Transferred to 102", "Talked");
        page.FindAll("[data-testid=leg] a").Select(a => a.GetAttribute("href")).Should().Equal("/calls/main%3A1%3A101/why", "/calls/main%3A1%3A102/why");
    }

    [Theory]
    [InlineData("outcome=Transferred", "main:1:102")]
    [InlineData("operator=main/101&direction=Inbound", "main:1:102")]
    [InlineData("queue=sales", "main:2:103")]
    [InlineData("q=8 (495) 123-45-67", "main:2:103")]
    [InlineData("q=иван", "main:1:102")]
    [InlineData("from=2026-11-24&to=2026-11-24", "main:1:102")]
    [InlineData("to=2026-11-23", "main:2:103")]
    public async Task Stories_are_found_by_any_of_their_calls(string query, string found)
    {
        await using var context = new PageContext(Roles.Supervisor);
        var customer = await context.CustomerAsync("Иван Петров", "+79161234567");
        await TransferredAsync(context, customer.Id);
        var yesterday = context.Clock.GetUtcNow().AddDays(-1);
        await RememberAsync(context, context.Call("2", CallPhase.Ended, new CallParty(PartyKind.External, "74951234567"), more: c => c with
        {
            Id = "main:2:103", Extension = "103", Outcome = CallOutcome.Missed, Queue = "sales", Direction = CallDirection.Inbound, StartedAt = yesterday, EndedAt = yesterday,
        }));
        context.Navigation.NavigateTo("/history?" + string.Join('&', query.Split('&').Select(p => $"{p.Split('=')[0]}={Uri.EscapeDataString(p.Split('=')[1])}")));

        var page = context.Page<HistoryPage>();

        page.FindAll("[data-testid=recent-call]").Select(r => r.GetAttribute("data-call-id")).Should().Equal(found);
        page.Find("[data-testid=history-export]").GetAttribute("href").Should().StartWith("/api/v1/calls/history/export?");
    }

    [Theory]
    [InlineData("Boris (102)", "Boris (102)", "main:1:102")]
    [InlineData("bor", "Boris (102)", "main:1:102")]
    [InlineData(" 103 ", "Anna (103)", "main:2:103")]
    [InlineData("main/103", "Anna (103)", "main:2:103")]
    [InlineData("main/199", "main/199", null)]
    public async Task One_of_many_operators_is_found_by_typing(string typed, string shown, string? found)
    {
        await using var context = await OfficeAsync();
        context.Navigation.NavigateTo($"/history?operator={Uri.EscapeDataString(typed)}");

        var page = context.Page<HistoryPage>();

        page.Find("[data-testid=history-operator]").GetAttribute("value").Should().Be(shown);
        page.FindAll("#history-operators option").Select(o => o.GetAttribute("value")).Should().Equal("Anna (101)", "Anna (103)", "Boris (102)");
        page.FindAll("[data-testid=recent-call]").Select(r => r.GetAttribute("data-call-id")).Should().Equal(found is null ? [] : [found]);
        page.FindAll("[data-testid=mistake]").Should().BeEmpty();
    }

    [Theory]
    [InlineData("anna", "“anna” may be any of 2 operators.")]
    [InlineData("zoe", "No operator is called “zoe”.")]
    public async Task Who_types_what_means_nobody_or_several_is_told_so(string typed, string said)
    {
        await using var context = await OfficeAsync();
        context.Navigation.NavigateTo($"/history?operator={typed}");

        var page = context.Page<HistoryPage>();

        page.Find("[data-testid=mistake]").TextContent.Should().Contain(said);
        page.Find("[data-testid=history-operator]").GetAttribute("aria-invalid").Should().Be("true");
        page.FindAll("[data-testid=recent-call]").Should().HaveCount(2, "it narrows nothing");
    }

    private static async Task<PageContext> OfficeAsync()
    {
        var context = new PageContext(Roles.Supervisor);
        var seats = new[] { ("101", "Anna"), ("102", "Boris"), ("103", "Anna") };
        foreach (var (extension, name) in seats)
        {
            context.Names.Find("main", extension).Returns(name);
        }

        context.Get<OperatorDirectory>().Introduce("main", seats);
        await context.Get<PresenceBoard>().StartAsync(TestContext.Current.CancellationToken);
        await TransferredAsync(context);
        await RememberAsync(context, context.Call("2", CallPhase.Ended, more: c => c with { Id = "main:2:103", Extension = "103", Outcome = CallOutcome.Missed }));
        return context;
    }

    private static async Task TransferredAsync(PageContext context, int? customerId = null)
    {
        var now = context.Clock.GetUtcNow();
        await RememberAsync(context, context.Call("1", CallPhase.Ended, more: c => c with { Outcome = CallOutcome.Transferred, TransferredTo = "102", AnsweredAt = c.StartedAt.AddSeconds(3), EndedAt = now.AddSeconds(-30) }), customerId);
        await RememberAsync(context, context.Call("1", CallPhase.Ended, more: c => c with { Id = "main:1:102", Extension = "102", Outcome = CallOutcome.Answered, TransferredFrom = "101", StartedAt = now.AddSeconds(-30), AnsweredAt = now.AddSeconds(-25) }), customerId);
    }

    private static async Task RememberAsync(PageContext context, LiveCall call, int? customerId = null)
    {
        await using var db = await context.Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        var record = CallRecords.ToRecord(call, context.Get<PhoneNumberReader>().Read(call.Call.Party.Number), null, context.Clock.GetUtcNow());
        record.CustomerId = customerId;
        db.Calls.Add(record);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }
}
