using AwesomeAssertions;
using Bunit;
using NSubstitute;
using PhonePop.Ami.Calls;
using PhonePop.Server.Components.Pages;
using PhonePop.Server.Customers;
using PhonePop.Server.Security;

namespace PhonePop.Tests.Components;

public sealed class MyCallsTests
{
    [Fact]
    public async Task Without_calls_it_says_what_must_be_on_for_the_next_one()
    {
        await using var context = new PageContext();
        context.Publish(PbxState.Connected);

        var page = context.Page<MyCalls>();

        page.Find("[data-testid=empty]").TextContent.Should().Contain("No calls").And.Contain("PBX “main” is connected").And.Contain("Your extension is 101");
        page.FindAll("[data-testid=call-card]").Should().BeEmpty();
    }

    [Fact]
    public async Task An_operator_without_an_extension_is_told_whom_to_ask()
    {
        await using var context = new PageContext(extension: null);

        context.Page<MyCalls>().Find("[data-testid=empty]").TextContent.Should().Contain("You have no extension").And.Contain("administrator");
    }

    [Fact]
    public async Task Where_there_is_no_PBX_an_administrator_is_led_to_the_wizard_and_nobody_else_is()
    {
        await using var context = new PageContext(Roles.Administrator, extension: null);
        await using var operators = new PageContext();

        context.Page<MyCalls>().Find("[data-testid=to-setup]").GetAttribute("href").Should().Be("/setup");
        operators.Page<MyCalls>().FindAll("[data-testid=to-setup]").Should().BeEmpty();
    }

    [Fact]
    public async Task A_ringing_customer_shows_name_company_number_queue_wait_and_who_transferred_them()
    {
        await using var context = new PageContext();
        context.Names.Find("main", "100").Returns("Boris");
        context.Publish(context.Call("1", CallPhase.Ringing, match: PageContext.Match("Ivan Petrov"), more: c => c with
        {
            Queue = "support",
            WaitingSince = context.Clock.GetUtcNow().AddSeconds(-74),
            TransferredFrom = "100",
        }));

        var card = context.Page<MyCalls>().Find("[data-testid=call-card]");

        card.GetAttribute("data-phase").Should().Be("Ringing");
        card.QuerySelector("[data-testid=customer-name]")!.TextContent.Should().Be("Ivan Petrov");
        card.QuerySelector("[data-testid=call-number]")!.TextContent.Should().Be("+7 916 123-45-67");
        card.TextContent.Should().Contain("Romashka").And.Contain("queue support").And.Contain("1:14").And.Contain("1:07").And.Contain("Transferred from Boris (100)");
        card.QuerySelector("[data-testid=open-card]")!.GetAttribute("href").Should().Be("/customers/1");
    }

    [Fact]
    public async Task A_second_call_stands_beside_the_first_and_never_replaces_it()
    {
        await using var context = new PageContext();
        context.Publish(context.Call("1", CallPhase.Talking, match: PageContext.Match("Ivan Petrov")));
        var page = context.Page<MyCalls>();

        context.Publish(context.Call("2", CallPhase.Ringing, new CallParty(PartyKind.External, "74951234567"), PageContext.Match("Olga Orlova")));

        page.WaitForAssertion(() => page.FindAll("[data-testid=call-card] [data-testid=customer-name]").Select(e => e.TextContent).Should().Equal("Ivan Petrov", "Olga Orlova"));
        page.FindAll("[data-testid=call-card]")[0].GetAttribute("data-phase").Should().Be("Talking");
    }

    [Fact]
    public async Task A_call_that_ends_moves_to_the_recent_ones_with_its_outcome_in_words()
    {
        await using var context = new PageContext();
        context.Publish(context.Call("1", CallPhase.Ringing, match: PageContext.Match("Ivan Petrov")));
        var page = context.Page<MyCalls>();

        context.Publish(context.Call("1", CallPhase.Ended, match: PageContext.Match("Ivan Petrov"), more: c => c with { Outcome = CallOutcome.AnsweredElsewhere, AnsweredBy = "102", IsFinal = true }));

        page.WaitForAssertion(() => page.Find("[data-testid=recent-call]").TextContent.Should().Contain("Ivan Petrov").And.Contain("Answered by 102"));
        page.FindAll("[data-testid=call-card]").Should().BeEmpty();
    }

    [Fact]
    public async Task Calls_of_another_extension_do_not_appear()
    {
        await using var context = new PageContext(extension: "102");
        context.Publish(context.Call("1", CallPhase.Ringing, match: PageContext.Match("Ivan Petrov")));

        context.Page<MyCalls>().FindAll("[data-testid=call-card]").Should().BeEmpty();
    }

    [Fact]
    public async Task What_a_caller_sends_as_a_name_is_text_and_never_markup()
    {
        await using var context = new PageContext();
        context.Publish(context.Call("1", CallPhase.Ringing, new CallParty(PartyKind.External, "79161234567", "<script>alert(1)</script>"), CustomerMatch.None));

        var page = context.Page<MyCalls>();

        page.FindAll("script").Should().BeEmpty();
        page.Find("[data-testid=call-card]").TextContent.Should().Contain("<script>alert(1)</script>");
    }

    [Fact]
    public async Task A_long_name_can_be_read_whole_when_the_pointer_rests_on_it()
    {
        var name = string.Join('-', Enumerable.Repeat("Konstantinopolsky", 12));
        await using var context = new PageContext();
        context.Publish(context.Call("1", CallPhase.Talking, match: PageContext.Match(name)));

        var shown = context.Page<MyCalls>().Find("[data-testid=customer-name]");

        shown.GetAttribute("title").Should().Be(name);
        shown.ClassList.Should().Contain("pp-ellipsis");
    }

    [Fact]
    public async Task An_unknown_number_is_a_new_caller_with_a_way_to_create_the_customer()
    {
        await using var context = new PageContext();
        context.Publish(context.Call("1", CallPhase.Ringing, match: CustomerMatch.None));

        var card = context.Page<MyCalls>().Find("[data-testid=call-card]");

        card.TextContent.Should().Contain("New caller");
        card.QuerySelector("[data-testid=create-customer]")!.GetAttribute("href").Should().Be("/customers/new?phone=%2B79161234567");
    }

    [Fact]
    public async Task Before_the_look_up_has_answered_nobody_is_called_new()
    {
        await using var context = new PageContext();
        context.Publish(context.Call("1", CallPhase.Ringing));

        var card = context.Page<MyCalls>().Find("[data-testid=call-card]");

        card.QuerySelector("[data-testid=customer-name]")!.TextContent.Should().Be("+7 916 123-45-67");
        card.TextContent.Should().NotContain("New caller");
    }

    [Fact]
    public async Task Several_matches_become_a_chooser_of_at_most_five()
    {
        await using var context = new PageContext();
        context.Publish(context.Call("1", CallPhase.Ringing, match: PageContext.Match("A", "B", "C", "D", "E", "F")));

        var chooser = context.Page<MyCalls>().Find("[data-testid=match-chooser]");

        chooser.QuerySelectorAll("li a").Select(a => a.GetAttribute("href")).Should().Equal("/customers/1", "/customers/2", "/customers/3", "/customers/4", "/customers/5");
        chooser.TextContent.Should().Contain("6 customers have this number");
        chooser.QuerySelector(":scope > a")!.GetAttribute("href").Should().Be("/customers?call=main%3A1%3A101");
    }

    [Fact]
    public async Task A_withheld_number_offers_nothing_to_open_or_copy()
    {
        await using var context = new PageContext();
        context.Publish(context.Call("1", CallPhase.Ringing, CallParty.Anonymous, CustomerMatch.None));

        var card = context.Page<MyCalls>().Find("[data-testid=call-card]");

        card.QuerySelector("[data-testid=customer-name]")!.TextContent.Should().Be("Withheld number");
        card.QuerySelectorAll("a, [data-copy]").Should().BeEmpty();
    }

    [Fact]
    public async Task While_a_colleague_asks_both_the_colleague_and_the_customer_on_hold_are_shown()
    {
        await using var context = new PageContext();
        context.Names.Find("main", "100").Returns("Boris");
        context.Publish(context.Call("1", CallPhase.Talking, new CallParty(PartyKind.Internal, "100"), CustomerMatch.None, c => c with
        {
            Direction = CallDirection.Internal,
            ConsultFor = new CallParty(PartyKind.External, "79161234567", "IVANOV"),
        }));

        var card = context.Page<MyCalls>().Find("[data-testid=call-card]");

        card.QuerySelector("[data-testid=customer-name]")!.TextContent.Should().Be("Boris");
        card.QuerySelector("[data-testid=consult-for]")!.TextContent.Should().Contain("IVANOV").And.Contain("+7 916 123-45-67").And.Contain("on hold");
    }

    [Fact]
    public async Task While_the_PBX_is_away_calls_stay_and_are_called_uncertain_since_when()
    {
        await using var context = new PageContext();
        context.Publish(PbxState.Reconnecting);
        context.Publish(context.Call("1", CallPhase.Talking, match: PageContext.Match("Ivan Petrov"), more: c => c with { Uncertain = true }));

        var card = context.Page<MyCalls>().Find("[data-testid=call-card]");

        card.QuerySelector("[data-testid=uncertain]")!.TextContent.Should().Contain("11:55").And.Contain("not connected");
        card.QuerySelector("[data-testid=customer-name]")!.TextContent.Should().Be("Ivan Petrov");
    }

    [Fact]
    public async Task Every_call_that_cannot_be_confirmed_says_so_also_the_small_ones()
    {
        await using var context = new PageContext();
        context.Publish(PbxState.Reconnecting);
        context.Publish(context.Call("1", CallPhase.Talking, more: c => c with { Uncertain = true }));
        context.Publish(context.Call("2", CallPhase.Held, more: c => c with { Uncertain = true }));

        var cards = context.Page<MyCalls>().FindAll("[data-testid=call-card]");

        cards.Should().HaveCount(2);
        cards.Should().OnlyContain(c => c.QuerySelector("[data-testid=uncertain]") != null);
    }

    [Fact]
    public async Task Without_calls_an_unreachable_PBX_is_the_first_thing_said()
    {
        await using var context = new PageContext();
        context.Publish(PbxState.Refused);

        context.Page<MyCalls>().Find(".pp-tick-bad").TextContent.Should().Contain("PBX “main”: refused us");
    }

    [Fact]
    public async Task In_Russian_everything_is_said_in_Russian()
    {
        await using var context = new PageContext(language: "ru");
        context.Publish(context.Call("1", CallPhase.Ringing, match: PageContext.Match("Иван", "Ольга")));

        context.Page<MyCalls>().Find("[data-testid=call-card]").TextContent.Should().Contain("Звонит").And.Contain("у 2 клиентов");
    }
}
