using System.Text.RegularExpressions;
using AwesomeAssertions;
using Microsoft.Playwright;
using PhonePop.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PhonePop.Tests.EndToEnd;

/// <summary>phonepop.js and its service worker in Chromium, against a real desktop notification server. The hub says what the test says.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed partial class PopTests(DesktopFixture desktop) : IAsyncLifetime
{
    PopHost _host = null!;
    IBrowserContext _browser = null!;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await PopHost.StartAsync();
        _browser = await desktop.StartAsync();
        await _browser.GrantPermissionsAsync(["notifications"], new() { Origin = _host.Origin });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var page in _browser.Pages.Where(page => page.Url != "about:blank").ToArray())
        {
            await page.CloseAsync();
        }

        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_call_pops_with_who_and_why_and_its_click_opens_the_card_in_the_open_tab()
    {
        var page = await OpenAsync();
        var name = Unique("Ivan Petrov");
        await _host.SayAsync(new PopCall("a:1") { Customer = new(42, name, "Romashka"), Queue = "support", TransferredFrom = "100" });

        var notification = await desktop.Notifications.ShownAsync(name, Cancellation);
        notification.Body.Should().EndWith("\n\nRomashka · support · transferred from 100");
        notification.Actions.Should().Contain(["Open card", "Dismiss"]);
        await Expect(Pop(page, "a:1").Locator(".phonepop-pop-who")).ToHaveTextAsync(name);
        (await _host.Shown.NextAsync()).Should().Match<(string CallId, int Milliseconds)>(shown => shown.CallId == "a:1" && shown.Milliseconds >= 3);

        var tabs = _browser.Pages.Count;
        desktop.Notifications.Click(notification.Id);
        await Expect(page).ToHaveURLAsync(new Regex("/customers/42$"));
        await Expect(page.Locator("h1")).ToHaveTextAsync("Card 42");
        await Expect(Pop(page, "a:1")).ToHaveCountAsync(0);
        _browser.Pages.Count.Should().Be(tabs);
    }

    [Fact]
    public async Task A_click_with_no_tab_left_opens_a_new_one()
    {
        var page = await OpenAsync();
        var name = Unique("Alan");
        await _host.SayAsync(new PopCall("b:1") { Customer = new(2, name) });
        var notification = await desktop.Notifications.ShownAsync(name, Cancellation);
        await page.GotoAsync("about:blank");

        var opened = await _browser.RunAndWaitForPageAsync(() =>
        {
            desktop.Notifications.Click(notification.Id);
            return Task.CompletedTask;
        });
        await Expect(opened).ToHaveURLAsync(new Regex("/customers/2$"));
    }

    [Fact]
    public async Task A_click_prefers_the_tab_that_shows_the_card()
    {
        var card = await OpenAsync("/customers/3");
        var desk = await OpenAsync();
        var name = Unique("Olga");
        await _host.SayAsync(new PopCall("c:1") { Customer = new(3, name) });
        var notification = await desktop.Notifications.ShownAsync(name, Cancellation);

        desktop.Notifications.Click(notification.Id);
        await Expect(Pop(card, "c:1")).ToHaveCountAsync(0);
        await Expect(Pop(desk, "c:1")).ToHaveCountAsync(0);
        desk.Url.Should().Be(_host.Origin + "/");
        card.Url.Should().Be(_host.Origin + "/customers/3");
    }

    [Fact]
    public async Task A_tab_without_the_module_is_led_to_the_card()
    {
        var page = await OpenAsync();
        var name = Unique("Maria");
        await _host.SayAsync(new PopCall("d:1") { Customer = new(5, name) });
        var notification = await desktop.Notifications.ShownAsync(name, Cancellation);
        await page.GotoAsync(_host.Origin + "/foreign");

        desktop.Notifications.Click(notification.Id);
        await Expect(page).ToHaveURLAsync(new Regex("/customers/5$"));
    }

    [Fact]
    public async Task A_hostile_name_is_text_everywhere()
    {
        var page = await OpenAsync();
        var name = Unique("<img src=x onerror=alert(1)><b>Bob</b>");
        await _host.SayAsync(new PopCall("n:1") { Customer = new(1, name, "\u202e<i>gnirts\nEvent: Hangup") });
        var notification = await desktop.Notifications.ShownAsync(name, Cancellation);
        notification.Body.Should().NotContain("<i>").And.EndWith("&lt;i&gt;gnirts Event: Hangup");
        await Expect(Pop(page, "n:1").Locator(".phonepop-pop-who")).ToHaveTextAsync(name);
        (await page.Locator("#phonepop-pops img, #phonepop-pops b, #phonepop-pops i").CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task A_withheld_number_a_colleague_and_a_consultation_say_so()
    {
        var page = await OpenAsync();
        await _host.SayAsync(new PopCall("o:1") { Party = new("anonymous", "") });
        await _host.SayAsync(new PopCall("o:2") { Direction = "internal", Party = new("internal", "100", "Anna"), ConsultFor = new("external", "+79161112233") });
        await _host.SayAsync(new PopCall("o:3") { Direction = "outbound", Party = new("external", "+74951112233") });
        await _host.SayAsync(new PopCall("o:4", "talking") { TransferredFrom = "100", Customer = new(4, "Given") });

        await Expect(Pop(page, "o:1").Locator(".phonepop-pop-who")).ToHaveTextAsync("Withheld number");
        await Expect(Pop(page, "o:2").Locator(".phonepop-pop-who")).ToHaveTextAsync("Anna (100)");
        await Expect(Pop(page, "o:2").Locator(".phonepop-pop-line")).ToHaveTextAsync("about +79161112233");
        await Expect(Pop(page, "o:4").Locator(".phonepop-pop-line")).ToHaveTextAsync("transferred from 100");
        await Expect(Pop(page, "o:3")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Texts_are_in_the_users_language()
    {
        await SetCookieAsync("language", "ru");
        var page = await OpenAsync();
        await _host.SayAsync(new PopCall("q:1") { Party = new("anonymous", ""), TransferredFrom = "100" });
        await Expect(Pop(page, "q:1").Locator(".phonepop-pop-who")).ToHaveTextAsync("Номер скрыт");
        await Expect(Pop(page, "q:1").GetByRole(AriaRole.Button)).ToHaveTextAsync(["Открыть карточку", "Скрыть"]);
        await _browser.ClearCookiesAsync();
    }

    async Task<IPage> OpenAsync(string path = "/")
    {
        var page = await _browser.NewPageAsync();
        await page.GotoAsync(path.StartsWith('/') ? _host.Origin + path : path);
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-phonepop-state", new Regex("leading|following"));
        return page;
    }

    Task SetCookieAsync(string name, string value) => _browser.AddCookiesAsync([new() { Name = name, Value = value, Url = _host.Origin }]);

    string At(string host) => _host.Origin.Replace("127.0.0.1", host, StringComparison.Ordinal) + "/";

    static ILocator Pop(IPage page, string callId) => page.Locator($"section[data-call-id='{callId}']");

    static string Unique(string name) => $"{name} {Guid.NewGuid():n}";

    static string UniqueNumber() => "+7" + Math.Abs(Guid.NewGuid().GetHashCode());
}
