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
    public async Task Five_tabs_show_one_notification_and_keep_one_connection()
    {
        var tabs = new List<IPage>();
        for (var i = 0; i < 5; i++)
        {
            tabs.Add(await OpenAsync());
        }

        string first = Unique("First"), second = Unique("Second");
        await _host.SayAsync(new PopCall("e:1") { Customer = new(1, first) });
        foreach (var tab in tabs)
        {
            await Expect(Pop(tab, "e:1")).ToBeVisibleAsync();
        }

        await _host.SayAsync(new PopCall("e:2") { Customer = new(2, second) });
        await desktop.Notifications.ShownAsync(second, Cancellation);
        desktop.Notifications.All(first).Should().ContainSingle();
        await Until.TrueAsync(() => _host.Connections == 1);
    }

    [Fact]
    public async Task When_the_leader_closes_the_next_tab_leads_and_nothing_is_shown_twice()
    {
        var leader = await OpenAsync();
        var next = await OpenAsync();
        await Expect(leader.Locator("html")).ToHaveAttributeAsync("data-phonepop-state", "leading");
        await Expect(next.Locator("html")).ToHaveAttributeAsync("data-phonepop-state", "following");
        string before = Unique("Before"), between = Unique("Between"), after = Unique("After");
        await _host.SayAsync(new PopCall("f:1") { Customer = new(1, before) });
        await desktop.Notifications.ShownAsync(before, Cancellation);

        await leader.CloseAsync();
        _host.Remember(new PopCall("f:2") { Customer = new(2, between) });
        await Expect(next.Locator("html")).ToHaveAttributeAsync("data-phonepop-state", "leading");
        await desktop.Notifications.ShownAsync(between, Cancellation);
        await _host.SayAsync(new PopCall("f:3") { Customer = new(3, after) });
        await desktop.Notifications.ShownAsync(after, Cancellation);
        desktop.Notifications.All(before).Should().ContainSingle();
        desktop.Notifications.All(between).Should().ContainSingle();
    }

    [Fact]
    public async Task A_call_that_rang_before_any_tab_was_open_is_shown_by_the_first()
    {
        var name = Unique("Early");
        _host.Remember(new PopCall("g:1") { Customer = new(1, name) });
        await OpenAsync();
        await desktop.Notifications.ShownAsync(name, Cancellation);
    }

    [Fact]
    public async Task Answered_elsewhere_the_notification_goes_and_the_page_says_who_took_it()
    {
        var page = await OpenAsync();
        var name = Unique("Shared");
        var call = new PopCall("i:1") { Customer = new(1, name), Queue = "support" };
        await _host.SayAsync(call);
        var notification = await desktop.Notifications.ShownAsync(name, Cancellation);
        await page.NoteAsync(".phonepop-pop-farewell");

        await _host.SayAsync(call with { Phase = "ended", Outcome = "answeredElsewhere", AnsweredBy = "102", Version = 2 });
        await desktop.Notifications.WithdrawnAsync(notification.Id, Cancellation);
        await page.UntilAsync("noted.includes('Answered by 102')");
    }

    [Fact]
    public async Task Answered_here_the_notification_goes_and_a_late_older_version_does_not_bring_it_back()
    {
        await OpenAsync();
        string name = Unique("Answered"), next = Unique("Next");
        var call = new PopCall("j:1") { Customer = new(1, name) };
        await _host.SayAsync(call);
        var notification = await desktop.Notifications.ShownAsync(name, Cancellation);

        await _host.SayAsync(call with { Phase = "talking", Version = 3 });
        await desktop.Notifications.WithdrawnAsync(notification.Id, Cancellation);
        await _host.SayAsync(call with { Version = 2 });
        await _host.SayAsync(new PopCall("j:2") { Customer = new(2, next) });
        await desktop.Notifications.ShownAsync(next, Cancellation);
        desktop.Notifications.All(name).Should().ContainSingle();
    }

    [Fact]
    public async Task A_notification_that_the_user_closes_is_dismissed_everywhere_and_does_not_come_back()
    {
        var page = await OpenAsync();
        var other = await OpenAsync();
        string name = Unique("Closed"), next = Unique("Next");
        var call = new PopCall("k:1") { Customer = new(1, name) };
        await _host.SayAsync(call);
        var notification = await desktop.Notifications.ShownAsync(name, Cancellation);

        desktop.Notifications.Close(notification.Id);
        (await _host.Dismissed.NextAsync()).Should().Be("k:1");
        await Expect(Pop(page, "k:1")).ToHaveCountAsync(0);
        await Expect(Pop(other, "k:1")).ToHaveCountAsync(0);

        await _host.SayAsync(call with { Queue = "support", Version = 2 });
        await _host.SayAsync(new PopCall("k:2") { Customer = new(2, next) });
        await desktop.Notifications.ShownAsync(next, Cancellation);
        desktop.Notifications.All(name).Should().ContainSingle();
    }

    [Fact]
    public async Task Dismissing_in_the_page_withdraws_the_notification_from_any_tab()
    {
        await OpenAsync();
        var follower = await OpenAsync();
        var name = Unique("Dismissed");
        await _host.SayAsync(new PopCall("l:1") { Customer = new(1, name) });
        var notification = await desktop.Notifications.ShownAsync(name, Cancellation);

        await Pop(follower, "l:1").GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();
        await desktop.Notifications.WithdrawnAsync(notification.Id, Cancellation);
        (await _host.Dismissed.NextAsync()).Should().Be("l:1");
    }

    [Fact]
    public async Task After_a_lost_connection_what_has_ended_goes_and_what_rings_is_shown()
    {
        var page = await OpenAsync();
        string gone = Unique("Gone"), fresh = Unique("Fresh");
        await _host.SayAsync(new PopCall("m:1") { Customer = new(1, gone) });
        var notification = await desktop.Notifications.ShownAsync(gone, Cancellation);

        _host.Remember(new PopCall("m:1", "ended"));
        _host.Remember(new PopCall("m:2") { Customer = new(2, fresh) });
        _host.Drop();
        await desktop.Notifications.WithdrawnAsync(notification.Id, Cancellation);
        await desktop.Notifications.ShownAsync(fresh, Cancellation);
        await Expect(Pop(page, "m:1")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_call_whose_card_was_opened_and_that_ended_unseen_pops_when_it_rings_again()
    {
        var page = await OpenAsync();
        var name = Unique("Again");
        var call = new PopCall("v:1") { Customer = new(7, name) };
        await _host.SayAsync(call);
        await Expect(Pop(page, "v:1")).ToBeVisibleAsync();

        _host.GoAway();
        await Pop(page, "v:1").GetByRole(AriaRole.Button, new() { Name = "Open card" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/customers/7$"));
        _host.Remember(call with { Phase = "ended", Version = 2 });
        _host.ComeBack();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-phonepop-state", "leading");
        await Expect(Pop(page, "v:1")).ToHaveCountAsync(0);

        await _host.SayAsync(call with { Version = 3 });
        await Expect(Pop(page, "v:1")).ToBeVisibleAsync();
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
    public async Task More_than_five_calls_are_summed_up()
    {
        await OpenAsync();
        var names = Enumerable.Range(0, 7).Select(i => Unique($"Caller {i}")).ToArray();
        for (var i = 0; i < names.Length; i++)
        {
            _host.Remember(new PopCall($"p:{i}") { Customer = new(i, names[i]), StartedAt = DateTimeOffset.UnixEpoch.AddSeconds(i) });
        }

        _host.Drop();
        await desktop.Notifications.ShownAsync(names[4], Cancellation);
        await desktop.Notifications.ShownAsync("2 more calls", Cancellation);
        desktop.Notifications.All(names[5]).Should().BeEmpty();
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

    [Fact]
    public async Task A_tab_whose_user_has_changed_starts_again_as_the_new_user()
    {
        var old = await OpenAsync();
        await SetCookieAsync("user", "8");
        var page = await OpenAsync();
        await Expect(old.Locator("html")).ToHaveAttributeAsync("data-user", "8");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-phonepop-state", new Regex("leading|following"));
        await _browser.ClearCookiesAsync();
    }

    [Fact]
    public async Task A_supervisor_is_told_of_every_call_and_only_their_own_pops()
    {
        var page = await OpenAsync();
        string other = Unique("Other"), elsewhere = Unique("Elsewhere"), own = Unique("Own");
        await _host.SayAsync(new PopCall("t:1") { Customer = new(1, other), Extension = "102" });
        await _host.SayAsync(new PopCall("t:2") { Customer = new(2, elsewhere), Pbx = "branch" });
        await _host.SayAsync(new PopCall("t:3") { Customer = new(3, own) });
        await desktop.Notifications.ShownAsync(own, Cancellation);
        desktop.Notifications.All(other).Should().BeEmpty();
        desktop.Notifications.All(elsewhere).Should().BeEmpty();
        await Expect(page.Locator(".phonepop-pop")).ToHaveCountAsync(1);
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
