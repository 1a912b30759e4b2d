using AwesomeAssertions;
using PhonePop.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PhonePop.Tests.EndToEnd;

/// <summary>A page that has just been loaded shows what rings: whatever the browser does with the service worker meanwhile, and whatever has become of the tab in charge.</summary>
public sealed partial class PopTests
{
    [Fact]
    public async Task A_page_that_is_loaded_anew_pops_while_the_browser_looks_for_a_newer_worker()
    {
        var page = await OpenAsync();
        _host.HoldWorker();
        await page.EvaluateAsync("navigator.serviceWorker.ready.then(worker => { worker.update().catch(() => { }); })");
        await _host.WorkerAskedAsync();
        var name = Unique("Reloaded");
        _host.Remember(new PopCall("ld:1") { Customer = new(1, name) });

        for (var load = 0; load < 3; load++)
        {
            await page.ReloadAsync();
            await Expect(Pop(page, "ld:1")).ToBeVisibleAsync();
        }

        await desktop.Notifications.ShownAsync(name, Cancellation);
        desktop.Notifications.All(name).Should().ContainSingle("the page that was there before has shown it, too");
    }

    [Fact]
    public async Task The_very_first_page_pops_before_it_has_a_worker_and_notifies_when_it_has_one()
    {
        string name = Unique("First ever"), next = Unique("Next");
        _host.HoldWorker();
        _host.Remember(new PopCall("ld:2") { Customer = new(2, name) });
        var page = await OpenAsync();
        await Expect(Pop(page, "ld:2")).ToBeVisibleAsync();
        await _host.WorkerAskedAsync();
        desktop.Notifications.All(name).Should().BeEmpty();

        _host.ReleaseWorker();
        await desktop.Notifications.ShownAsync(name, Cancellation);
        await _host.SayAsync(new PopCall("ld:3") { Customer = new(3, next) });
        await desktop.Notifications.ShownAsync(next, Cancellation);
        desktop.Notifications.All(name).Should().ContainSingle();
    }

    [Fact]
    public async Task After_the_computer_has_slept_a_page_asks_what_rings_though_its_connection_seems_well()
    {
        var page = await OpenAsync();
        _host.Remember(new PopCall("ld:4") { Customer = new(4, Unique("Slept")) }); // nobody tells: what was said meanwhile is lost
        await page.EvaluateAsync("(() => { const now = Date.now; Date.now = () => now() + 3600000; })()");
        await Expect(Pop(page, "ld:4")).ToBeVisibleAsync();
    }
}
