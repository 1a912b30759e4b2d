using AwesomeAssertions;
using Bunit;
using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Components.Pages;
using PhonePop.Server.Data;
using PhonePop.Server.Live;
using PhonePop.Server.Presence;
using PhonePop.Server.Security;

namespace PhonePop.Tests.Components;

public sealed class ReachabilityPageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_operators_it_says_who_will_be_here()
    {
        await using var context = new PageContext(Roles.Supervisor, extension: null);

        context.Page<ReachabilityPage>().Find("[data-testid=empty]").TextContent.Should().Contain("Users with an extension appear here.");
    }

    [Fact]
    public async Task Who_cannot_be_reached_stands_first_and_stays_there_when_that_changes()
    {
        await using var context = await OfficeAsync(new PageContext(Roles.Supervisor, extension: null));
        Connect(context, "101", NotificationState.Granted);
        Connect(context, "103", NotificationState.Granted);

        var page = context.Page<ReachabilityPage>();

        Rows(page).Should().Equal("102 Red NoPage", "101 Amber Unproven", "103 Amber Unproven");
        page.Find("[data-extension='102'] .pp-state").TextContent.Trim().Should().Be("not reachable");
        page.Find("[data-extension='102'] .pp-state svg").Should().NotBeNull();
        page.Find("[data-extension='102'] [data-testid=test-pop]").HasAttribute("disabled").Should().BeTrue("there is no browser to test");

        Connect(context, "102", NotificationState.Granted);
        context.Get<HubPresence>().Report("101", NotificationState.Denied);
        context.Clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => Rows(page).Should().Equal("102 Amber Unproven", "101 Red Blocked", "103 Amber Unproven"));
    }

    [Fact]
    public async Task A_test_is_on_its_way_until_it_is_acknowledged_or_lost()
    {
        await using var context = await OfficeAsync(new PageContext(Roles.Supervisor, extension: null));
        Connect(context, "101", NotificationState.Granted);
        var page = context.Page<ReachabilityPage>();

        await page.Find("[data-extension='101'] [data-testid=test-pop]").ClickAsync();
        page.Find("[data-extension='101'] [data-testid=last-test]").TextContent.Should().Be("12:00, on its way");

        context.Clock.Advance(ReachBoard.TestWaits);
        page.WaitForAssertion(() => page.Find("[data-extension='101']").GetAttribute("data-reason").Should().Be("TestLost"));
        page.Find("[data-extension='101'] [data-testid=last-test]").TextContent.Should().Be("12:00, not acknowledged");

        var board = context.Get<ReachBoard>();
        board.TestAcknowledged("main", "101", board.Find("main", "101")!.LastTest!.Id, PopStep.Notification, 240);
        context.Clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => page.Find("[data-extension='101']").GetAttribute("data-level").Should().Be("Green"));
        page.Find("[data-extension='101'] [data-testid=last-test]").TextContent.Should().Be("12:00, notification, 240 ms");
        page.Find("[data-testid=reach-sum] [data-level=Green]").TextContent.Trim().Should().Be("1 reached");
    }

    [Fact]
    public async Task What_arrived_yesterday_proves_nothing_today()
    {
        await using var context = await OfficeAsync(new PageContext(Roles.Supervisor, extension: null));
        Connect(context, "101", NotificationState.Granted);
        var board = context.Get<ReachBoard>();
        board.Acknowledged("main", "101", "main:1:101", PopStep.Notification, 12);
        board.Find("main", "101")!.Level.Should().Be(ReachLevel.Green);

        context.Clock.Advance(ReachBoard.ProofKeeps);

        board.Find("main", "101")!.Reason.Should().Be(ReachReason.Unproven);
    }

    private static void Connect(PageContext context, string extension, NotificationState notifications)
    {
        context.Get<HubPresence>().Join(extension, Audience.Operator("main", extension));
        context.Get<HubPresence>().Report(extension, notifications);
    }

    private static async Task<PageContext> OfficeAsync(PageContext context)
    {
        await using (var db = await context.Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContextAsync(Stop))
        {
            db.Users.AddRange(new[] { "101", "102", "103" }.Select(e => new AppUser { UserName = $"operator{e}", DisplayName = $"Operator {e}", Pbx = "main", Extension = e }));
            await db.SaveChangesAsync(Stop);
        }

        await context.Get<OperatorDirectory>().ReloadAsync(Stop);
        context.Get<ReachBoard>().Start();
        return context;
    }

    private static IEnumerable<string> Rows(IRenderedComponent<ReachabilityPage> page) =>
        page.FindAll("[data-testid=reach]").Select(r => $"{r.GetAttribute("data-extension")} {r.GetAttribute("data-level")} {r.GetAttribute("data-reason")}");
}
