using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PhonePop.Tests.EndToEnd;

/// <summary>One operator, two browsers, the real server: what is done in one of them is done.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class TwoBrowsersTests(DesktopFixture desktop)
{
    private const string Password = "correct horse battery";
    private const string CallId = "main:1764000000.12:101";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dismissed_in_one_browser_the_call_is_gone_from_five_tabs_and_the_desktop_and_does_not_come_back()
    {
        await using var server = Server();
        var customer = await CustomerAsync(server);
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        await using var other = await desktop.OtherAsync();
        await desk.SignInAsync("operator101", Password);
        var tabs = new List<IPage>();
        for (var i = 0; i < 5; i++)
        {
            tabs.Add(await desk.OpenAsync("/history"));
        }

        var laptop = await AwayAsync(server, other);
        server.Pbx.CallChanged(Some.Call());
        var notification = await desktop.Notifications.ShownAsync(customer, Stop);
        foreach (var tab in tabs.Append(laptop))
        {
            await Expect(Pop(tab)).ToBeVisibleAsync();
        }

        await Pop(laptop).GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();

        await desktop.Notifications.WithdrawnAsync(notification.Id, Stop);
        foreach (var tab in tabs.Append(laptop))
        {
            await Expect(Pop(tab)).ToHaveCountAsync(0);
        }

        await tabs[0].ReloadAsync();
        await laptop.ReloadAsync();
        await using var third = await desktop.OtherAsync();
        var later = await AwayAsync(server, third);
        server.Pbx.CallChanged(Some.Call() with { Queue = "sales" });
        server.Pbx.CallChanged(Some.Call("101", "79160000002", "main:1.2:101"));
        foreach (var page in new[] { tabs[0], laptop, later })
        {
            await Expect(Pop(page, "main:1.2:101")).ToBeVisibleAsync();
            await Expect(Pop(page)).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task A_card_opened_in_one_browser_withdraws_the_pop_in_the_other_until_it_rings_anew()
    {
        await using var server = Server();
        var customer = await CustomerAsync(server);
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        await using var other = await desktop.OtherAsync();
        await desk.SignInAsync("operator101", Password);
        var laptop = await AwayAsync(server, other);
        server.Pbx.CallChanged(Some.Call());
        var notification = await desktop.Notifications.ShownAsync(customer, Stop);

        await Expect(Pop(laptop)).ToContainTextAsync(customer); // whose card opens in place
        await Pop(laptop).GetByRole(AriaRole.Button, new() { Name = "Open card" }).ClickAsync();

        await Expect(laptop).ToHaveURLAsync(new Regex(@"/customers/\d+"));
        await desktop.Notifications.WithdrawnAsync(notification.Id, Stop);
        server.Pbx.CallChanged(Some.Call() with { Phase = CallPhase.Ended, Outcome = CallOutcome.Missed });
        server.Pbx.CallChanged(Some.Call("101", "79160000002", "main:1.2:101"));
        await Expect(Pop(laptop, "main:1.2:101")).ToBeVisibleAsync(); // so the end has come, too
        server.Pbx.CallChanged(Some.Call());
        await Expect(Pop(laptop)).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task What_is_set_in_one_browser_applies_in_the_other_at_once_and_a_new_one_gets_language_and_theme_at_sign_in()
    {
        await using var server = Server();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        await using var other = await desktop.OtherAsync();
        await desk.SignInAsync("operator101", Password);
        var laptop = await AwayAsync(server, other);
        var settings = await desk.OpenAsync("/settings");

        await settings.GetByText("Only calls from outside").ClickAsync();
        await Expect(settings.GetByTestId("settings-saved")).ToContainTextAsync("Saved");
        server.Pbx.CallChanged(Some.Call("101", "102", "main:1.1:101") with { Direction = CallDirection.Internal, Party = new CallParty(PartyKind.Internal, "102"), Queue = null });
        server.Pbx.CallChanged(Some.Call());
        await Expect(Pop(laptop)).ToBeVisibleAsync();
        await Expect(Pop(laptop, "main:1.1:101")).ToHaveCountAsync(0);

        await settings.GetByText("Dark", new() { Exact = true }).Last.ClickAsync();
        await Expect(laptop.Locator("html")).ToHaveAttributeAsync("data-dark", "1");
        await settings.Locator("[data-interactive='1']").WaitForAsync();
        await Expect(settings.Locator("html")).ToHaveAttributeAsync("data-dark", "1");

        await using var third = await desktop.OtherAsync();
        var fresh = await AwayAsync(server, third);
        await Expect(fresh.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
    }

    [Fact]
    public async Task Language_and_theme_of_the_menu_are_kept_with_the_user()
    {
        await using var server = Server();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        await using var other = await desktop.OtherAsync();
        var page = await desk.SignInAsync("operator101", Password);

        await page.GetByTestId("user-menu").ClickAsync();
        await page.Locator("[data-set-language=ru]").ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "ru");
        await page.Locator("[data-interactive='1']").WaitForAsync();
        await page.GetByTestId("user-menu").ClickAsync();
        await page.Locator("[data-set-theme=dark]").ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-dark", "1");

        var laptop = await AwayAsync(server, other);
        await Expect(laptop.Locator("html")).ToHaveAttributeAsync("lang", "ru");
        await Expect(laptop.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
    }

    private static LiveServer Server() => new LiveServer().WithUser(0, "operator101", Password, "Operator", "101").Started();

    private static async Task<string> CustomerAsync(LiveServer server) => (await server.Get<CustomerStore>().CreateAsync(
        new CustomerEdit { Name = $"Ada {Guid.NewGuid():n}", Numbers = [new CustomerNumberEdit("+79161234567")] }, Stop)).Name;

    /// <summary>Signed in elsewhere, on a page that shows no calls itself.</summary>
    private static async Task<IPage> AwayAsync(LiveServer server, IBrowserContext browser)
    {
        var desk = Desk.In(browser, server.Address);
        await desk.SignInAsync("operator101", Password);
        return await desk.OpenAsync("/history");
    }

    private static ILocator Pop(IPage page, string id = CallId) => page.Locator($"section[data-call-id='{id}']");
}
