using System.Globalization;
using AwesomeAssertions;
using PhonePop.Ami.Calls;
using PhonePop.Server.Live;
using PhonePop.Simulator.Pbx;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Pbx;

/// <summary>The whole way with a PBX that filters events by name, and with one that does not let us: the same calls.</summary>
public sealed class FilteredEventsTests
{
    private const string Secret = "secret-of-this-test";

    [Theory]
    [InlineData(AsteriskRelease.Asterisk11)]
    [InlineData(AsteriskRelease.Asterisk13)]
    [InlineData(AsteriskRelease.Asterisk22)]
    public async Task A_call_through_queue_and_transfer_is_right_and_less_comes(AsteriskRelease asterisk)
    {
        var plain = await PlayAsync(asterisk, mayFilter: false);
        var filtered = await PlayAsync(asterisk, mayFilter: true);

        plain.Terms!.Filters.Should().Be(PbxFilters.NotAllowed);
        filtered.Terms!.Filters.Should().Be(PbxFilters.Set);
        filtered.Terms.FilterCount.Should().BeGreaterThan(20);
        filtered.Terms.AllowedActions.Should().Contain("Filter").And.NotContain("Originate");
        plain.Traffic.Skipped.Should().BeGreaterThan(filtered.Traffic.Skipped);
    }

    private static async Task<PbxStatus> PlayAsync(AsteriskRelease asterisk, bool mayFilter)
    {
        await using var pbx = EmulatedPbx.Start(new EmulatedPbxOptions { Secret = Secret, Asterisk = asterisk, EventWhenCalled = true, MemberEvents = true, MayFilter = mayFilter });
        await using var server = new LiveServer().With("PhonePop:Pbxes:0:Port", pbx.Port.ToString(CultureInfo.InvariantCulture)).With("PhonePop:Pbxes:0:Secret", Secret)
            .With("PhonePop:Pbxes:0:FilterEvents", "true").Watching().Started();
        await server.PbxAsync(p => p.State == PbxState.Connected);

        var call = pbx.EnterQueue("79161234567", "IVANOV", "74951230101", "support");
        await server.CallsAsync(c => c.Count == 3 && c.All(x => x.Call.Phase == CallPhase.Ringing));
        call.Answer("101");
        await server.CallAsync("101", c => c.Phase == CallPhase.Talking);
        await server.CallsAsync(c => c.Count == 1);
        call.BlindTransfer("101", "102");
        await server.CallAsync("102", c => c is { Phase: CallPhase.Ringing, TransferredFrom: "101" });
        call.Answer("102");
        await server.CallAsync("102", c => c.Phase == CallPhase.Talking);
        call.HangUp();
        await server.CallsAsync(c => c.Count == 0);

        using var client = server.Client(LiveServer.SupervisorKey);
        var told = await Until.AnswerAsync(client, "/api/v1/pbxes", pbxes => pbxes[0].GetProperty("traffic").GetProperty("read").GetInt64() > 30);
        told[0].GetProperty("terms").GetProperty("eventMask").GetString().Should().Be("system,call,agent");
        var status = server.Get<PbxBoard>().Find("main")!;
        status.Repairs.Should().BeEmpty("no event that was needed was kept back");
        return status;
    }
}
