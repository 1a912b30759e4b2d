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

public sealed class OperatorsPageTests
{
    [Fact]
    public async Task Without_operators_it_says_who_appears()
    {
        await using var context = new PageContext(Roles.Supervisor);

        context.Page<OperatorsPage>().Find("[data-testid=empty]").TextContent.Should().Contain("No operators yet");
    }

    [Fact]
    public async Task Each_stands_once_by_name_with_state_call_and_day()
    {
        await using var context = await OfficeAsync(("101", "Olga"), ("102", "Anna"), ("103", "Пётр"));
        await context.Get<PresenceBoard>().ChooseAsync("main", "103", PresenceState.Away, TestContext.Current.CancellationToken);
        await RememberAsync(context, "101", CallOutcome.Answered);
        await RememberAsync(context, "101", CallOutcome.Missed);
        context.Publish(context.Call("1", CallPhase.Talking, match: PageContext.Match("Ada Lovelace"), more: c => c with { Queue = "support" }));
        context.Publish(context.Call("2", CallPhase.Held));

        var page = context.Page<OperatorsPage>();

        page.FindAll("[data-testid=operator]").Select(t => (t.GetAttribute("data-extension"), t.GetAttribute("data-group"))).Should().Equal(("102", "Free"), ("101", "OnCall"), ("103", "Away"));
        page.Find("[data-extension='101']").TextContent.Should().Contain("Talking").And.Contain("Ada Lovelace").And.Contain("support").And.Contain("+1");
        page.FindAll("[data-extension='101'] dd").Select(d => d.TextContent).Should().Equal("1", "1:00", "1");
        page.Find("[data-extension='103']").TextContent.Should().Contain("away");
        page.Find("[data-testid=group-OnCall] .pp-count").TextContent.Should().Be("1");
    }

    [Fact]
    public async Task Calls_come_and_go_by_themselves_and_a_phone_without_account_shows_only_while_it_has_one()
    {
        await using var context = await OfficeAsync(("101", "Olga"));
        var page = context.Page<OperatorsPage>();

        context.Publish(context.Call("1", CallPhase.Ringing));
        context.Publish(context.Call("2", CallPhase.Ringing, more: c => c with { Id = "main:2:199", Extension = "199" }));
        page.WaitForAssertion(() => page.FindAll("[data-group=OnCall]").Select(t => t.GetAttribute("data-extension")).Should().Equal("199", "101"));

        context.Publish(context.Call("1", CallPhase.Ended));
        context.Publish(context.Call("2", CallPhase.Ended, more: c => c with { Id = "main:2:199", Extension = "199" }));
        page.WaitForAssertion(() => page.FindAll("[data-testid=operator]").Select(t => (t.GetAttribute("data-extension"), t.GetAttribute("data-group"))).Should().Equal(("101", "Free")));
    }

    [Fact]
    public async Task Of_many_a_hundred_are_drawn_and_the_search_still_finds_the_last()
    {
        await using var context = await OfficeAsync([.. Enumerable.Range(1000, 150).Select(i => ($"{i}", $"Operator {i}"))]);
        var page = context.Page<OperatorsPage>();

        page.FindAll("[data-testid=operator]").Should().HaveCount(100);
        page.Find("[data-testid=more-operators]").TextContent.Should().Be("Show 50 more of 150");
        page.Find("[data-testid=operator-search]").Input("1149");
        page.FindAll("[data-testid=operator]").Select(t => t.GetAttribute("data-extension")).Should().Equal("1149");
        page.Find("[data-testid=operator-search]").Input("");
        await page.Find("[data-testid=more-operators]").ClickAsync();

        page.FindAll("[data-testid=operator]").Should().HaveCount(150);
        page.FindAll("[data-testid=more-operators]").Should().BeEmpty();
    }

    [Fact]
    public async Task The_board_is_narrowed_by_state_and_by_name()
    {
        await using var context = await OfficeAsync(("101", "Olga"), ("102", "Anna"), ("103", "Пётр"));
        context.Publish(context.Call("1", CallPhase.Talking));
        var page = context.Page<OperatorsPage>();

        await page.PressAsync("[data-testid=group-Free]");
        page.FindAll("[data-testid=operator]").Select(t => t.GetAttribute("data-extension")).Should().Equal("102", "103");

        await page.PressAsync("[data-testid=group-all]");
        await page.TypeAsync("[data-testid=operator-search]", "пёт");
        page.FindAll("[data-testid=operator]").Select(t => t.GetAttribute("data-extension")).Should().Equal("103");

        await page.TypeAsync("[data-testid=operator-search]", "nobody");
        page.Find("[data-testid=no-operator-matches]").TextContent.Should().Contain("Nothing matches");
    }

    [Fact]
    public async Task Who_gets_another_name_moves_to_where_it_belongs_and_who_is_gone_leaves()
    {
        await using var context = await OfficeAsync(("101", "Olga"), ("102", "Anna"), ("103", "Пётр"));
        var page = context.Page<OperatorsPage>();
        await context.Get<PresenceBoard>().ChooseAsync("main", "101", PresenceState.Away, TestContext.Current.CancellationToken);
        page.WaitForAssertion(() => page.Find("[data-extension='101']").GetAttribute("data-group").Should().Be("Away"));

        context.Names.Find("main", "101").Returns("Aaron");
        context.Get<OperatorDirectory>().Introduce("main", [("101", "Aaron"), ("102", "Anna")]);
        await page.InvokeAsync(() => context.Clock.Advance(TimeSpan.FromSeconds(1)));

        page.WaitForAssertion(() => page.FindAll("[data-testid=operator]").Select(t => (t.GetAttribute("data-extension"), t.GetAttribute("data-group"))).Should().Equal(("101", "Away"), ("102", "Free")));
    }

    private static async Task<PageContext> OfficeAsync(params (string Extension, string Name)[] seats)
    {
        var context = new PageContext(Roles.Supervisor);
        foreach (var (extension, name) in seats)
        {
            context.Names.Find("main", extension).Returns(name);
        }

        context.Get<OperatorDirectory>().Introduce("main", seats);
        await context.Get<PresenceBoard>().StartAsync(TestContext.Current.CancellationToken);
        return context;
    }

    private static async Task RememberAsync(PageContext context, string extension, CallOutcome outcome)
    {
        var (id, now) = ($"{outcome}", context.Clock.GetUtcNow());
        var call = context.Call(id, CallPhase.Ended, more: c => c with
        {
            Id = $"main:{id}:{extension}", Extension = extension, AnsweredAt = outcome == CallOutcome.Answered ? now.AddSeconds(-60) : null, EndedAt = now, Outcome = outcome,
        });
        await using var db = await context.Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        db.Calls.Add(CallRecords.ToRecord(call, context.Get<PhoneNumberReader>().Read(call.Call.Party.Number), null, now));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }
}
