using AwesomeAssertions;
using PhonePop.Simulator.Pbx;

namespace PhonePop.Tests.Simulator;

public sealed class RebootTests
{
    [Fact]
    public async Task Crash_says_nothing_and_afterwards_names_repeat_but_no_Uniqueid_does()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" });
        var call = pbx.Inbound("79160000001", "", "74951230101", "101");
        using var before = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");
        var first = await before.ListAsync("CoreShowChannels");

        pbx.Crash();
        var last = await before.UntilAsync(_ => false);
        using var after = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");
        var empty = await after.ListAsync("CoreShowChannels", "empty");
        pbx.Inbound("79160000002", "", "74951230101", "101");
        var second = await after.ListAsync("CoreShowChannels");

        last.Should().NotContain(m => m["Event"] == "Hangup" || m["Event"] == "Shutdown");
        call.IsOver.Should().BeTrue();
        empty.Should().BeEmpty();
        second.Select(r => r["Channel"]).Should().Equal(first.Select(r => r["Channel"]));
        second.Select(r => r["Uniqueid"]).Should().NotIntersectWith(first.Select(r => r["Uniqueid"]));
    }

    [Fact]
    public async Task Restart_says_so_closes_and_begins_anew()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" });
        pbx.EnterQueue("79160000001", "", "74951230200", "support");
        using var before = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");

        pbx.Restart();
        var last = await before.UntilAsync(_ => false);
        using var after = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");
        var booted = await after.UntilAsync(m => m["Event"] == "FullyBooted");

        last[^1]["Event"].Should().Be("Shutdown");
        booted[^1]["Uptime"].Should().Be("0");
        (await after.ListAsync("CoreShowChannels")).Should().BeEmpty();
        (await after.ListAsync("QueueStatus", "queues")).Should().NotContain(m => m["Event"] == "QueueEntry");
        pbx.Calls.Should().BeEmpty();
        pbx.Truth().Should().BeEmpty();
    }
}
