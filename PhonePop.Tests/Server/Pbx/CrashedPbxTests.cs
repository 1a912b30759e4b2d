using System.Globalization;
using AwesomeAssertions;
using PhonePop.Ami.Calls;
using PhonePop.Simulator.Pbx;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Pbx;

/// <summary>Asterisk dies in mid-call and numbers its channels from the beginning again, over real TCP.</summary>
public sealed class CrashedPbxTests
{
    [Theory]
    [InlineData(AsteriskRelease.Asterisk11)]
    [InlineData(AsteriskRelease.Asterisk22)]
    public async Task Calls_of_before_end_and_a_call_on_the_same_channel_names_is_a_new_one(AsteriskRelease asterisk)
    {
        await using var pbx = EmulatedPbx.Start(new EmulatedPbxOptions { Secret = "secret-of-this-test", Asterisk = asterisk });
        await using var server = new LiveServer().With("PhonePop:Pbxes:0:Port", pbx.Port.ToString(CultureInfo.InvariantCulture)).With("PhonePop:Pbxes:0:Secret", "secret-of-this-test").Watching().Started();
        await server.PbxAsync(p => p.State == PbxState.Connected);
        pbx.Inbound("79161234567", "", "74951230101", "101").Answer("101");
        var before = await server.CallAsync("101", c => c.Phase == CallPhase.Talking);

        // The same customer calls the same phone at once: only the Uniqueid tells that it is another call.
        var ended = server.CallChangeAsync(c => c.Call.Id == before.Id && c.Call.IsFinal);
        pbx.Crash();
        pbx.Inbound("79161234567", "", "74951230101", "101");

        var after = await server.CallAsync("101", c => c.Phase == CallPhase.Ringing && !c.Uncertain);
        after.Id.Should().NotBe(before.Id);
        after.StartedAt.Should().BeOnOrAfter(before.StartedAt);
        after.AnsweredAt.Should().BeNull();
        (await ended).Call.Should().Match<Call>(c => c.Outcome == CallOutcome.Answered && c.AnsweredAt == before.AnsweredAt);

        pbx.Calls.Single().Answer("101");
        await server.CallAsync("101", c => c.Id == after.Id && c.Phase == CallPhase.Talking);
        pbx.Calls.Single().HangUp();
        await server.CallsAsync(c => c.Count == 0);
        using var client = server.Client(LiveServer.SupervisorKey);
        var history = await Until.AnswerAsync(client, "/api/v1/calls/history", a => a.GetProperty("total").GetInt32() == 2);
        history.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()).Should().Equal(after.Id, before.Id);
    }
}
