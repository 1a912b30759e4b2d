using System.Globalization;
using System.Runtime.CompilerServices;
using AwesomeAssertions;
using Bunit;
using NSubstitute;
using PhonePop.Ami.Calls;
using PhonePop.Server.Components.Pages;
using PhonePop.Server.Live;
using PhonePop.Server.Security;

namespace PhonePop.Tests.Components;

public sealed class LivePageTests
{
    [Fact]
    public async Task Without_conversations_both_blocks_say_so()
    {
        await using var context = new PageContext(Roles.Supervisor);

        var page = context.Page<LivePage>();

        page.Find("[data-testid=nobody-waits]").TextContent.Should().Be("Nobody is waiting.");
        page.Find("[data-testid=nobody-talks]").TextContent.Should().Be("Nobody is talking.");
    }

    [Fact]
    public async Task Who_waits_and_who_talks_stand_in_their_own_blocks_with_queue_and_operators()
    {
        await using var context = new PageContext(Roles.Supervisor);
        context.Names.Find("main", "102").Returns("Boris");
        Show(context, Talk("1", ConversationState.Talking, "79161234567", "101", "102") with { Queue = "support" }, Talk("2", ConversationState.Waiting, "74951234567") with { Queue = "sales" });
        context.Publish(context.Call("1", CallPhase.Talking, match: PageContext.Match("Ivan Petrov")));

        var page = context.Page<LivePage>();

        Rows(page, "waiting-table").Should().ContainSingle().Which.Should().Contain("+7 495 123-45-67").And.Contain("sales").And.Contain("Waiting");
        Rows(page, "talking-table").Should().ContainSingle().Which.Should().Contain("Ivan Petrov").And.Contain("support").And.Contain("Boris (102)").And.Contain("101");
        page.Find("[data-testid=waiting-count]").TextContent.Should().Be("1");
    }

    [Fact]
    public async Task An_answered_caller_moves_from_waiting_to_talking_and_an_ended_one_is_gone()
    {
        await using var context = new PageContext(Roles.Supervisor);
        Show(context, Talk("1", ConversationState.Ringing, "79161234567", "101"), Talk("2", ConversationState.Talking, "74951234567", "102"));
        var page = context.Page<LivePage>();

        Show(context, Talk("1", ConversationState.Talking, "79161234567", "101"), Talk("2", ConversationState.Ended, "74951234567"));

        page.WaitForAssertion(() => page.FindAll("[data-testid=talking-table] [data-testid=conversation]").Select(r => r.GetAttribute("data-conversation-id")).Should().Equal("main:1"));
        Rows(page, "waiting-table").Should().BeEmpty();
        page.Find("[data-testid=waiting-table]").ParentElement!.HasAttribute("hidden").Should().BeTrue("a table of nobody is not shown");
        page.FindAll("[data-testid=nobody-waits]").Should().HaveCount(1);
    }

    [Fact]
    public async Task A_conversation_that_cannot_be_confirmed_says_so_until_it_is()
    {
        await using var context = new PageContext(Roles.Supervisor);
        Show(context, Talk("1", ConversationState.Talking, "79161234567", "101") with { Uncertain = true }, Talk("2", ConversationState.Talking, "74951234567", "102"));
        var page = context.Page<LivePage>();

        page.FindAll("[data-testid=conversation]").Select(r => r.QuerySelector("[data-testid=uncertain]")?.TextContent.Trim()).Should().Equal("uncertain", null);

        Show(context, Talk("1", ConversationState.Talking, "79161234567", "101"));
        page.WaitForAssertion(() => page.FindAll("[data-testid=uncertain]").Should().BeEmpty());
    }

    [Fact]
    public async Task Rows_keep_their_order_when_an_older_conversation_changes()
    {
        await using var context = new PageContext(Roles.Supervisor);
        Show(context, Talk("1", ConversationState.Talking, "79161234567", "101"), Talk("2", ConversationState.Talking, "74951234567", "102"));
        var page = context.Page<LivePage>();

        Show(context, Talk("1", ConversationState.Held, "79161234567", "101"));

        page.WaitForAssertion(() => page.FindAll("[data-testid=conversation]").Select(r => $"{r.GetAttribute("data-conversation-id")} {r.GetAttribute("data-state")}").Should().Equal("main:1 Held", "main:2 Talking"));
    }

    [Fact]
    public async Task A_customer_who_waits_is_named_before_any_phone_rings()
    {
        await using var context = new PageContext(Roles.Supervisor);
        await context.CustomerAsync("Ivan Petrov", "+79161234567");
        Show(context, Talk("1", ConversationState.Waiting, "79161234567"));

        var page = context.Page<LivePage>();

        page.WaitForAssertion(() => page.Find("[data-testid=waiting-table] [data-testid=customer-name]").TextContent.Should().Be("Ivan Petrov"));
    }

    [Fact]
    public async Task A_withheld_caller_and_a_hostile_name_are_shown_as_text()
    {
        await using var context = new PageContext(Roles.Supervisor);
        var hostile = new Participant(new CallParty(PartyKind.External, "79161234567", "<img src=x onerror=alert(1)>"), CallPhase.Talking, context.Clock.GetUtcNow());
        Show(context, Talk("1", ConversationState.Waiting, "") with { Participants = [new Participant(CallParty.Anonymous, CallPhase.Dialing, context.Clock.GetUtcNow())] }, Talk("2", ConversationState.Talking, "") with { Participants = [hostile] });

        var page = context.Page<LivePage>();

        page.FindAll("img").Should().BeEmpty();
        page.Markup.Should().Contain("Withheld number").And.Contain("&lt;img src=x");
    }

    [Theory]
    [InlineData(PbxState.Refused, "The PBX at 10.0.0.5 refused the user name 'phonepop'. Check manager.conf.", "refused the user name 'phonepop'")]
    [InlineData(PbxState.Refused, null, "The PBX at 10.0.0.5:5038 refused the user name or the secret. Check manager.conf.")]
    [InlineData(PbxState.Reconnecting, null, "was lost and is being opened again")]
    public async Task A_PBX_that_is_away_is_named_with_what_to_do(PbxState state, string? problem, string said)
    {
        await using var context = new PageContext(Roles.Supervisor);
        context.Publish(state, problem);

        context.Page<LivePage>().Find("[data-testid=pbx-problem]").TextContent.Should().Contain("main").And.Contain(said).And.Contain("since 11:55");
    }

    [Fact]
    public async Task While_somebody_reads_rows_stay_and_say_what_they_do_and_the_changes_wait_for_a_click()
    {
        await using var context = new PageContext(Roles.Supervisor);
        Show(context, Talk("1", ConversationState.Ringing, "79161234567", "101"), Talk("2", ConversationState.Talking, "74951234567", "102"), Talk("3", ConversationState.Talking, "74951234568", "103"));
        var page = context.Page<LivePage>();

        await page.Find("[data-testid=live-rows]").TriggerEventAsync("onpointerenter", new Microsoft.AspNetCore.Components.Web.PointerEventArgs());
        Show(context, Talk("1", ConversationState.Talking, "79161234567", "101"), Talk("2", ConversationState.Ended, "74951234567"), Talk("4", ConversationState.Talking, "74951234569", "104"));

        page.WaitForAssertion(() => page.Find("[data-testid=held-changes]").TextContent.Trim().Should().Be("3 changes – resume"));
        States(page, "waiting-table").Should().Equal("main:1 Talking");
        States(page, "talking-table").Should().Equal("main:2 Ended", "main:3 Talking");

        await page.Find("[data-testid=held-changes]").ClickAsync();
        States(page, "waiting-table").Should().BeEmpty();
        States(page, "talking-table").Should().Equal("main:1 Talking", "main:3 Talking", "main:4 Talking");
        page.FindAll("[data-testid=held-changes]").Should().BeEmpty();
    }

    [Theory]
    [InlineData("live-search", "916 123-45", "main:1")]
    [InlineData("live-search", "petrov", "main:1")]
    [InlineData("live-search", "boris", "main:2")]
    [InlineData("live-queue", "sales", "main:2")]
    [InlineData("live-operator", "main/102", "main:2")]
    [InlineData("live-state", "Held", "main:2")]
    public async Task Rows_are_narrowed_by_name_number_queue_operator_and_state(string field, string value, string found)
    {
        await using var context = new PageContext(Roles.Supervisor);
        context.Names.Find("main", "102").Returns("Boris");
        Show(context, Talk("1", ConversationState.Talking, "79161234567", "101") with { Queue = "support" }, Talk("2", ConversationState.Held, "74951234567", "102") with { Queue = "sales" });
        context.Publish(context.Call("1", CallPhase.Talking, match: PageContext.Match("Ivan Petrov")));
        var page = context.Page<LivePage>();

        var input = page.Find($"[data-testid={field}]");
        await (field == "live-search" ? input.InputAsync(value) : input.ChangeAsync(value));

        States(page, "talking-table").Should().ContainSingle().Which.Should().StartWith(found);
        page.Find("[data-testid=nobody-waits]").TextContent.Should().Be("Nothing matches the filter.");
        await page.Find("[data-testid=live-clear]").ClickAsync();
        States(page, "talking-table").Should().HaveCount(2);
    }

    [Fact]
    public async Task A_row_opens_a_panel_with_participants_path_and_why_that_stays_when_the_call_ends()
    {
        await using var context = new PageContext(Roles.Supervisor);
        var first = context.Call("1", CallPhase.Talking, match: PageContext.Match("Ivan Petrov"), more: c => c with { Phase = CallPhase.Ended, Outcome = CallOutcome.Transferred, TransferredTo = "102", EndedAt = context.Clock.GetUtcNow() });
        context.Publish(first);
        context.Publish(first with { Call = first.Call with { Id = "main:1:102", Extension = "102", Phase = CallPhase.Talking, Outcome = null, EndedAt = null, StartedAt = context.Clock.GetUtcNow(), TransferredFrom = "101" } });
        Show(context, Talk("1", ConversationState.Talking, "79161234567", "102"));
        var page = context.Page<LivePage>();
        Rows(page, "talking-table").Single().Should().MatchRegex("101 → \\s*102");

        await page.Find("[data-testid=conversation]").ClickAsync();

        page.Find("[data-testid=live-panel]").TextContent.Should().Contain("Ivan Petrov").And.Contain("+7 916 123-45-67");
        page.FindAll("[data-testid=leg]").Select(l => l.QuerySelector(".pp-state")!.TextContent).Should().Equal("Transferred to 102", "Talking");
        page.FindAll("[data-testid=leg] a").Select(a => a.GetAttribute("href")).Should().Equal("/calls/main%3A1%3A101/why", "/calls/main%3A1%3A102/why");

        Show(context, Talk("1", ConversationState.Ended, "79161234567"));
        page.WaitForAssertion(() => page.FindAll("[data-testid=conversation]").Should().BeEmpty());
        page.Find("[data-testid=live-panel] .pp-state").TextContent.Should().Be("Ended");
        await page.Find("[data-testid=close-panel]").ClickAsync();
        page.FindAll("[data-testid=live-panel]").Should().BeEmpty();
    }

    [Fact]
    public async Task Who_waits_longer_than_the_target_is_marked_as_time_passes()
    {
        await using var context = new PageContext(Roles.Supervisor);
        Show(context, Talk("1", ConversationState.Waiting, "79161234567") with { StartedAt = context.Clock.GetUtcNow().AddSeconds(-19) }, Talk("2", ConversationState.Parked, "74951234567") with { ParkingSpace = "701" });
        var page = context.Page<LivePage>();
        page.FindAll("[data-late='1']").Should().BeEmpty();

        context.Clock.Advance(TimeSpan.FromSeconds(2));

        page.WaitForAssertion(() => page.FindAll("[data-late='1']").Select(r => r.GetAttribute("data-conversation-id")).Should().Equal("main:1"));
        page.Find(".pp-late-mark").TextContent.Should().Be("late");
    }

    [Fact]
    public async Task While_somebody_reads_the_list_what_comes_and_goes_is_not_kept()
    {
        await using var context = new PageContext(Roles.Supervisor);
        Show(context, Talk("1", ConversationState.Talking, "79161234567", "101"));
        var page = context.Page<LivePage>();
        await page.Find("[data-testid=live-rows]").TriggerEventAsync("onpointerenter", new Microsoft.AspNetCore.Components.Web.PointerEventArgs());

        var first = ComeAndGo(context, 2);
        for (var i = 0; i < LiveCallBoard.MostFinal; i++)
        {
            ComeAndGo(context, 3 + i); // until the board has forgotten the first one itself
        }

        page.WaitForState(() =>
        {
            Show(context, Talk("2", ConversationState.Ended, "79161234567"));
            GC.Collect();
            return !first.IsAlive;
        });
        page.FindAll("[data-testid=conversation]").Should().ContainSingle("rows stay where they are");
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // what a local variable holds is held
    private static WeakReference ComeAndGo(PageContext context, int id)
    {
        var name = id.ToString(CultureInfo.InvariantCulture);
        var over = context.Call(name, CallPhase.Ended, more: c => c with { Outcome = CallOutcome.Answered, IsFinal = true });
        Show(context, Talk(name, ConversationState.Talking, "79161234567", "101"));
        context.Publish(over);
        Show(context, Talk(name, ConversationState.Ended, "79161234567"));
        return new WeakReference(over);
    }

    private static IEnumerable<string> States(IRenderedComponent<LivePage> page, string table) =>
        page.FindAll($"[data-testid={table}] [data-testid=conversation]").Select(r => $"{r.GetAttribute("data-conversation-id")} {r.GetAttribute("data-state")}");

    private static Conversation Talk(string id, ConversationState state, string number, params string[] extensions)
    {
        var at = new DateTimeOffset(2026, 11, 24, 11, 0, 0, TimeSpan.Zero).AddSeconds(id[0]);
        return new Conversation
        {
            Id = $"main:{id}",
            Pbx = "main",
            State = state,
            StartedAt = at,
            Participants = [new Participant(new CallParty(PartyKind.External, number), CallPhase.Talking, at), .. extensions.Select(e => new Participant(new CallParty(PartyKind.Internal, e), CallPhase.Talking, at))],
        };
    }

    private static void Show(PageContext context, params Conversation[] conversations)
    {
        foreach (var conversation in conversations)
        {
            context.Get<ConversationBoard>().Publish(conversation);
        }
    }

    private static IEnumerable<string> Rows(IRenderedComponent<LivePage> page, string table) =>
        page.FindAll($"[data-testid={table}] [data-testid=conversation]").Select(r => r.TextContent);
}
