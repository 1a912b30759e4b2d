using System.Text.RegularExpressions;
using AwesomeAssertions;
using Microsoft.Playwright;
using PhonePop.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PhonePop.Tests.EndToEnd;

/// <summary>How a pop goes: answered, dismissed, ended unseen.</summary>
public sealed partial class PopTests
{
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
}
