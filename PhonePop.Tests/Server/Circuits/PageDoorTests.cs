using AwesomeAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Server.Components.Circuits;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Circuits;

/// <summary>After a restart all pages come at once: they are made a few at a time, and what rings does not wait for them.</summary>
public sealed class PageDoorTests
{
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_reach_the_hub_while_pages_wait_and_each_page_leaves_its_place_when_it_is_drawn()
    {
        var door = new PageDoor(_clock); // its clock stands still: nobody's time is over
        await using var server = new LiveServer().With(services => services.AddSingleton(door)).Started();
        await using var anna = await HubListener.ConnectAsync(server, LiveServer.Key101);
        await anna.NextAsync("Snapshot");
        var taken = await TakeAllAsync(door);

        var opening = CircuitClient.OpenAsync(server.Address, "/live", LiveServer.SupervisorKey, cancellationToken: Stop);
        server.Pbx.CallChanged(Some.Call("101", id: "main:1.1:101"));
        await anna.CallsUntilAsync("main:1.1:101");
        using (var api = server.Client(LiveServer.Key101))
        {
            (await api.GetAsync(new Uri("/api/v1/calls", UriKind.Relative), Stop)).EnsureSuccessStatusCode();
        }

        opening.IsCompleted.Should().BeFalse();
        taken[0].Dispose(); // one place is enough for all of them, one after the other
        await using var first = await opening;
        await Until.TrueAsync(() => first.Batches > 0);
        await using var second = await CircuitClient.OpenAsync(server.Address, "/", LiveServer.Key101, cancellationToken: Stop);
        await Until.TrueAsync(() => second.Batches > 0);
    }

    [Fact]
    public async Task Nobody_holds_a_place_for_longer_than_a_quarter_of_a_second_and_who_gave_up_has_none()
    {
        var door = new PageDoor(_clock);
        var taken = await TakeAllAsync(door);
        using var gone = new CancellationTokenSource();
        var givesUp = door.EnterAsync(gone.Token);
        var waits = door.EnterAsync(Stop);

        await gone.CancelAsync();
        await FluentActions.Awaiting(() => givesUp).Should().ThrowAsync<OperationCanceledException>();
        waits.IsCompleted.Should().BeFalse();
        _clock.Advance(PageDoor.Longest);
        (await waits).Dispose();

        taken.ForEach(place => place.Dispose()); // late: they are somebody else's by now, and must not be given twice
        await TakeAllAsync(door);
        door.EnterAsync(Stop).IsCompleted.Should().BeFalse();
    }

    private static async Task<List<IDisposable>> TakeAllAsync(PageDoor door)
    {
        List<IDisposable> taken = [];
        while (taken.Count < PageDoor.Places)
        {
            taken.Add(await door.EnterAsync(Stop));
        }

        return taken;
    }
}
