using AwesomeAssertions;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Simulator.Pbx;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Simulator;

public class FaultsTests
{
    [Fact]
    public async Task Login_is_refused_on_request_and_the_connection_closed()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" });
        pbx.Faults.RefuseLogins = true;
        using var client = await RawAmiClient.ConnectAsync(pbx.Port);
        await client.LineAsync();

        (await client.AskAsync("Login", "Username: phonepop", "Secret: s"))["Message"].Should().Be("Authentication failed");
        (await client.RestAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Dropped_client_can_log_in_again_while_calls_go_on()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" });
        using var dropped = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");
        pbx.Inbound("79161234567", "", "74951230101", "101");

        pbx.DropClients();
        await dropped.RestAsync();
        using var again = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");

        (await again.ListAsync("CoreShowChannels")).Should().HaveCount(2);
    }

    [Fact]
    public async Task Connection_is_dropped_after_so_many_bytes_in_the_middle_of_a_message()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" });
        using var client = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");
        await client.AskAsync("Ping");
        var before = client.Received.Length;

        pbx.Faults.DropAfter(700);
        pbx.Inbound("79161234567", "", "74951230101", "101");
        await client.RestAsync();
        using var again = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");

        client.Received.Length.Should().Be(before + 700);
        (await again.AskAsync("Ping"))["Ping"].Should().Be("Pong", "it drops once");
    }

    [Fact]
    public async Task Cut_messages_arrive_complete()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" });
        pbx.Faults.CutSeed = 3;
        using var client = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");

        pbx.Inbound("79161234567", "", "74951230101", "101").HangUp();
        var events = await client.UntilAsync(m => m["Event"] == "Hangup" && m["CallerIDNum"] == "79161234567");

        events.Select(m => m["Event"]).Should().ContainInOrder("Newchannel", "DialBegin", "Newstate", "DialState", "DialEnd", "Hangup", "Hangup");
    }

    [Fact]
    public async Task Refused_action_costs_the_action_only()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" });
        pbx.Faults.Refuse("CoreShowChannels");
        using var client = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");

        var refused = await client.AskAsync("CoreShowChannels");
        pbx.Faults.Allow("coreshowchannels");

        refused["Message"].Should().Be("Permission denied");
        (await client.AskAsync("CoreShowChannels"))["Response"].Should().Be("Success");
        (await client.AskAsync("Nonsense"))["Message"].Should().Be("Invalid/unknown command");
    }

    [Fact]
    public async Task Silent_server_keeps_the_connection_and_says_nothing()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" });
        using var client = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");
        await client.AskAsync("Ping");
        var before = client.Received.Length;

        pbx.Faults.Silent = true;
        await client.SendAsync("Action: Ping", "ActionID: lost");
        await client.SendAsync("Action: Logoff"); // the goodbye is swallowed too
        await client.RestAsync();

        client.Received.Length.Should().Be(before);
    }

    [Fact]
    public async Task Slow_answers_come_when_their_time_has_come()
    {
        var clock = new FakeTimeProvider();
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" }, clock);
        using var client = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");
        await client.AskAsync("Ping");
        pbx.Faults.AnswerDelay = TimeSpan.FromSeconds(5);

        var asking = client.AskAsync("Ping");
        pbx.Inbound("79161234567", "", "74951230101", "101");
        while (!asking.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1)); // the server's timer may not be set yet, so until it was
            await Until.NextLookAsync();
        }

        (await asking)["Ping"].Should().Be("Pong");
        (clock.GetUtcNow() - clock.Start).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Client_that_does_not_read_is_disconnected_and_the_others_hear_on()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s", ClientQueueLength = 50 });
        using var deaf = await RawAmiClient.LoginAsync(pbx.Port, secret: "s", events: "off");
        using var reads = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");
        await deaf.AskAsync("Events", "EventMask: on");
        var name = new string('x', 10_000); // fills a socket's buffers soon

        for (var i = 0; i < 40; i++)
        {
            pbx.Inbound("79161234567", name, "74951230101", "101").HangUp();
            await reads.AskAsync("Ping"); // has read everything before the answer
        }

        pbx.Inbound("last", "", "74951230101", "101");

        (await reads.UntilAsync(m => m["CallerIDNum"] == "last"))[^1]["Event"].Should().Be("Newchannel");
        (await deaf.UntilAsync(_ => false)).Should().NotContain(m => m["CallerIDNum"] == "last", "its connection ended long before");
    }
}
