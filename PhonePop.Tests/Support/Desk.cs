using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PhonePop.Tests.Support;

/// <summary>A user of the real server in the shared Chromium; leaving closes their tabs and forgets their cookies (which do not tell ports apart).</summary>
public sealed class Desk : IAsyncDisposable
{
    private readonly IBrowserContext _browser;
    private readonly string _origin;

    private Desk(IBrowserContext browser, string origin) => (_browser, _origin) = (browser, origin);

    /// <summary>Opens the browser; no page yet.</summary>
    /// <param name="desktop">The shared desktop.</param>
    /// <param name="server">The server's address.</param>
    /// <param name="host">Another name for 127.0.0.1, such as <see cref="DesktopFixture.InsecureHost"/>; null: as it is, with notifications allowed.</param>
    public static async Task<Desk> AtAsync(DesktopFixture desktop, Uri server, string? host = null)
    {
        var browser = await desktop.StartAsync();
        await browser.ClearCookiesAsync();
        var desk = new Desk(browser, $"http://{host ?? "127.0.0.1"}:{server.Port}");
        if (host is null)
        {
            await browser.GrantPermissionsAsync(["notifications"], new() { Origin = desk._origin });
        }

        return desk;
    }

    /// <summary>At another browser, as it is.</summary>
    public static Desk In(IBrowserContext browser, Uri server) => new(browser, $"http://127.0.0.1:{server.Port}");

    /// <summary>Signs in by the form, and waits until the page and its pops live.</summary>
    public async Task<IPage> SignInAsync(string userName, string password)
    {
        var page = await _browser.NewPageAsync();
        await page.OpenAsync(_origin + "/account/sign-in");
        await page.FillAsync("[name=userName]", userName);
        await page.FillAsync("[name=password]", password);
        await page.ClickAsync("[data-testid=sign-in-form] [type=submit]");
        await LiveAsync(page);
        return page;
    }

    /// <summary>Another tab of the same user.</summary>
    public async Task<IPage> OpenAsync(string path = "/")
    {
        var page = await _browser.NewPageAsync();
        await page.OpenAsync(_origin + path);
        await LiveAsync(page);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var page in _browser.Pages.Where(page => page.Url != "about:blank").ToArray())
        {
            await page.CloseAsync();
        }

        await _browser.ClearCookiesAsync();
    }

    private static async Task LiveAsync(IPage page)
    {
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-phonepop-state", new Regex("leading|following"));
        await page.Locator("[data-interactive='1']").WaitForAsync();
    }
}
