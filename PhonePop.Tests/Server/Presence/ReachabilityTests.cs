using System.Net;
using System.Text.Json;
using AwesomeAssertions;
using Microsoft.AspNetCore.SignalR.Client;
using PhonePop.Server.Live;
using PhonePop.Server.Presence;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Presence;

/// <summary>Who can be reached, as browsers tell the hub and as supervisors ask.</summary>
public sealed class ReachabilityTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Blocked_notifications_are_red_and_a_test_that_arrives_after_they_are_allowed_is_green()
    {
        await using var server = Office().Started();
        using var supervisor = server.Client(LiveServer.SupervisorKey);
        (await ReachAsync(supervisor)).Should().Be(("red", "noPage"));

        await using var anna = await AtDeskAsync(server, LiveServer.Key101);
        (await ReachAsync(supervisor)).Should().Be(("amber", "silent"));
        await anna.Connection.InvokeAsync("Reach", "denied", Stop);
        (await ReachAsync(supervisor)).Should().Be(("red", "blocked"));
        await anna.Connection.InvokeAsync("Reach", "granted", Stop);
        (await ReachAsync(supervisor)).Should().Be(("amber", "unproven"), "allowed is not yet arrived");

        (await TestAsync(supervisor)).Should().Be(HttpStatusCode.Accepted);
        var id = (await anna.NextAsync("TestPop")).GetString();
        (await ReachAsync(supervisor)).Should().Be(("amber", "testing"));
        await anna.Connection.InvokeAsync("TestShown", id, "page", 20, Stop);
        (await ReachAsync(supervisor)).Should().Be(("amber", "pageOnly"));
        await anna.Connection.InvokeAsync("TestShown", id, "notification", 35, Stop);
        (await ReachAsync(supervisor)).Should().Be(("green", "proven"));
        await anna.Connection.InvokeAsync("TestShown", id, "title", 40, Stop);
        (await ReachAsync(supervisor)).Should().Be(("green", "proven"), "the notification says most");

        await anna.Connection.InvokeAsync("Reach", "denied", Stop);
        await anna.Connection.InvokeAsync("Reach", "granted", Stop);
        (await ReachAsync(supervisor)).Should().Be(("amber", "unproven"), "what was blocked since has to be proven anew");
    }

    [Fact]
    public async Task A_real_call_that_pops_proves_as_much_as_a_test()
    {
        await using var server = Office().Started();
        using var supervisor = server.Client(LiveServer.SupervisorKey);
        await using var anna = await AtDeskAsync(server, LiveServer.Key101);
        await anna.Connection.InvokeAsync("Reach", "granted", Stop);
        server.Pbx.CallChanged(Some.Call("101"));

        await anna.Connection.InvokeAsync("ShownBy", Some.Call("101").Id, "notification", 12, Stop);

        (await ReachAsync(supervisor)).Should().Be(("green", "proven"));
        server.Get<ReachBoard>().Find("main", "101")!.LastPop.Should().BeEquivalentTo(new { Step = PopStep.Notification, Milliseconds = 12d });
    }

    [Fact]
    public async Task A_test_goes_to_that_operators_browsers_alone_and_nobody_answers_for_another()
    {
        await using var server = Office().WithUser(1, "boris", "correct horse battery", "Operator", "102").Started();
        using var supervisor = server.Client(LiveServer.SupervisorKey);
        (await TestAsync(supervisor)).Should().Be(HttpStatusCode.Conflict, "no page is open");
        (await TestAsync(supervisor, "999")).Should().Be(HttpStatusCode.NotFound);
        await using var anna = await AtDeskAsync(server, LiveServer.Key101);
        await using var boris = await AtDeskAsync(server, LiveServer.Key102);

        await TestAsync(supervisor);
        var id = (await anna.NextAsync("TestPop")).GetString();
        await boris.Connection.InvokeAsync("TestShown", id, "notification", 5, Stop);

        server.Get<ReachBoard>().Find("main", "101")!.LastTest!.Proof.Should().BeNull();
        server.Get<ReachBoard>().Find("main", "102")!.LastTest.Should().BeNull();
        await TestAsync(supervisor, "102");
        (await boris.NextAsync("TestPop")).GetString().Should().NotBe(id, "Anna's test was never told to Boris");
    }

    private static LiveServer Office() => new LiveServer().WithUser(0, "anna", "correct horse battery", "Operator", "101");

    // Connected is not yet joined: a call of a method waits for that.
    private static async Task<HubListener> AtDeskAsync(LiveServer server, string key)
    {
        var listener = await HubListener.ConnectAsync(server, key);
        await listener.Connection.InvokeAsync("Resync", Stop);
        return listener;
    }

    private static async Task<(string? Level, string? Reason)> ReachAsync(HttpClient supervisor)
    {
        using var answer = JsonDocument.Parse(await supervisor.GetStringAsync("/api/v1/operators/reachability", Stop));
        var anna = answer.RootElement.EnumerateArray().Single(o => o.GetProperty("extension").GetString() == "101");
        return (anna.GetProperty("level").GetString(), anna.GetProperty("reason").GetString());
    }

    private static async Task<HttpStatusCode> TestAsync(HttpClient supervisor, string extension = "101") =>
        (await supervisor.PostAsync($"/api/v1/operators/main/{extension}/test-pop", null, Stop)).StatusCode;
}
