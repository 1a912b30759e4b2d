using System.Text;
using AwesomeAssertions;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Simulator.Pbx;

namespace PhonePop.Tests.Simulator;

/// <summary>What faults do to events and lists. Answers and rows stay whole and in order whatever happens.</summary>
public sealed class MessageFaultsTests
{
    [Fact]
    public async Task Lost_events_never_arrive_but_answers_and_rows_all_do()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" });
        using var client = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");
        pbx.Faults.Lost = 1;

        var call = pbx.Inbound("79161234567", "", "74951230101", "101");
        var rows = await client.ListAsync("CoreShowChannels");
        pbx.Faults.Lost = 0;
        call.HangUp();
        var events = await client.UntilAsync(m => m["Event"] == "Hangup");

        rows.Should().HaveCount(2);
        events.Select(m => m["Event"]).Should().NotContain("Newchannel").And.Contain("HangupRequest", "it can be changed while it runs");
    }

    [Fact]
    public async Task The_same_seed_loses_the_same_events()
    {
        var first = await ReceivedAsync(seed: 7);

        (await ReceivedAsync(seed: 7)).Should().Equal(first);
        (await ReceivedAsync(seed: 8)).Should().NotEqual(first);
        (await ReceivedAsync(seed: null)).Count.Should().BeGreaterThan(first.Count);

        static async Task<List<string>> ReceivedAsync(int? seed)
        {
            await using var pbx = EmulatedPbx.Start(new() { Secret = "s" });
            using var client = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");
            (pbx.Faults.Lost, pbx.Faults.Seed) = (seed is null ? 0 : 0.3, seed ?? 1);
            pbx.Inbound("79161234567", "", "74951230101", "101", "102", "103").HangUp();
            pbx.Mark(1);
            return [.. (await client.UntilAsync(m => m["Mark"] == "1")).Select(m => $"{m["Event"]} {m["Channel"]}")];
        }
    }

    [Fact]
    public async Task Doubled_events_arrive_twice()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" });
        using var client = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");
        pbx.Faults.Doubled = 1;

        pbx.Inbound("79161234567", "", "74951230101", "101").HangUp();
        pbx.Mark(1);
        var events = await client.UntilAsync(m => m["Mark"] == "1");

        events.Count(m => m["Event"] == "Hangup").Should().Be(4);
        events.Count(m => m["Event"] == "Newchannel").Should().Be(4);
    }

    [Fact]
    public async Task Delayed_events_are_overtaken_and_come_at_the_latest_when_their_time_is_over()
    {
        var clock = new FakeTimeProvider();
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" }, clock);
        using var client = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");
        (pbx.Faults.Delayed, pbx.Faults.Overtakers) = (0.5, 1_000);

        pbx.Inbound("79161234567", "", "74951230101", "101").HangUp();
        await client.AskAsync("Ping");
        var early = Encoding.UTF8.GetString(client.Received);
        clock.Advance(pbx.Faults.EventDelay);
        pbx.Mark(1);
        await client.UntilAsync(m => m["Mark"] == "1");
        var all = Events(client);

        Events(early).Count.Should().BeLessThan(all.Count - 1);
        all.Should().NotContainInOrder(InOrder, "some were overtaken");
        all.Should().Contain(InOrder, "none is lost").And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Events_come_between_the_rows_of_a_list()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" }, new FakeTimeProvider());
        pbx.Inbound("79160000001", "", "74951230101", "101", "102", "103");
        using var client = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");
        pbx.Faults.InterleaveLists = true;

        await client.SendAsync("Action: CoreShowChannels", "ActionID: list");
        await client.UntilAsync(m => m["EventList"] == "start");
        pbx.Inbound("79160000002", "", "74951230101", "101");
        pbx.Mark(1);
        var messages = await client.UntilAsync(m => m["Mark"] == "1");

        var rows = messages.Index().Where(m => m.Item["ActionID"] == "list").ToList();
        rows.Should().HaveCount(5, "four channels were there when it was asked for");
        rows[^1].Item["EventList"].Should().Be("Complete");
        messages.Take(rows[^1].Index).Should().Contain(m => m["Event"] == "Newchannel");
    }

    [Fact]
    public async Task Slow_list_says_how_it_was_when_it_was_asked_for()
    {
        var clock = new FakeTimeProvider();
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" }, clock);
        var call = pbx.Inbound("79160000001", "", "74951230101", "101");
        using var client = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");
        pbx.Faults.ListDelay = TimeSpan.FromSeconds(20);

        await client.SendAsync("Action: CoreShowChannels", "ActionID: list");
        await client.UntilAsync(m => m["EventList"] == "start");
        call.HangUp();
        var before = await client.UntilAsync(m => m["Event"] == "Hangup" && m["CallerIDNum"] == "79160000001");
        clock.Advance(TimeSpan.FromSeconds(20));
        var after = await client.UntilAsync(m => m["EventList"] == "Complete");

        before.Should().NotContain(m => m["ActionID"] == "list");
        after.Count(m => m["Event"] == "CoreShowChannel").Should().Be(2);
    }

    [Fact]
    public async Task List_that_never_ends_costs_nothing_else()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" });
        pbx.Inbound("79160000001", "", "74951230101", "101");
        using var client = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");
        pbx.Faults.NeverFinishLists = true;

        await client.SendAsync("Action: CoreShowChannels", "ActionID: list");
        await client.SendAsync("Action: Ping", "ActionID: ping");
        var messages = await client.UntilAsync(m => m["ActionID"] == "ping");

        messages.Count(m => m["Event"] == "CoreShowChannel").Should().Be(2);
        messages.Should().NotContain(m => m["EventList"] == "Complete");
    }

    [Fact]
    public async Task Garbage_comes_between_messages_and_spoils_none()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" });
        using var client = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");
        await client.AskAsync("Ping");
        var before = client.Received.Length;
        pbx.Faults.Garbage = 1;

        pbx.Inbound("79161234567", "", "74951230101", "101").HangUp();
        pbx.Mark(1);
        await client.UntilAsync(m => m["Mark"] == "1");
        var text = Encoding.Latin1.GetString(client.Received)[before..];

        Events(text).Should().ContainInOrder(InOrder);
        text.Should().MatchRegex("Verbosity|WARNING|a value without a key|nobody-asked");
    }

    [Fact]
    public async Task Who_logs_in_after_a_mark_gets_it_too()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" });
        using var early = await RawAmiClient.ConnectAsync(pbx.Port);
        await early.LineAsync();

        pbx.Mark(7);
        await early.SendAsync("Action: Login", "Username: phonepop", "Secret: s");

        (await early.UntilAsync(m => m["Mark"] == "7")).Should().NotBeEmpty();
    }

    private static readonly string[] InOrder =
        ["Newchannel PJSIP/trunk-msk-00000000", "Newchannel PJSIP/101-00000001", "DialBegin PJSIP/trunk-msk-00000000", "DialEnd PJSIP/trunk-msk-00000000", "Hangup PJSIP/101-00000001", "Hangup PJSIP/trunk-msk-00000000"];

    private static List<string> Events(RawAmiClient client) => Events(Encoding.UTF8.GetString(client.Received));

    // Of those that come once in a call.
    private static List<string> Events(string text) =>
        [.. text.Split("Event: ").Skip(1).Select(m => $"{m[..m.IndexOf('\r', StringComparison.Ordinal)]} {After(m, "\r\nChannel: ")}").Where(e => InOrder.Contains(e))];

    private static string After(string text, string key) =>
        text.IndexOf(key, StringComparison.Ordinal) is >= 0 and var at ? text[(at + key.Length)..text.IndexOf('\r', at + key.Length)] : "";
}
