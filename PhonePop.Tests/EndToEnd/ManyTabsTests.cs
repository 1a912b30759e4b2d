using AwesomeAssertions;
using Microsoft.Playwright;
using PhonePop.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PhonePop.Tests.EndToEnd;

/// <summary>Thirty tabs of one operator in one browser: one connection, one notification for a call, and each tab shows it.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class ManyTabsTests(DesktopFixture desktop)
{
    private const int Tabs = 30;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Thirty_tabs_have_one_leader_and_one_notification_for_a_call_and_the_next_one_leads_when_that_one_is_closed()
    {
        await using var host = await PopHost.StartAsync();
        var browser = await desktop.StartAsync();
        await browser.GrantPermissionsAsync(["notifications"], new() { Origin = host.Origin });
        var tabs = new List<IPage>();
        while (tabs.Count < Tabs)
        {
            var tab = await browser.NewPageAsync();
            await tab.GotoAsync(host.Origin);
            tabs.Add(tab);
        }

        try
        {
            await EachAsync(tabs, "html[data-phonepop-state=leading], html[data-phonepop-state=following]");
            await RingsAsync(host, "t:1", tabs);
            var leader = await LeaderAsync(tabs);

            tabs.Remove(leader);
            await leader.CloseAsync();

            await Until.TrueAsync(() => host.Connections == 1);
            await EachAsync(tabs, "html[data-phonepop-state=leading], html[data-phonepop-state=following]");
            await RingsAsync(host, "t:2", tabs);
            (await LeaderAsync(tabs)).Should().NotBe(leader);
        }
        finally
        {
            await Task.WhenAll(tabs.Select(t => t.CloseAsync()));
        }
    }

    // A call, in every tab and once on the desktop, until it ends.
    private async Task RingsAsync(PopHost host, string id, List<IPage> tabs)
    {
        var name = $"{id} {Guid.NewGuid():n}";
        var call = new PopCall(id) { Customer = new(1, name) };
        await host.SayAsync(call);
        var notification = await desktop.Notifications.ShownAsync(name, Stop);
        await EachAsync(tabs, $"[data-call-id='{id}']");
        await Until.TrueAsync(() => host.Connections == 1); // one that has gone is counted for another moment

        await host.SayAsync(call with { Phase = "ended", Version = 2 });
        await desktop.Notifications.WithdrawnAsync(notification.Id, Stop);
        desktop.Notifications.All(name).Should().ContainSingle("thirty tabs are one operator");
    }

    private static async Task EachAsync(List<IPage> tabs, string selector)
    {
        foreach (var tab in tabs)
        {
            await Expect(tab.Locator(selector)).ToHaveCountAsync(1);
        }
    }

    private static async Task<IPage> LeaderAsync(List<IPage> tabs)
    {
        var leading = new List<IPage>();
        foreach (var tab in tabs)
        {
            if (await tab.Locator("html[data-phonepop-state=leading]").CountAsync() == 1)
            {
                leading.Add(tab);
            }
        }

        return leading.Should().ContainSingle().Subject;
    }
}
