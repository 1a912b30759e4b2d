using System.Globalization;
using System.Text.RegularExpressions;
using AwesomeAssertions;
using Microsoft.Playwright;
using PhonePop.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PhonePop.Tests.EndToEnd;

/// <summary>What the user's own settings change in the browser, and the ladder by which a call reaches them. The hub says what the test says.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class PopSettingsTests(DesktopFixture desktop) : IAsyncLifetime
{
    private PopHost _host = null!;
    private IBrowserContext _browser = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await PopHost.StartAsync();
        _browser = await desktop.StartAsync();
        await _browser.GrantPermissionsAsync(["notifications"], new() { Origin = _host.Origin });
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.SetOfflineAsync(false);
        foreach (var page in _browser.Pages.Where(page => page.Url != "about:blank").ToArray())
        {
            await page.CloseAsync();
        }

        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Set_to_answered_a_call_pops_when_it_is_answered_and_stays_away_once_its_card_was_opened()
    {
        await _host.SetAsync(new { pop = "answered" });
        var page = await OpenAsync();
        var (first, second) = (Unique("First"), Unique("Second"));
        var call = new PopCall("a:1") { Customer = new(1, first) };
        await _host.SayAsync(call);
        await _host.SayAsync(call with { Phase = "talking", Version = 2 });
        await desktop.Notifications.ShownAsync(first, Cancellation);
        await Pop(page, "a:1").GetByRole(AriaRole.Button, new() { Name = "Open card" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/customers/1$"));

        await _host.SayAsync(call with { Phase = "held", Version = 3 });
        await _host.SayAsync(call with { Phase = "talking", Version = 4 });
        await _host.SayAsync(new PopCall("a:2", "talking") { Customer = new(2, second) });
        await desktop.Notifications.ShownAsync(second, Cancellation);
        await Expect(Pop(page, "a:1")).ToHaveCountAsync(0);
        desktop.Notifications.All(first).Should().ContainSingle();
    }

    [Fact]
    public async Task Set_to_never_nothing_pops_and_setting_it_back_shows_what_rings_in_every_tab_without_a_reload()
    {
        await _host.SetAsync(new { pop = "never" });
        var page = await OpenAsync();
        var other = await OpenAsync();
        var (quiet, name) = (Unique("Quiet"), Unique("Back"));
        await _host.SayAsync(new PopCall("b:1", "ended") { Customer = new(1, quiet) });
        await _host.SayAsync(new PopCall("b:2") { Customer = new(2, name) });
        await Expect(other.Locator(".phonepop-pop")).ToHaveCountAsync(0);

        await _host.SetAsync(new { pop = "ringing" });
        await desktop.Notifications.ShownAsync(name, Cancellation);
        await Expect(Pop(page, "b:2")).ToBeVisibleAsync();
        await Expect(Pop(other, "b:2")).ToBeVisibleAsync();
        desktop.Notifications.All(name).Should().ContainSingle();
    }

    [Fact]
    public async Task Only_queues_and_only_outside_leave_the_others_out()
    {
        await _host.SetAsync(new { queueOnly = true });
        var page = await OpenAsync();
        await _host.SayAsync(new PopCall("c:1") { Customer = new(1, "Direct") });
        await _host.SayAsync(new PopCall("c:2") { Customer = new(2, "Queued"), Queue = "support" });
        await Expect(Pop(page, "c:2")).ToBeVisibleAsync();
        await Expect(Pop(page, "c:1")).ToHaveCountAsync(0);

        await _host.SetAsync(new { outsideOnly = true });
        await _host.SayAsync(new PopCall("c:3") { Direction = "internal", Party = new("internal", "100", "Boris") });
        await _host.SayAsync(new PopCall("c:4") { Party = new("anonymous", "") });
        await Expect(Pop(page, "c:4")).ToBeVisibleAsync();
        await Expect(Pop(page, "c:1")).ToBeVisibleAsync();
        await Expect(Pop(page, "c:3")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task In_quiet_hours_there_is_no_notification_and_no_sound_and_the_pop_in_the_page_stays()
    {
        await _host.SetAsync(new { sound = true, quietHours = true, quietFrom = InHours(-1), quietTo = InHours(1) });
        var page = await OpenAsync();
        await CountSoundsAsync(page);
        var (quiet, loud) = (Unique("Quiet"), Unique("Loud"));
        await _host.SayAsync(new PopCall("d:1") { Customer = new(1, quiet) });
        await Expect(Pop(page, "d:1")).ToBeVisibleAsync();
        (await _host.Shown.NextAsync()).CallId.Should().Be("d:1");

        await _host.SetAsync(new { sound = true, quietHours = true, quietFrom = InHours(2), quietTo = InHours(4) });
        await _host.SayAsync(new PopCall("d:2") { Customer = new(2, loud) });
        await desktop.Notifications.ShownAsync(loud, Cancellation);
        await StepAsync("d:2", "sound");
        (await SoundsAsync(page)).Should().Be(2, "one sound of two notes, and none for the quiet call");
    }

    [Theory]
    [InlineData("22:00", "07:00", 23, true)]
    [InlineData("22:00", "07:00", 6, true)]
    [InlineData("22:00", "07:00", 7, false)]
    [InlineData("22:00", "07:00", 12, false)]
    [InlineData("12:00", "13:00", 12, true)]
    [InlineData("12:00", "13:00", 13, false)]
    [InlineData("12:00", "12:00", 12, false)]
    public async Task Quiet_hours_go_by_the_browsers_own_clock_and_over_midnight(string from, string to, int hour, bool quiet)
    {
        var page = await OpenAsync();
        var answer = await page.EvaluateAsync<bool>(
            "async ([quietFrom, quietTo, hour]) => (await import('/phonepop/settings.js')).isQuiet({ quietHours: true, quietFrom, quietTo }, new Date(2026, 10, 24, hour, 0))",
            new object[] { from, to, hour });
        answer.Should().Be(quiet);
    }

    [Fact]
    public async Task The_card_opens_by_itself_when_the_call_is_answered_in_the_tab_that_is_looked_at_and_nowhere_else()
    {
        await _host.SetAsync(new { openCard = true });
        var leader = await OpenAsync();
        var looked = await OpenAsync();
        foreach (var page in new[] { leader, looked })
        {
            // Playwright tells every page that it has the focus; here it matters who really has it.
            await (await _browser.NewCDPSessionAsync(page)).SendAsync("Emulation.setFocusEmulationEnabled", new() { ["enabled"] = false });
        }

        await looked.BringToFrontAsync();
        await looked.UntilAsync("document.hasFocus()");
        await leader.UntilAsync("!document.hasFocus()");
        await leader.HoldTimersAsync(150, 1000); // how long it waits for a tab that suits better: on a busy machine that one answers late
        var call = new PopCall("e:1") { Customer = new(7, Unique("Card")) };
        await _host.SayAsync(call);
        await Expect(Pop(leader, "e:1")).ToHaveCountAsync(1);
        await _host.SayAsync(call with { Phase = "talking", Version = 2 });

        await Expect(looked.Locator("h1")).ToHaveTextAsync("Card 7");
        _browser.Pages.Count(p => p.Url.EndsWith("/customers/7", StringComparison.Ordinal)).Should().Be(1);
    }

    [Fact]
    public async Task It_opens_over_no_field_that_somebody_types_in()
    {
        await _host.SetAsync(new { openCard = true });
        var page = await OpenAsync();
        await page.EvaluateAsync("() => { const field = document.body.appendChild(document.createElement('textarea')); field.value = 'a note'; field.focus(); }");
        var call = new PopCall("f:1") { Customer = new(7, Unique("Typed")) };
        await _host.SayAsync(call);
        await Expect(Pop(page, "f:1")).ToBeVisibleAsync();
        (await page.EvaluateAsync<bool>("document.activeElement.matches('textarea')")).Should().BeTrue("a pop takes no focus");
        await _host.SayAsync(call with { Phase = "talking", Version = 2 });
        await Expect(Pop(page, "f:1")).ToHaveCountAsync(0);
        await _host.SayAsync(new PopCall("f:2") { Customer = new(8, "Next") });
        await Expect(Pop(page, "f:2")).ToBeVisibleAsync();
        page.Url.Should().Be(_host.Origin + "/");
    }

    [Fact]
    public async Task Each_step_of_the_ladder_is_acknowledged_and_title_and_icon_are_given_back()
    {
        await _host.SetAsync(new { sound = true, volume = 1 });
        var page = await OpenAsync();
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await page.ClickAsync("h1"); // browsers let a page play only after a click
        var name = Unique("Ladder");
        var call = new PopCall("g:1") { Customer = new(1, name) };
        await _host.SayAsync(call);

        await Expect(page).ToHaveTitleAsync($"☎ {name} – ringing");
        await Expect(page.Locator("link[rel=icon]")).ToHaveAttributeAsync("href", "/icons/phone-ringing.png");
        var steps = new List<string>();
        while (steps.Count < 4)
        {
            steps.Add((await _host.Steps.NextAsync()).Step);
        }

        steps.Should().BeEquivalentTo("page", "notification", "title", "sound");
        await _host.SayAsync(call with { Phase = "ended", Version = 2 });
        await Expect(page).ToHaveTitleAsync("Desk");
        await Expect(page.Locator("link[rel=icon]")).ToHaveAttributeAsync("href", "/icons/phonepop.svg");
    }

    [Fact]
    public async Task Without_reduced_motion_the_title_takes_turns_with_the_pages_own()
    {
        var page = await OpenAsync();
        var name = Unique("Blinks");
        await _host.SayAsync(new PopCall("h:1") { Customer = new(1, name) });
        await Expect(page).ToHaveTitleAsync($"☎ {name} – ringing");
        await Expect(page).ToHaveTitleAsync("Desk");
        await Expect(page).ToHaveTitleAsync($"☎ {name} – ringing");
    }

    [Fact]
    public async Task A_ring_is_announced_once_with_the_name_and_not_again_with_each_change()
    {
        var page = await OpenAsync();
        await page.NoteAsync(".phonepop-say p");
        await page.HoldTimersAsync(700); // how long it waits for the name
        var name = Unique("Announced");
        await _host.SayAsync(new PopCall("i:1"));
        await _host.SayAsync(new PopCall("i:1") { Customer = new(1, name), Version = 2 });
        await Expect(Pop(page, "i:1").Locator(".phonepop-pop-who")).ToHaveTextAsync(name);
        await page.ReleaseTimersAsync();
        await _host.SayAsync(new PopCall("i:1") { Customer = new(1, name), Queue = "support", Version = 3 });
        await _host.SayAsync(new PopCall("i:2") { Customer = new(2, "Other") });
        await Expect(Pop(page, "i:2")).ToBeVisibleAsync();
        await page.ReleaseTimersAsync();
        (await page.EvaluateAsync<string[]>("noted")).Should().Equal($"Incoming call: {name}", "Incoming call: Other");
    }

    [Fact]
    public async Task The_language_of_pops_follows_the_settings_at_once()
    {
        var page = await OpenAsync();
        await _host.SayAsync(new PopCall("j:1") { Party = new("anonymous", "") });
        await Expect(Pop(page, "j:1").Locator(".phonepop-pop-who")).ToHaveTextAsync("Withheld number");
        await Expect(Pop(page, "j:1").Locator(".phonepop-pop-state")).ToHaveTextAsync("Ringing");
        await _host.SetAsync(new { language = "ru" });
        await Expect(Pop(page, "j:1").Locator(".phonepop-pop-state")).ToHaveTextAsync("Звонит");
        await Expect(Pop(page, "j:1").Locator(".phonepop-pop-who")).ToHaveTextAsync("Номер скрыт");
        await Expect(Pop(page, "j:1").GetByRole(AriaRole.Button)).ToHaveTextAsync(["Открыть карточку", "Скрыть"]);
    }

    [Fact]
    public async Task Of_seven_calls_five_pop_in_the_page_and_the_rest_are_summed_up()
    {
        var page = await OpenAsync();
        for (var i = 0; i < 7; i++)
        {
            await _host.SayAsync(new PopCall($"k:{i}") { Customer = new(i, $"Caller {i}"), StartedAt = DateTimeOffset.UnixEpoch.AddSeconds(i) });
        }

        await Expect(page.Locator(".phonepop-pop-more")).ToHaveTextAsync("2 more calls");
        await Expect(page.Locator("section.phonepop-pop")).ToHaveCountAsync(5);
        await Pop(page, "k:0").GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();
        await Expect(Pop(page, "k:5")).ToBeVisibleAsync();
        await Expect(page.Locator(".phonepop-pop-more")).ToHaveTextAsync("1 more call");
        await page.SetViewportSizeAsync(390, 844);
        await Pop(page, "k:1").GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();
        await Expect(page.Locator("section.phonepop-pop")).ToHaveCountAsync(2); // a phone's screen holds no more
    }

    [Fact]
    public async Task Offline_while_the_call_ends_and_back_it_rings_on_nowhere()
    {
        var page = await OpenAsync();
        var (gone, fresh) = (Unique("Gone"), Unique("Fresh"));
        await _host.SayAsync(new PopCall("l:1") { Customer = new(1, gone) });
        var notification = await desktop.Notifications.ShownAsync(gone, Cancellation);

        await _browser.SetOfflineAsync(true);
        _host.Remember(new PopCall("l:1", "ended"));
        _host.Remember(new PopCall("l:2") { Customer = new(2, fresh) });
        await Expect(Pop(page, "l:1")).ToBeVisibleAsync();

        await _browser.SetOfflineAsync(false);
        await desktop.Notifications.WithdrawnAsync(notification.Id, Cancellation);
        await desktop.Notifications.ShownAsync(fresh, Cancellation);
        await Expect(Pop(page, "l:1")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Without_a_connection_for_a_minute_no_ring_is_believed_and_a_dismissal_made_meanwhile_is_told_later()
    {
        var page = await _browser.NewPageAsync();
        await page.Clock.InstallAsync();
        await page.GotoAsync(_host.Origin + "/");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-phonepop-state", "leading");
        string first = Unique("Doubted"), second = Unique("Dismissed");
        await _host.SayAsync(new PopCall("m:1") { Customer = new(1, first) });
        await _host.SayAsync(new PopCall("m:2") { Customer = new(2, second) });
        var notification = await desktop.Notifications.ShownAsync(first, Cancellation);
        await desktop.Notifications.ShownAsync(second, Cancellation);

        _host.GoAway();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-phonepop-state", "reconnecting");
        await Pop(page, "m:2").GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();
        await page.Clock.FastForwardAsync(61_000);
        await Expect(Pop(page, "m:1")).ToHaveCountAsync(0);
        await desktop.Notifications.WithdrawnAsync(notification.Id, Cancellation);

        _host.ComeBack();
        await page.Clock.FastForwardAsync(40_000);
        await Expect(Pop(page, "m:1")).ToBeVisibleAsync(); // it does ring still
        (await _host.Dismissed.NextAsync()).Should().Be("m:2");
        await Expect(Pop(page, "m:2")).ToHaveCountAsync(0);
    }

    private async Task<IPage> OpenAsync()
    {
        var page = await _browser.NewPageAsync();
        await page.GotoAsync(_host.Origin + "/");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-phonepop-state", new Regex("leading|following"));
        return page;
    }

    private static string InHours(int hours) => TimeProvider.System.GetLocalNow().AddHours(hours).ToString("HH:mm", CultureInfo.InvariantCulture);

    private async Task StepAsync(string callId, string step)
    {
        while (await _host.Steps.NextAsync() != (callId, step))
        {
        }
    }

    private static async Task CountSoundsAsync(IPage page)
    {
        await page.EvaluateAsync("""
            () => {
              window.notes = 0;
              const make = AudioContext.prototype.createOscillator;
              AudioContext.prototype.createOscillator = function () { window.notes++; return make.call(this); };
            }
            """);
        await page.ClickAsync("h1");
    }

    private static Task<int> SoundsAsync(IPage page) => page.EvaluateAsync<int>("window.notes");

    private static ILocator Pop(IPage page, string callId) => page.Locator($"section[data-call-id='{callId}']");

    private static string Unique(string name) => $"{name} {Guid.NewGuid():n}";
}
