using System.Net;
using System.Text.Json;
using AwesomeAssertions;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Server.Live;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Hubs;

public sealed class PhoneHubTests
{
    [Fact]
    public async Task Operator_gets_the_own_calls_and_nothing_of_a_colleague()
    {
        await using var server = new LiveServer().Started();
        await using var anna = await HubListener.ConnectAsync(server, LiveServer.Key101);
        (await anna.NextAsync("Snapshot")).GetArrayLength().Should().Be(0);

        server.Pbx.CallChanged(Some.Call("102", id: "main:1.1:102"));
        server.Pbx.CallChanged(Some.Call("101", id: "main:2.1:101"));

        (await anna.CallsUntilAsync("main:2.1:101")).Should().Equal("main:2.1:101");
    }

    [Fact]
    public async Task Supervisor_gets_all_calls_conversations_and_pbxs()
    {
        await using var server = new LiveServer().Started();
        await using var supervisor = await HubListener.ConnectAsync(server, LiveServer.SupervisorKey);

        server.Pbx.CallChanged(Some.Call("102", id: "main:1.1:102"));
        server.Pbx.CallChanged(Some.Call("101", id: "main:2.1:101"));
        (await supervisor.CallsUntilAsync("main:2.1:101")).Should().Contain("main:1.1:102");

        server.Pbx.ConversationChanged(Some.Conversation());
        (await supervisor.NextAsync("ConversationChanged")).GetProperty("participants").GetArrayLength().Should().Be(2);

        server.Pbx.PbxChanged(Some.Pbx());
        (await supervisor.NextAsync("PbxChanged")).GetProperty("state").GetString().Should().Be("connected");
    }

    [Fact]
    public async Task Who_connects_in_mid_call_gets_it_in_the_snapshot()
    {
        await using var server = new LiveServer().Started();
        server.Pbx.CallChanged(Some.Call("101"));
        server.Pbx.CallChanged(Some.Call("102", id: "main:9.9:102"));

        await using var anna = await HubListener.ConnectAsync(server, LiveServer.Key101);

        var snapshot = await anna.NextAsync("Snapshot");
        snapshot.EnumerateArray().Select(c => c.GetProperty("extension").GetString()).Should().Equal("101");
    }

    [Fact]
    public async Task A_consultation_names_the_customer_whom_the_colleague_talked_to_and_a_line_is_written_for_people()
    {
        await using var server = new LiveServer().Started();
        await server.Get<CustomerStore>().CreateAsync(new CustomerEdit { Name = "Ada", Numbers = [new CustomerNumberEdit("+79161234567")] }, TestContext.Current.CancellationToken);
        await using var supervisor = await HubListener.ConnectAsync(server, LiveServer.SupervisorKey);
        var first = Some.Call("102") with { Queue = null, Did = "74951230101" };
        server.Pbx.CallChanged(first);
        JsonElement call;
        do
        {
            call = await supervisor.NextAsync("CallChanged");
        }
        while (!call.GetProperty("lookedUp").GetBoolean());

        call.GetProperty("didDisplay").GetString().Should().Be("+7 495 123-01-01");

        server.Pbx.CallChanged(Some.Call("101", "102", "main:2.1:101") with { Party = new CallParty(PartyKind.Internal, "102"), ConsultFor = first.Party });
        call = await supervisor.NextAsync("CallChanged");
        call.GetProperty("consultForCustomer").GetProperty("name").GetString().Should().Be("Ada");
        call.GetProperty("consultFor").GetProperty("display").GetString().Should().Be("+7 916 123-45-67");
    }

    [Fact]
    public async Task Change_has_the_fields_of_the_contract()
    {
        await using var server = new LiveServer().Started();
        await using var anna = await HubListener.ConnectAsync(server, LiveServer.Key101);

        server.Pbx.CallChanged(Some.Call("101") with { ReceivedAt = TimeProvider.System.GetTimestamp(), WaitingSince = Some.Time, TransferredFrom = "100" });

        var call = await anna.NextAsync("CallChanged");
        call.GetProperty("id").GetString().Should().Be("main:1764000000.12:101");
        call.GetProperty("version").GetInt64().Should().BeInRange(1, 2, "the look-up may have answered before the hub got to it");
        call.GetProperty("phase").GetString().Should().Be("ringing");
        call.GetProperty("direction").GetString().Should().Be("inbound");
        call.GetProperty("party").GetProperty("e164").GetString().Should().Be("+79161234567");
        call.GetProperty("party").GetProperty("kind").GetString().Should().Be("external");
        call.GetProperty("startedAt").GetString().Should().Be("2026-11-24T10:00:00Z");
        call.GetProperty("url").GetString().Should().Be("/go/main:1764000000.12:101");
        call.GetProperty("ageMs").GetInt64().Should().BeInRange(0, 20_000);
        call.GetProperty("waitedSeconds").GetInt32().Should().BePositive();
        call.GetProperty("customer").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no-such-key-anywhere")]
    public async Task Without_a_valid_key_there_is_no_connection(string? key)
    {
        await using var server = new LiveServer().Started();
        await using var hub = server.Hub(key);

        var connect = () => hub.StartAsync(TestContext.Current.CancellationToken);

        (await connect.Should().ThrowAsync<HttpRequestException>()).Which.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Dismissed_call_is_dismissed_for_all_browsers_of_the_operator()
    {
        await using var server = new LiveServer().Started();
        await using var desk = await HubListener.ConnectAsync(server, LiveServer.Key101);
        await using var laptop = await HubListener.ConnectAsync(server, LiveServer.Key101);
        server.Pbx.CallChanged(Some.Call("101"));
        await laptop.NextAsync("CallChanged");

        await desk.Connection.InvokeAsync("Dismiss", "main:1764000000.12:101", TestContext.Current.CancellationToken);

        await DismissedAsync(laptop);
        server.Pbx.CallChanged(Some.Call("101").Answered());
        server.Get<LiveCallBoard>().Find("main:1764000000.12:101")!.Dismissed.Should().BeTrue("an answer does not bring a closed pop back");
    }

    [Fact]
    public async Task Nobody_dismisses_a_colleagues_pop()
    {
        await using var server = new LiveServer().Started();
        server.Pbx.CallChanged(Some.Call("102", id: "main:1.1:102"));
        await using var anna = await HubListener.ConnectAsync(server, LiveServer.Key101);
        await using var supervisor = await HubListener.ConnectAsync(server, LiveServer.SupervisorKey);

        var dismiss = () => anna.Connection.InvokeAsync("Dismiss", "main:1.1:102", TestContext.Current.CancellationToken);
        await dismiss.Should().ThrowAsync<HubException>();
        await supervisor.Connection.InvokeAsync("Dismiss", "main:1.1:102", TestContext.Current.CancellationToken);

        server.Get<LiveCallBoard>().Find("main:1.1:102")!.Dismissed.Should().BeFalse();
    }

    [Fact]
    public async Task A_service_worker_without_a_page_dismisses_by_HTTP_its_own_operators_calls_alone()
    {
        await using var server = new LiveServer().Started();
        server.Pbx.CallChanged(Some.Call("101"));
        await using var laptop = await HubListener.ConnectAsync(server, LiveServer.Key101);
        using var anna = server.Client(LiveServer.Key101);
        using var boris = server.Client(LiveServer.Key102);

        (await boris.PostAsync("/api/v1/calls/main:1764000000.12:101/dismiss", null, TestContext.Current.CancellationToken)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        server.Get<LiveCallBoard>().Find("main:1764000000.12:101")!.Dismissed.Should().BeFalse();
        (await anna.PostAsync("/api/v1/calls/main:1764000000.12:101/dismiss", null, TestContext.Current.CancellationToken)).StatusCode.Should().Be(HttpStatusCode.NoContent);

        await DismissedAsync(laptop);
        await using var later = await HubListener.ConnectAsync(server, LiveServer.Key101);
        (await later.NextAsync("Snapshot"))[0].GetProperty("dismissed").GetBoolean().Should().BeTrue("a browser that connects later pops nothing either");
    }

    // What the look-up says may come before.
    private static async Task DismissedAsync(HubListener browser)
    {
        while (!(await browser.NextAsync("CallChanged")).GetProperty("dismissed").GetBoolean())
        {
        }
    }

    [Fact]
    public async Task A_card_opened_in_one_browser_is_told_to_the_users_others_and_to_nobody_else()
    {
        await using var server = new LiveServer().Started();
        server.Pbx.CallChanged(Some.Call("101"));
        await using var desk = await HubListener.ConnectAsync(server, LiveServer.Key101);
        await using var laptop = await HubListener.ConnectAsync(server, LiveServer.Key101);
        await using var boris = await HubListener.ConnectAsync(server, LiveServer.Key102);
        await laptop.NextAsync("Snapshot");

        await desk.Connection.InvokeAsync("Opened", "main:1764000000.12:101", TestContext.Current.CancellationToken);

        (await laptop.NextAsync("Opened")).GetString().Should().Be("main:1764000000.12:101");
        var foreign = () => boris.Connection.InvokeAsync("Opened", "main:1764000000.12:101", TestContext.Current.CancellationToken);
        await foreign.Should().ThrowAsync<HubException>();
    }
}
