using System.Text.RegularExpressions;
using AwesomeAssertions;
using Microsoft.Playwright;
using PhonePop.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PhonePop.Tests.EndToEnd;

/// <summary>How many tabs, users and calls there may be: each call is told once, to whom it rings.</summary>
public sealed partial class PopTests
{
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
}
