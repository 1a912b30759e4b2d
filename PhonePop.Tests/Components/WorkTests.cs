using AwesomeAssertions;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using PhonePop.Ami.Calls;
using PhonePop.Server.Components.Layout;
using PhonePop.Server.Components.Pages;
using PhonePop.Server.Components.Work;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Server.Live;
using PhonePop.Server.Security;
using PhonePop.Server.Work;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Components;

/// <summary>Notes, the card of a call that has ended, and the list of people to call back.</summary>
public sealed class WorkTests
{
    private static readonly Viewer Anna = new("1", "Anna", Roles.Operator, "main", "101");
    private static readonly Viewer Boris = new("2", "Boris", Roles.Operator, "main", "102");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_note_of_a_call_comes_back_with_its_outcome_author_and_time()
    {
        await using var context = new PageContext();
        context.Publish(context.Call("1", CallPhase.Talking, match: PageContext.Match("Ivan Petrov")));
        await context.Get<CallWorkStore>().SaveAsync(Anna, "main:1:101", new CallWorkEdit("<b>delivery</b>", "Solved"), Stop);

        var note = context.Page<MyCalls>().Find("[data-testid=call-card] [data-testid=call-note]");

        note.QuerySelector("textarea")!.GetAttribute("value").Should().Be("<b>delivery</b>");
        note.QuerySelector("select")!.GetAttribute("value").Should().Be("Solved");
        note.QuerySelector("[data-testid=note-author]")!.TextContent.Should().Be("Anna, 12:00");
        note.GetAttribute("data-work").Should().Be("main:1:101");
    }

    [Fact]
    public async Task What_is_saved_elsewhere_reaches_the_page_beside_the_field_and_not_over_it()
    {
        await using var context = new PageContext();
        context.Publish(context.Call("1", CallPhase.Talking));
        var page = context.Page<MyCalls>();

        await context.Get<CallWorkStore>().SaveAsync(Anna, "main:1:101", new CallWorkEdit("from another tab", null), Stop);

        page.WaitForAssertion(() => page.Find("[data-testid=call-note]").GetAttribute("data-note").Should().Be("from another tab"));
        page.Find("[data-testid=call-note] textarea").GetAttribute("value").Should().BeNullOrEmpty();
    }

    [Fact]
    public async Task Outcomes_are_the_administrators_and_one_that_the_list_has_lost_stays_chosen()
    {
        await using var context = new PageContext(language: "ru", more: s => s.AddFixed(new WorkOptions { Outcomes = ["Solved", "Приехал сам"] }));
        context.Publish(context.Call("1", CallPhase.Talking));
        await WriteRowAsync(context, "main:1:101", null, "Dropped");

        var options = context.Page<MyCalls>().FindAll("[data-testid=call-note] option").Select(o => o.TextContent);

        options.Should().Equal("Результат не выбран", "Dropped", "Решено", "Приехал сам");
    }

    [Fact]
    public async Task A_colleagues_note_about_the_conversation_comes_with_the_customer()
    {
        await using var context = new PageContext();
        await WriteRowAsync(context, "main:1:100", "asks about invoice 553", null, "Boris");

        context.Publish(context.Call("1", CallPhase.Ringing, more: c => c with { TransferredFrom = "100" }));

        context.Page<MyCalls>().Find("[data-testid=handover-note]").TextContent.Should().Be("Note of Boris: asks about invoice 553");
    }

    [Fact]
    public async Task The_customers_last_calls_are_on_the_card_with_who_what_and_how_long()
    {
        await using var context = new PageContext();
        context.Names.Find("main", "102").Returns("Boris");
        var ivan = await context.CustomerAsync("Ivan Petrov", "+79161234567");
        for (var i = 1; i <= 6; i++)
        {
            await StoreAsync(context, $"main:{i}:102", ivan.Id, minutesAgo: i * 10, i == 2 ? CallOutcome.Missed : CallOutcome.Answered);
        }

        await WriteRowAsync(context, "main:1:102", "delivery", "Solved");
        context.Publish(context.Call("9", CallPhase.Ringing, match: new CustomerMatch([new CustomerSummary(ivan.Id, ivan.Name, null, "/customers/1")])));

        var lines = context.Page<MyCalls>().FindAll("[data-testid=last-calls] li").Select(l => l.TextContent).ToList();

        lines.Should().HaveCount(4);
        lines[0].Should().Contain("11:50").And.Contain("1:00").And.Contain("Boris (102)").And.Contain("Solved").And.Contain("delivery");
        lines[1].Should().Contain("11:40").And.Contain("Missed");
    }

    [Fact]
    public async Task On_the_customers_card_the_strip_of_the_call_has_its_note()
    {
        await using var context = new PageContext();
        var ivan = await context.CustomerAsync("Ivan Petrov", "+79161234567");
        context.Publish(context.Call("1", CallPhase.Talking, match: new CustomerMatch([new CustomerSummary(ivan.Id, ivan.Name, null, "/customers/1")])));

        var page = context.Page<CustomerCard>(p => p.Add(c => c.Id, ivan.Id));

        page.WaitForAssertion(() => page.Find("[data-testid=on-the-line] [data-testid=call-note]").GetAttribute("data-work").Should().Be("main:1:101"));
    }

    [Fact]
    public async Task The_other_call_is_shown_large_when_the_operator_asks_for_it()
    {
        await using var context = new PageContext();
        context.Publish(context.Call("1", CallPhase.Talking, match: PageContext.Match("Ivan Petrov")));
        context.Publish(context.Call("2", CallPhase.Held, match: PageContext.Match("Olga Orlova")));
        var page = context.Page<MyCalls>();

        await page.Find("[data-testid=show-large]").ClickAsync(new());

        page.Find("[data-testid=current-calls] [data-testid=customer-name]").TextContent.Should().Be("Olga Orlova");
        page.Find("[data-testid=also-calls] [data-testid=customer-name]").TextContent.Should().Be("Ivan Petrov");
    }

    [Fact]
    public async Task The_card_of_a_call_that_has_ended_stays_with_its_note_until_done()
    {
        await using var context = new PageContext(more: s => s.AddFixed(new WorkOptions { WrapUp = TimeSpan.FromSeconds(45) }));
        await context.Get<WrapUps>().StartAsync(Stop);
        var page = context.Page<MyCalls>();
        while (context.Get<WrapUps>().Find("main", "101") is null)
        {
            context.Publish(context.Call("1", CallPhase.Ended, match: PageContext.Match("Ivan Petrov"), more: c => c with { AnsweredAt = c.StartedAt, Outcome = CallOutcome.Answered, IsFinal = true }));
            await Until.NextLookAsync(); // it listens some time after its start
        }

        page.WaitForAssertion(() => page.Find("[data-testid=ended-card] textarea"));
        page.Find("[data-testid=ended-card]").TextContent.Should().Contain("Ivan Petrov").And.Contain("Call ended");
        page.Find("[data-testid=wrap-up]").TextContent.Should().Contain("0:45");
        await page.Find("[data-testid=ended-done]").ClickAsync(new());
        context.Clock.Advance(TimeSpan.FromSeconds(1)); // pages take a batch each 100 ms

        page.WaitForAssertion(() => page.FindAll("[data-testid=ended-card]").Should().BeEmpty());
        page.Find("[data-testid=recent-call]").TextContent.Should().Contain("Ivan Petrov");
    }

    [Fact]
    public async Task Notes_of_recent_calls_are_shown_and_can_be_written_in_their_row()
    {
        await using var context = new PageContext();
        await StoreAsync(context, "main:1:101", null, minutesAgo: 10, CallOutcome.Answered);
        await WriteRowAsync(context, "main:1:101", "delivery", "Solved");
        var page = context.Page<MyCalls>();
        page.WaitForAssertion(() => page.Find("[data-testid=recent-note]").TextContent.Should().Contain("Solved").And.Contain("delivery"));

        await page.Find("[data-testid=edit-note]").ClickAsync(new());

        page.WaitForAssertion(() => page.Find(".pp-note-row textarea").GetAttribute("value").Should().Be("delivery"));
        page.Find("[data-testid=edit-note]").GetAttribute("aria-expanded").Should().Be("true");
    }

    [Fact]
    public async Task Missed_callers_are_listed_with_how_often_and_counted_in_the_rail()
    {
        await using var context = new PageContext();
        await context.CustomerAsync("Olga Orlova", "+74951234567", "Romashka");
        await context.MissAsync("+74951234567", "main:m1", minutesAgo: 20);
        await context.MissAsync("84951234567", "main:m2", minutesAgo: 5);
        await context.MissAsync("+79260000002", "main:m3", minutesAgo: 60, queue: null);

        var rows = context.Page<MissedPage>().FindAll("[data-testid=callbacks] [data-testid=callback]");

        rows.Should().HaveCount(2);
        rows[0].TextContent.Should().Contain("Olga Orlova").And.Contain("+7 495 123-45-67").And.Contain("2 calls").And.Contain("11:55").And.Contain("queue support");
        rows[1].TextContent.Should().Contain("+7 926 000-00-02").And.NotContain("calls");
        context.Page<Rail>().Find("[data-testid=missed-link]").TextContent.Should().Contain("2 to call back");
    }

    [Fact]
    public async Task A_claim_by_a_colleague_shows_without_a_reload_and_leaves_no_buttons()
    {
        await using var context = new PageContext();
        await context.MissAsync("+79260000002");
        var page = context.Page<MissedPage>();

        await context.Get<CallbackStore>().ClaimAsync(1, Boris, Stop);

        page.WaitForAssertion(() => page.Find("[data-testid=claimed-by]").TextContent.Should().Contain("Boris takes care"));
        page.FindAll("[data-testid=callback] [data-testid=claim], [data-testid=callback] [data-testid=callback-done]").Should().BeEmpty();
    }

    [Fact]
    public async Task Who_claims_too_late_is_told_who_was_faster()
    {
        await using var context = new PageContext();
        await context.MissAsync("+79260000002");
        var entry = context.Get<CallbackBoard>().Find(1)!;
        await context.Get<CallbackStore>().ClaimAsync(1, Boris, Stop);

        // As the row was drawn before the colleague's click arrived here.
        var row = context.Page<CallbackRow>(p => p.Add(r => r.Entry, entry).Add(r => r.Viewer, Anna));
        await row.Find("[data-testid=claim]").ClickAsync(new());

        context.Get<MudBlazor.ISnackbar>().ShownSnackbars.Should().ContainSingle().Which.Message.Should().Be("Boris was faster.");
        context.Get<CallbackBoard>().Find(1)!.ClaimedBy.Should().Be("Boris");
    }

    [Fact]
    public async Task Claimed_then_done_moves_to_the_recently_done_with_who_did_it()
    {
        await using var context = new PageContext();
        await context.MissAsync("+79260000002");
        var page = context.Page<MissedPage>();

        await page.Find("[data-testid=claim]").ClickAsync(new());
        page.WaitForAssertion(() => page.Find("[data-testid=claimed-by]").TextContent.Should().Contain("You take care"));
        await page.Find("[data-testid=callback-done]").ClickAsync(new());

        page.WaitForAssertion(() => page.Find("[data-testid=callbacks-done] [data-testid=callback-end]").TextContent.Should().Contain("Done by Anna, 12:00"));
        page.Find("[data-testid=empty]").TextContent.Should().Contain("Nobody waits for a call back");
    }

    [Fact]
    public async Task The_panel_beside_the_calls_shows_the_latest_few_and_leads_to_the_rest()
    {
        await using var context = new PageContext();
        for (var i = 0; i < 6; i++)
        {
            await context.MissAsync($"+7926000000{i}", $"main:m{i}", minutesAgo: i);
        }

        var panel = context.Page<MyCalls>().Find("[data-testid=callback-panel]");

        panel.QuerySelectorAll("[data-testid=callback]").Should().HaveCount(4);
        panel.TextContent.Should().Contain("6").And.Contain("All missed callers and 2 more");
    }

    [Fact]
    public async Task An_operator_without_a_seat_sees_nobodys_list()
    {
        await using var context = new PageContext(extension: null);
        await context.MissAsync("+79260000002");

        context.Page<MissedPage>().FindAll("[data-testid=callback]").Should().BeEmpty();
        context.Page<MyCalls>().FindAll("[data-testid=callback-panel]").Should().BeEmpty();
        context.Page<Rail>().FindAll("[data-testid=missed-link]").Should().BeEmpty();
    }

    private static async Task WriteRowAsync(PageContext context, string callId, string? note, string? outcome, string author = "Anna")
    {
        await using var db = await context.Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContextAsync(Stop);
        db.CallWork.Add(new CallWork { CallId = callId, ConversationId = "main:1", Note = note, Outcome = outcome, AuthorId = "1", Author = author, UpdatedAt = context.Clock.GetUtcNow().UtcDateTime });
        await db.SaveChangesAsync(Stop);
    }

    private static async Task StoreAsync(PageContext context, string id, int? customerId, int minutesAgo, CallOutcome outcome)
    {
        var ended = context.Clock.GetUtcNow().AddMinutes(-minutesAgo).UtcDateTime;
        await using var db = await context.Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContextAsync(Stop);
        db.Calls.Add(new CallRecord
        {
            Id = id, Pbx = "main", Extension = id[^3..], ConversationId = id[..^4], Direction = CallDirection.Inbound, Outcome = outcome, PartyKind = PartyKind.External, Number = "79161234567",
            E164 = "+79161234567", NumberKey = "161234567", CustomerId = customerId, StartedAt = ended.AddSeconds(-70), AnsweredAt = outcome == CallOutcome.Answered ? ended.AddSeconds(-60) : null, EndedAt = ended,
        });
        await db.SaveChangesAsync(Stop);
    }
}
