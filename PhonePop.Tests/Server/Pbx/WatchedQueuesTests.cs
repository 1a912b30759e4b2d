using System.Globalization;
using AwesomeAssertions;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Queues;
using PhonePop.Server.Live;
using PhonePop.Simulator.Pbx;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Pbx;

/// <summary>Members of queues, as an emulated PBX tells them over real TCP.</summary>
public sealed class WatchedQueuesTests
{
    [Theory]
    [InlineData(AsteriskRelease.Asterisk22)]
    [InlineData(AsteriskRelease.Asterisk13)]
    [InlineData(AsteriskRelease.Asterisk11)] // tells nothing of phones: the list of each second does
    public async Task Members_are_shown_with_what_their_phones_do_and_whether_they_are_paused(AsteriskRelease asterisk)
    {
        await using var pbx = EmulatedPbx.Start(new EmulatedPbxOptions { Asterisk = asterisk, Secret = "secret-of-this-test", MemberEvents = true });
        await using var server = Watching(pbx);
        await ShowsAsync(server, (QueueMemberState.Free, false, 0), (QueueMemberState.Free, false, 0), (QueueMemberState.Free, false, 0));

        pbx.PauseMember("support", "103", "lunch");
        await ShowsAsync(server, (QueueMemberState.Free, false, 0), (QueueMemberState.Free, false, 0), (QueueMemberState.Free, true, 0));
        server.Get<QueueMemberBoard>().Members(Audience.Everything).Single(m => m.Paused).PausedReason.Should().Be("lunch");

        var call = pbx.EnterQueue("79161234567", "", "74951230200", "support");
        await ShowsAsync(server, (QueueMemberState.Ringing, false, 0), (QueueMemberState.Ringing, false, 0), (QueueMemberState.Free, true, 0));
        call.Answer("101");
        await ShowsAsync(server, (QueueMemberState.InCall, false, 0), (QueueMemberState.Free, false, 0), (QueueMemberState.Free, true, 0));
        call.HangUp();
        await ShowsAsync(server, (QueueMemberState.Free, false, 1), (QueueMemberState.Free, false, 0), (QueueMemberState.Free, true, 0));
    }

    [Fact]
    public async Task A_PBX_that_does_not_list_its_queues_costs_the_members_and_nothing_else()
    {
        await using var pbx = EmulatedPbx.Start(new EmulatedPbxOptions { Secret = "secret-of-this-test" });
        pbx.Faults.Refuse("QueueStatus");
        await using var server = Watching(pbx);

        (await server.PbxAsync(p => p.QueuesRefused is not null)).QueuesRefused.Should().Be("Permission denied");
        pbx.EnterQueue("79161234567", "", "74951230200", "support");
        await server.CallsAsync(c => c.Count == 3 && c.All(x => x.Call.Queue == "support"));
        server.Get<PbxBoard>().Find("main")!.State.Should().Be(PbxState.Connected);
    }

    private static LiveServer Watching(EmulatedPbx pbx)
    {
        var server = new LiveServer().With("PhonePop:Pbxes:0:Port", pbx.Port.ToString(CultureInfo.InvariantCulture)).With("PhonePop:Pbxes:0:Secret", "secret-of-this-test")
            .With("PhonePop:Pbxes:0:SnapshotInterval", "00:00:01").Watching();
        server.Started();
        return server;
    }

    private static Task ShowsAsync(LiveServer server, params (QueueMemberState State, bool Paused, int Taken)[] expected) => Until.TrueAsync(() =>
        server.Get<QueueMemberBoard>().Members(Audience.Everything).OrderBy(m => m.Extension).Select(m => (m.State, m.Paused, m.CallsTaken)).SequenceEqual(expected));
}
