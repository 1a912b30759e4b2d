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

    [Fact]
    public async Task Each_step_of_the_ladder_is_known_by_the_first_browser_that_acknowledges_it()
    {
        await using var server = new LiveServer().Started();
        await using var anna = await HubListener.ConnectAsync(server, LiveServer.Key101);
        server.Pbx.CallChanged(Some.Call());
        await anna.NextAsync("CallChanged");

        await anna.Connection.InvokeAsync("ShownBy", CallId, "page", 40, TestContext.Current.CancellationToken);
        await anna.Connection.InvokeAsync("ShownBy", CallId, "notification", 60, TestContext.Current.CancellationToken);
        await anna.Connection.InvokeAsync("ShownBy", CallId, "page", 900, TestContext.Current.CancellationToken);

        WhyDto.Of(server.Get<LiveCallBoard>().Find(CallId)!).Steps.Select(s => (s.Step, s.Milliseconds))
            .Should().Equal((PopStep.Page, 40), (PopStep.Notification, 60), (PopStep.Title, null), (PopStep.Sound, null));
    }

    [Fact]
    public async Task From_PBX_to_screen_is_told_as_p50_and_p99_of_the_last_pops_by_API_and_metrics()
    {
        await using var server = new LiveServer().Started();
        await using var anna = await HubListener.ConnectAsync(server, LiveServer.Key101);
        server.Pbx.PbxChanged(Some.Pbx());
        server.Pbx.CallChanged(Some.Call());
        await anna.NextAsync("CallChanged");
        for (var i = 0; i < PopDelays.Window; i++)
        {
            server.Get<PopDelays>().Add("main", 10_000); // an hour ago
        }

        for (var i = 1; i <= PopDelays.Window; i++)
        {
            await anna.Connection.SendAsync("Shown", CallId, i, TestContext.Current.CancellationToken);
        }

        using var supervisor = server.Client(LiveServer.SupervisorKey);
        var pbxes = await Until.AnswerAsync(supervisor, "/api/v1/pbxes", p => p[0].GetProperty("popDelay").GetProperty("p99").GetDouble() < 10_000);
        pbxes[0].GetProperty("popDelay").ToString().Should().Be("""{"count":500,"p50":250,"p99":495}""");
        (await supervisor.GetStringAsync("/metrics", TestContext.Current.CancellationToken)).Should().MatchRegex("""phonepop_pop_delay_milliseconds\{[^}]*pbx="main"[^}]*quantile="0.99"[^}]*\} 495""");
    }
}
