using AwesomeAssertions;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Channels;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Calls;

/// <summary>The model alone against what really happened. The way over TCP and HTTP is tested with the server.</summary>
public sealed class RecordedCallsTests
{
    public static TheoryData<string> All => Recordings.All();

    public static TheoryData<string> Stories => Recordings.Stories();

    [Theory]
    [MemberData(nameof(All))]
    public Task Every_settled_point_shows_who_is_really_with_whom(string name) => CompareAsync(name, doubled: false);

    [Theory]
    [MemberData(nameof(All))]
    public Task It_does_so_too_when_every_event_comes_twice(string name) => CompareAsync(name, doubled: true);

    private static async Task CompareAsync(string name, bool doubled)
    {
        var recording = await Recordings.LoadAsync(name, TestContext.Current.CancellationToken);
        var operators = Recordings.Operators(name);
        var replay = new ModelReplay(recording, devices: new OperatorDevices(operators.Pattern, operators.Devices)) { Doubled = doubled };

        foreach (var checkpoint in recording.Timeline.Where(c => c.SettledAtByte is not null))
        {
            replay.PlayTo(checkpoint.SettledAtByte!.Value);

            CallTruth.Shown(replay.Model.Calls).Should().Equal(CallTruth.Expected(checkpoint.Truth), "{0}: {1}", name, checkpoint.Label);
        }
    }

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task At_the_end_every_call_is_final_exactly_once_and_nothing_is_left(string name)
    {
        var recording = await Recordings.LoadAsync(name, TestContext.Current.CancellationToken);
        var replay = new ModelReplay(recording);

        replay.PlayTo(recording.Bytes.Length);

        replay.Model.Calls.Should().BeEmpty();
        replay.Model.Conversations.Should().BeEmpty();
        replay.Model.ChannelCount.Should().Be(0);
        replay.Published.Where(c => c.IsFinal).Select(c => c.Id).Should().OnlyHaveUniqueItems().And.BeEquivalentTo(replay.Published.Select(c => c.Id).Distinct());
        replay.Published.Where(c => c.Phase == CallPhase.Ended).Should().OnlyContain(c => c.Outcome != null && c.EndedAt != null);
    }
}
