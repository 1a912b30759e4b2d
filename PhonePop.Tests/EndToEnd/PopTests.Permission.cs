using System.Text.RegularExpressions;
using AwesomeAssertions;
using Microsoft.Playwright;
using PhonePop.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PhonePop.Tests.EndToEnd;

// With and without the permission to notify.
public sealed partial class PopTests
{
    [Fact]
    public async Task The_permission_is_asked_for_by_a_click_only_and_then_what_rings_is_shown()
    {
        var ask = At("ask.localhost");
        var page = await _browser.NewPageAsync();
        await page.AddInitScriptAsync("window.asked = 0; Notification.requestPermission = async () => { window.asked++; return Notification.permission; };");
        await page.GotoAsync(ask);
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-phonepop-state", "leading");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-phonepop-permission", "default");
        var name = Unique("Asked");
        await _host.SayAsync(new PopCall("u:1") { Customer = new(1, name) });
        await Expect(Pop(page, "u:1")).ToBeVisibleAsync();
        (await page.EvaluateAsync<int>("window.asked")).Should().Be(0);

        await page.ClickAsync("[data-phonepop-enable]");
        (await page.EvaluateAsync<int>("window.asked")).Should().Be(1);
        desktop.Notifications.All(name).Should().BeEmpty();
        await _browser.GrantPermissionsAsync(["notifications"], new() { Origin = ask });
        await desktop.Notifications.ShownAsync(name, Cancellation);
        await Expect(page.Locator("#phonepop-bell")).ToHaveAttributeAsync("data-state", "granted");
    }

    [Fact]
    public async Task Without_permission_the_call_pops_in_the_page_and_the_page_can_explain_why()
    {
        var page = await OpenAsync(At(DesktopFixture.DeniedHost));
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-phonepop-permission", "denied");
        await Expect(page.Locator("#phonepop-bell")).ToHaveAttributeAsync("data-state", "denied");
        await _host.SayAsync(new PopCall("r:1") { Customer = new(6, "Denied") });
        await Pop(page, "r:1").GetByRole(AriaRole.Button, new() { Name = "Open card" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/customers/6$"));
        desktop.Notifications.All("Denied").Should().BeEmpty();
    }

    [Fact]
    public async Task On_plain_http_every_tab_pops_in_the_page_and_says_that_it_is_insecure()
    {
        IPage[] pages = [await OpenAsync(At(DesktopFixture.InsecureHost)), await OpenAsync(At(DesktopFixture.InsecureHost))];
        await _host.SayAsync(new PopCall("s:1") { Customer = new(1, "Insecure") });
        foreach (var page in pages)
        {
            await Expect(page.Locator("html")).ToHaveAttributeAsync("data-phonepop-permission", "insecure");
            await Expect(Pop(page, "s:1")).ToBeVisibleAsync();
        }

        await Pop(pages[0], "s:1").GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();
        await Expect(Pop(pages[1], "s:1")).ToHaveCountAsync(0);
    }
}
