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

public sealed class WhyPageTests
{
    private const string Hostile = "<script>alert(1)</script>";

    [Fact]
    public async Task Of_an_unknown_call_it_says_that_nothing_is_known_and_how_long_explanations_are_kept()
    {
        await using var context = new PageContext(Roles.Supervisor);

        var page = Page(context, "main:nobody:101");

        page.WaitForElement("[data-testid=empty]").TextContent.Should().Contain("Nothing is known of this call").And.Contain("30 days");
        page.FindAll("[data-testid=why-facts]").Should().BeEmpty();
    }

    [Fact]
    public async Task A_live_call_shows_who_was_chosen_by_which_rule_and_where_it_went()
    {
        await using var context = new PageContext(Roles.Supervisor);
        var live = context.Call("1", CallPhase.Talking, match: PageContext.Match("Ivan Petrov") with { Rule = MatchRule.SameNumber, Source = "Database" });
        live.Notes.Add(new CallNote(context.Clock.GetUtcNow(), CallNoteKind.Pushed, 2, 3.2));
        context.Publish(live);

        var page = Page(context, live.Call.Id);

        page.Find("h1").TextContent.Should().Be("Why “Ivan Petrov”?");
        page.Find("[data-testid=why-match]").TextContent.Should().Contain("Ivan Petrov").And.Contain("has exactly +79161234567").And.Contain("our customers");
        page.Find("[data-testid=why-match] a").GetAttribute("href").Should().Be("/customers/1");
        page.Find("[data-testid=why-notes]").TextContent.Should().Contain("12:00:00.000").And.Contain("pushed to browsers").And.Contain("after 3.2 ms");
        page.Find("a[target=_blank]").GetAttribute("href").Should().Be("/api/v1/calls/main%3A1%3A101/why");
    }

    [Fact]
    public async Task Each_step_of_the_ladder_says_whether_a_browser_acknowledged_it()
    {
        await using var context = new PageContext(Roles.Supervisor, language: "ru");
        var live = context.Call("1", CallPhase.Ringing);
        live.Notes.Add(new CallNote(context.Clock.GetUtcNow(), CallNoteKind.Acknowledged, null, 43, PopStep.Notification));
        context.Publish(live);

        var page = Page(context, live.Call.Id);

        page.FindAll("[data-testid=why-ladder] tr").Select(r => $"{r.GetAttribute("data-step")} {r.GetAttribute("data-acknowledged")}").Should().Equal("Page 0", "Notification 1", "Title 0", "Sound 0");
        page.Find("[data-step=Notification]").TextContent.Should().Contain("уведомление").And.Contain("через 43 мс");
        page.Find("[data-step=Sound]").TextContent.Should().Contain("звук: не подтверждено");
        page.FindAll("[data-testid=why-notes] tr").Should().BeEmpty("the ladder says it");
    }

    [Fact]
    public async Task Each_fact_says_what_it_changed_in_the_words_of_the_other_pages_and_shows_the_walk()
    {
        await using var context = new PageContext(Roles.Supervisor);
        var live = Explained(context, new WhyFact(context.Clock.GetUtcNow(), "DialBegin", "PJSIP/trunk-1", "PJSIP/101-2",
            [new WhyChange("phase", null, "ringing"), new WhyChange("party", "100", "79161234567"), new WhyChange("uncertain", "true", "false")],
            [new WhyStep(PathLink.Start, "PJSIP/101-2"), new WhyStep(PathLink.Dial, "PJSIP/trunk-1")]));
        context.Publish(live);

        var facts = Page(context, live.Call.Id).Find("[data-testid=why-facts]");

        facts.QuerySelector("tbody tr")!.TextContent.Should().Contain("DialBegin").And.Contain("PJSIP/trunk-1 → PJSIP/101-2");
        facts.QuerySelectorAll(".pp-why-change b").Select(b => b.TextContent).Should().Equal("Ringing", "79161234567", "no");
        facts.QuerySelectorAll(".pp-why-change s").Select(s => s.TextContent).Should().Equal("100", "yes");
        facts.QuerySelectorAll(".pp-why-path code").Select(c => c.TextContent).Should().Equal("PJSIP/101-2", "PJSIP/trunk-1");
    }

    [Fact]
    public async Task Several_customers_with_the_number_are_all_named_the_shown_one_first()
    {
        await using var context = new PageContext(Roles.Supervisor);
        var live = context.Call("1", CallPhase.Ringing, match: PageContext.Match("Ivan", "Olga", "Pyotr") with { Rule = MatchRule.SameEnding });
        context.Publish(live);

        var page = Page(context, live.Call.Id);

        page.Find("[data-testid=why-match]").TextContent.Should().Contain("Ivan").And.Contain("same last digits");
        page.Find("section[aria-labelledby=match]").TextContent.Should().Contain("3 customers").And.Contain("Olga, Pyotr");
    }

    [Fact]
    public async Task Names_full_of_code_are_shown_as_text()
    {
        await using var context = new PageContext(Roles.Supervisor);
        var live = Explained(context, new WhyFact(context.Clock.GetUtcNow(), Hostile, Hostile, null,
            [new WhyChange("party", Hostile, $"7916 ({Hostile})")], [new WhyStep(PathLink.ConnectedLine, Hostile)])) with { Match = PageContext.Match(Hostile, Hostile) };
        context.Publish(live);

        var page = Page(context, live.Call.Id);

        page.FindAll("script").Should().BeEmpty();
        page.Find("h1").TextContent.Should().Contain(Hostile);
        page.Find("[data-testid=why-facts]").TextContent.Should().Contain(Hostile);
        page.Find("[data-testid=why-match]").TextContent.Should().Contain(Hostile);
    }

    [Fact]
    public async Task An_ended_call_is_explained_from_the_history()
    {
        await using var context = new PageContext(Roles.Supervisor);
        var live = Explained(context, new WhyFact(context.Clock.GetUtcNow(), "Hangup", null, null, [new WhyChange("outcome", null, "missed")], []));
        await using (var db = await context.Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken))
        {
            db.Calls.Add(CallRecords.ToRecord(live, context.Get<PhoneNumberReader>().Read(live.Call.Party.Number), null, context.Clock.GetUtcNow()));
            db.CallExplanations.Add(new CallExplanation { Id = live.Call.Id, Why = WhyDto.Pack(live), EndedAt = context.Clock.GetUtcNow().UtcDateTime });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var page = Page(context, live.Call.Id);

        page.WaitForAssertion(() => page.Find("[data-testid=why-facts]").TextContent.Should().Contain("Hangup").And.Contain("Missed"));
    }

    [Fact]
    public async Task A_withheld_number_is_named_so_in_Russian_too_and_there_is_nothing_to_look_for()
    {
        await using var context = new PageContext(Roles.Supervisor, language: "ru");
        var live = Explained(context, new WhyFact(context.Clock.GetUtcNow(), "lists", null, null, [new WhyChange("party", null, "anonymous"), new WhyChange("phase", "ringing", "talking")], []));
        context.Publish(live with { Call = live.Call with { Party = new CallParty(PartyKind.Anonymous, "") } });

        var page = Page(context, live.Call.Id);

        page.Find("h1").TextContent.Should().Be("Почему «Номер скрыт»?");
        page.Find("[data-testid=why-facts]").TextContent.Should().Contain("Звонит").And.Contain("Разговор");
        page.Find("[data-testid=why-match]").TextContent.Should().Contain("Искать нечего");
    }

    [Fact]
    public async Task Of_a_colleague_it_does_not_say_that_no_customer_was_found()
    {
        await using var context = new PageContext(Roles.Supervisor);
        var live = Explained(context, new WhyFact(context.Clock.GetUtcNow(), "Newstate", null, null, [new WhyChange("direction", null, "internal"), new WhyChange("party", null, "102 (Boris)")], []));
        context.Publish(live with { Match = CustomerMatch.None, Call = live.Call with { Direction = CallDirection.Internal, Party = new CallParty(PartyKind.Internal, "102") } });

        var page = Page(context, live.Call.Id);

        page.Find("h1").TextContent.Should().Be("Why “102 (Boris)”?");
        page.Find("[data-testid=why-match]").TextContent.Should().Contain("colleague").And.NotContain("no customer");
    }

    private static IRenderedComponent<WhyPage> Page(PageContext context, string id) => context.Page<WhyPage>(p => p.Add(x => x.CallId, id));

    /// <summary>A call of which an earlier run of the server knew these facts.</summary>
    private static LiveCall Explained(PageContext context, params WhyFact[] facts)
    {
        var live = context.Call("1", CallPhase.Ringing);
        return live with { Notes = new CallNotes { Earlier = new WhyDto { Id = live.Call.Id, Facts = facts, Notes = [] } } };
    }
}
