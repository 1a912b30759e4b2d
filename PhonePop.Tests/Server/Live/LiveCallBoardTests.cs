using AwesomeAssertions;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Ami.Calls;
using PhonePop.Server.Live;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Live;

public sealed class LiveCallBoardTests
{
    private static readonly Audience Anna = Audience.Operator("main", "101");
    private readonly FakeTimeProvider _clock = new(Some.Time);
    private readonly LiveCallBoard _board;

    public LiveCallBoardTests() => _board = new LiveCallBoard(_clock);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Slow_reader_skips_states_but_never_the_last_and_each_call_comes_once_a_batch()
    {
        var (snapshot, changes) = _board.Subscribe(Anna, TimeSpan.Zero, Stop);
        snapshot.Should().BeEmpty();
        Publish(Some.Call("101"));
        Publish(Some.Call("101", id: "main:2.1:101"));
        Publish(Some.Call("101").Answered());
        Publish(Some.Call("102", id: "main:3.1:102"));

        await using var batches = changes.GetAsyncEnumerator(Stop);
        (await batches.MoveNextAsync()).Should().BeTrue();

        batches.Current.Select(c => (c.Call.Id, c.Call.Phase, c.Version)).Should().Equal(
            ("main:2.1:101", CallPhase.Ringing, 1), ("main:1764000000.12:101", CallPhase.Talking, 2));
    }

    [Fact]
    public async Task Stream_that_is_read_too_slowly_ends_and_its_reader_comes_back_for_what_it_missed()
    {
        Publish(Some.Call("101"));
        var (_, stream, sequence) = _board.Open(Audience.Everything, Stop);
        var (_, page) = _board.Subscribe(Audience.Everything, TimeSpan.Zero, Stop);
        foreach (var i in Enumerable.Range(0, LiveCallBoard.MostWaiting + 1))
        {
            Publish(Some.Call("101", id: $"main:{i}.1:101"));
        }

        (await stream.CountAsync(Stop)).Should().Be(0, "it must not go on after a hole");
        _board.Resume(sequence, Audience.Everything, Stop)!.Value.Missed.Should().HaveCount(LiveCallBoard.MostWaiting + 1);
        (await page.FirstAsync(Stop)).Should().HaveCount(LiveCallBoard.MostWaiting + 1, "a page has nowhere to come back from");
    }

    [Fact]
    public async Task Stream_whose_reader_keeps_up_never_ends_however_many_calls_there_are()
    {
        var (_, stream, _) = _board.Open(Audience.Everything, Stop);
        await using var batches = stream.GetAsyncEnumerator(Stop);
        foreach (var round in Enumerable.Range(0, 3))
        {
            foreach (var i in Enumerable.Range(0, LiveCallBoard.MostWaiting))
            {
                Publish(Some.Call("101", id: $"main:{i}.{round}:101"));
            }

            (await batches.MoveNextAsync()).Should().BeTrue();
            batches.Current.Should().HaveCount(LiveCallBoard.MostWaiting);
        }
    }

    [Fact]
    public void However_many_calls_end_only_the_newest_are_kept()
    {
        foreach (var i in Enumerable.Range(0, LiveCallBoard.MostFinal + 10))
        {
            Publish(Some.Call("101", id: $"main:{i}.1:101"));
            Publish(Some.Call("101", id: $"main:{i}.1:101").Final());
        }

        Publish(Some.Call("101", id: "main:goes-on.1:101"));

        _board.Find("main:9.1:101").Should().BeNull("history has it");
        _board.Find("main:10.1:101").Should().NotBeNull();
        _board.Calls(Audience.Everything).Should().ContainSingle();
    }

    [Fact]
    public async Task Page_gets_at_most_one_batch_in_its_interval()
    {
        var (_, changes) = _board.Subscribe(Anna, TimeSpan.FromMilliseconds(100), Stop);
        await using var batches = changes.GetAsyncEnumerator(Stop);
        Publish(Some.Call("101"));
        await batches.MoveNextAsync();

        Publish(Some.Call("101").Answered());
        var next = batches.MoveNextAsync().AsTask();
        next.IsCompleted.Should().BeFalse();
        _clock.Advance(TimeSpan.FromMilliseconds(100));

        (await next).Should().BeTrue();
        batches.Current.Single().Call.Phase.Should().Be(CallPhase.Talking);
    }

    [Fact]
    public async Task Cancelled_reader_is_told_so_and_forgotten()
    {
        using var stop = new CancellationTokenSource();
        var (_, changes) = _board.Subscribe(Anna, TimeSpan.Zero, stop.Token);
        await stop.CancelAsync();
        Publish(Some.Call("101"));

        var read = async () => await changes.GetAsyncEnumerator(Stop).MoveNextAsync();

        await read.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void Ended_call_is_found_for_some_minutes_and_not_among_the_current_ones()
    {
        Publish(Some.Call("101"));
        Publish(Some.Call("101").Final());
        _board.Calls(Audience.Everything).Should().BeEmpty();
        _board.Find("main:1764000000.12:101")!.Version.Should().Be(2);

        _clock.Advance(TimeSpan.FromMinutes(1) + LiveCallBoard.KeepFinal + TimeSpan.FromSeconds(1));
        Publish(Some.Call("101", id: "main:2.1:101"));

        _board.Find("main:1764000000.12:101").Should().BeNull();
        _board.Resume(0, Anna, Stop).Should().BeNull("a reader from before must take a snapshot");
    }

    private void Publish(Call call) => _board.Update(call.Id, _ => new LiveCall { Call = call, Version = 0 });
}
