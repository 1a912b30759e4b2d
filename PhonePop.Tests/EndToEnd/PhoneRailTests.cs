using System.Text.RegularExpressions;
using PhonePop.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PhonePop.Tests.EndToEnd;

/// <summary>The rail on a phone: a supervisor has more places than fit beside each other.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class PhoneRailTests(DesktopFixture desktop)
{
    [Fact]
    public async Task Places_that_do_not_fit_stand_in_a_sheet_that_closes_with_the_choice_and_on_a_desk_all_stand_in_the_rail()
    {
        await using var server = new LiveServer().WithUser(0, "boss", "correct horse", "Administrator", "103").Started();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var page = await desk.SignInAsync("boss", "correct horse");
        var (more, live) = (page.GetByTestId("rail-more"), page.Locator(".pp-rail-link[href='/live']"));
        await page.SetViewportSizeAsync(1440, 900);
        await Expect(live).ToBeVisibleAsync();
        await Expect(more).ToBeHiddenAsync();

        await page.SetViewportSizeAsync(390, 844);
        await Expect(live).ToBeHiddenAsync();
        await more.ClickAsync();
        await live.ClickAsync();

        await Expect(page).ToHaveURLAsync(new Regex("/live$"));
        await Expect(live).ToBeHiddenAsync();
    }
}
