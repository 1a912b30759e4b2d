using AwesomeAssertions;
using PhonePop.Ami.Calls;
using PhonePop.Server.Live;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Live;

public sealed class PbxBoardTests
{
    private readonly PbxBoard _board = new(TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_are_told_that_a_PBX_is_away_and_not_of_each_number_that_another_one_counts()
    {
        var (main, branch) = (Status("main"), Status("branch"));
        _board.Publish(main);
        _board.Publish(branch);
        var (snapshot, changes) = _board.SubscribeStanding(TimeSpan.Zero, Stop);
        snapshot.Should().Equal(branch, main);

        _board.Publish(main with { EventsPerSecond = 71, Lag = TimeSpan.FromMilliseconds(3) });
        _board.Publish(branch with { State = PbxState.Reconnecting, Problem = "The line is cut." });

        await using var batches = changes.GetAsyncEnumerator(Stop);
        (await batches.MoveNextAsync()).Should().BeTrue();
        batches.Current.Should().ContainSingle().Which.Should().Match<PbxStatus>(p => p.Name == "branch" && p.Problem == "The line is cut.");
        _board.Find("main")!.EventsPerSecond.Should().Be(71, "who asks for the numbers has them");
    }

    [Fact]
    public async Task Pages_are_told_that_a_PBX_is_watched_no_longer()
    {
        _board.Publish(Status("main"));
        var (_, changes) = _board.SubscribeStanding(TimeSpan.Zero, Stop);

        _board.Remove("main");

        await using var batches = changes.GetAsyncEnumerator(Stop);
        (await batches.MoveNextAsync()).Should().BeTrue();
        batches.Current.Should().ContainSingle().Which.State.Should().Be(PbxState.Stopped);
        _board.Pbxes().Should().BeEmpty();
        _board.SubscribeStanding(TimeSpan.Zero, Stop).Snapshot.Should().BeEmpty();
    }

    private static PbxStatus Status(string name) => new() { Name = name, State = PbxState.Connected, Since = Some.Time };
}
