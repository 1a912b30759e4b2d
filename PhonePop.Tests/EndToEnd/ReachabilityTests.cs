using Microsoft.Playwright;
using PhonePop.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PhonePop.Tests.EndToEnd;

/// <summary>The reachability board with a real browser at the other end.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class ReachabilityTests(DesktopFixture desktop)
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task An_operator_who_blocks_notifications_turns_red_and_a_test_pop_turns_them_green()
    {
        await using var server = new LiveServer().WithUser(0, "operator101", Password, "Operator", "101").WithUser(1, "supervisor", Password, "Supervisor").Started();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var anna = await desk.SignInAsync("operator101", Password);
        await using var office = await desktop.OtherAsync();
        await using var boss = Desk.In(office, server.Address);
        var board = await boss.SignInAsync("supervisor", Password);
        await board.GotoAsync(new Uri(server.Address, "/live").ToString());
        await board.Locator("[data-interactive='1']").WaitForAsync();
        await board.GetByRole(AriaRole.Link, new() { Name = "Reachability" }).ClickAsync();
        var row = board.Locator("[data-testid=reach][data-extension='101']");
        await Expect(row).ToHaveAttributeAsync("data-reason", "Unproven");

        var browser = await anna.Context.NewCDPSessionAsync(anna);
        await SetAsync("denied");
        await Expect(row).ToHaveAttributeAsync("data-reason", "Blocked");
        await Expect(row).ToHaveAttributeAsync("data-level", "Red");

        await SetAsync("granted");
        await Expect(row).ToHaveAttributeAsync("data-level", "Amber");
        await row.GetByTestId("test-pop").ClickAsync();
        var shown = await desktop.Notifications.ShownAsync("Test", TestContext.Current.CancellationToken);
        await Expect(anna.Locator(".phonepop-pop-who")).ToHaveTextAsync("Test");
        await anna.Locator(".phonepop-pop-dismiss").ClickAsync(); // it goes by itself after a while
        await desktop.Notifications.WithdrawnAsync(shown.Id, TestContext.Current.CancellationToken);
        await Expect(row).ToHaveAttributeAsync("data-level", "Green");
        await Expect(row.GetByTestId("last-test")).ToContainTextAsync("notification");

        Task SetAsync(string setting) => browser.SendAsync("Browser.setPermission", new()
        {
            ["permission"] = new Dictionary<string, object> { ["name"] = "notifications" },
            ["setting"] = setting,
            ["origin"] = server.Address.GetLeftPart(UriPartial.Authority),
        });
    }
}
