using System.Text.Json;
using AwesomeAssertions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Playwright;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PhonePop.Tests.EndToEnd;

/// <summary>The site as an app: what makes it installable, its badge, and that it lives on its own host alone.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class InstalledAppTests(DesktopFixture desktop)
{
    private const string Password = "correct horse battery";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_browser_finds_nothing_that_stands_against_installing()
    {
        await using var server = Server();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var page = await desk.SignInAsync("operator101", Password);
        await page.EvaluateAsync("navigator.serviceWorker.ready");
        var session = await page.Context.NewCDPSessionAsync(page);

        var manifest = (await session.SendAsync("Page.getAppManifest"))!.Value;
        manifest.GetProperty("url").GetString().Should().Be(new Uri(server.Address, "/manifest.webmanifest").ToString());
        manifest.GetProperty("errors").GetArrayLength().Should().Be(0);
        var errors = (await session.SendAsync("Page.getInstallabilityErrors"))!.Value.GetProperty("installabilityErrors");
        errors.EnumerateArray().Select(e => e.GetProperty("errorId").GetString()).Should().BeEmpty();

        using var client = server.Client(null);
        using var document = JsonDocument.Parse(await client.GetStringAsync("/manifest.webmanifest", Stop));
        foreach (var icon in document.RootElement.GetProperty("icons").EnumerateArray().Where(i => i.GetProperty("type").GetString() == "image/png"))
        {
            var png = await client.GetByteArrayAsync("/" + icon.GetProperty("src").GetString(), Stop);
            var (width, height) = (Number(png, 16), Number(png, 20));
            icon.GetProperty("sizes").GetString().Should().Be($"{width}x{height}");
        }

        static int Number(byte[] png, int at) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
    }

    [Fact]
    public async Task The_badge_counts_who_is_to_be_called_back()
    {
        await using var server = Server();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var page = await desk.SignInAsync("operator101", Password);
        await page.AddInitScriptAsync("window.badges = []; Navigator.prototype.setAppBadge = async count => { window.badges.push(count); };");
        await page.ReloadAsync();
        await page.UntilAsync("window.badges.at(-1) === 0");

        var now = TimeProvider.System.GetUtcNow();
        server.Pbx.CallChanged(Some.Call("101") with { StartedAt = now });
        server.Pbx.CallChanged(Some.Call("101").Final(CallOutcome.Missed) with { StartedAt = now, EndedAt = now });

        await page.UntilAsync("window.badges.at(-1) === 1");
    }

    [Fact]
    public async Task No_page_asks_another_host_for_anything()
    {
        await using var server = Server();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var customer = await server.Get<CustomerStore>().CreateAsync(new CustomerEdit { Name = "Ada", Numbers = [new CustomerNumberEdit("+79161234567")] }, Stop);
        server.Pbx.PbxChanged(Some.Pbx());
        var asked = new List<string>();
        var page = await desk.SignInAsync("administrator", Password);
        page.Request += Note; // not the browser: the workers of other tests' servers still ask theirs
        server.Pbx.CallChanged(Some.Call("101").Answered());

        foreach (var path in Pages(server, customer.Id))
        {
            await page.GotoAsync(new Uri(server.Address, path).ToString());
            await page.Locator("[data-interactive='1'], [data-interactive='static']").WaitForAsync();
            await page.EvaluateAsync("document.fonts.ready");
        }

        await page.SignOutAsync();
        await page.OpenAsync(new Uri(server.Address, "/account/sign-in").ToString());
        await Expect(page.GetByTestId("sign-in-form")).ToBeVisibleAsync();
        page.Request -= Note;
        asked.Should().NotBeEmpty();
        asked.Where(url => !url.StartsWith(server.Address.ToString(), StringComparison.Ordinal) && !url.StartsWith("data:", StringComparison.Ordinal) && !url.StartsWith("blob:", StringComparison.Ordinal)).Should().BeEmpty();

        void Note(object? sender, IRequest request)
        {
            lock (asked)
            {
                asked.Add(request.Url);
            }
        }
    }

    /// <summary>Every page that the server has: a new one is walked without being named here.</summary>
    private static List<string> Pages(LiveServer server, int customer)
    {
        var pages = server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.Any(m => m.GetType().Name == "ComponentTypeMetadata"))
            .Select(e => "/" + System.Text.RegularExpressions.Regex.Replace(
                e.RoutePattern.RawText!.Trim('/'), @"\{([A-Za-z]+)[^}]*\}", m => m.Groups[1].Value switch { "CallId" => "main:1764000000.12:101", "Code" => "404", _ => $"{customer}" }))
            .Where(p => !p.StartsWith("/account", StringComparison.Ordinal)).Distinct().ToList();
        pages.Should().Contain(["/", "/settings", "/pbxes", "/doctor", $"/customers/{customer}"]);
        return pages;
    }

    private static LiveServer Server() => new LiveServer()
        .WithUser(0, "operator101", Password, "Operator", "101")
        .WithUser(1, "administrator", Password, "Administrator", "101")
        .Started();
}
