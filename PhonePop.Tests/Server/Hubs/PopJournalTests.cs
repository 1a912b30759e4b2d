using AwesomeAssertions;
using Microsoft.AspNetCore.SignalR.Client;
using PhonePop.Server.Live;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Hubs;

public sealed class PopJournalTests
{
    private const string CallId = "main:1764000000.12:101";

    [Fact]
    public async Task A_call_is_pushed_when_the_hub_sends_it_and_shown_when_its_own_operators_browser_says_so()
    {
        await using var server = new LiveServer().Started();
        await using var anna = await HubListener.ConnectAsync(server, LiveServer.Key101);
        await using var supervisor = await HubListener.ConnectAsync(server, LiveServer.SupervisorKey);
        server.Pbx.CallChanged(Some.Call());
        await anna.NextAsync("CallChanged");
        var journal = server.Get<PopJournal>();

        await supervisor.Connection.InvokeAsync("Shown", CallId, 12, TestContext.Current.CancellationToken);
        await Until.TrueAsync(() => journal.Find(CallId)?.PushedAt is not null);
        journal.Find(CallId)!.ShownAt.Should().BeNull("a supervisor's list is not the operator's screen");

        await anna.Connection.InvokeAsync("Shown", CallId, 43, TestContext.Current.CancellationToken);
        journal.Find(CallId)!.ShownAfterMs.Should().Be(43);
    }

    [Fact]
    public async Task Who_is_connected_is_counted_by_seat_and_forgotten_with_the_connection()
    {
        await using var server = new LiveServer().Started();
        var presence = server.Get<HubPresence>();
        await using var desk = await HubListener.ConnectAsync(server, LiveServer.Key101);
        await using var supervisor = await HubListener.ConnectAsync(server, LiveServer.SupervisorKey);
        await desk.NextAsync("Snapshot");
        await supervisor.NextAsync("Snapshot");
        await Until.TrueAsync(() => presence.Count("main", "101") == 1);
        presence.Count("main", "102").Should().Be(0);

        await desk.Connection.StopAsync(TestContext.Current.CancellationToken);

        await Until.TrueAsync(() => presence.Count("main", "101") == 0);
    }
}
