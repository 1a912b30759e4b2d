using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using AwesomeAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PhonePop.Ami.Calls;
using PhonePop.Server.Components.Circuits;
using PhonePop.Server.Presence;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Circuits;

/// <summary>Open pages as the server sees them: bounded in number, in renders, and in what waits for them.</summary>
[Collection("circuits")] // these collect garbage, which stops everybody: one after the other
public sealed class CircuitTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_renders_a_second_are_enough_however_much_happens()
    {
        await using var server = new LiveServer().Started();
        await using var page = await CircuitClient.OpenAsync(server.Address, "/live", LiveServer.SupervisorKey, cancellationToken: Stop);
        await Until.TrueAsync(() => page.Bytes > 20_000);
        var (before, began) = (page.Batches, Stopwatch.GetTimestamp());

        for (var i = 0; Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(2) || page.Batches < before + 2; i++)
        {
            server.Pbx.ConversationChanged(Some.Conversation($"main:{i % 20}.1") with { StartedAt = Some.Time.AddSeconds(i) });
            await Until.NextLookAsync();
        }

        // Nothing but the list of conversations changes: one pump, and what its look-ups find.
        (page.Batches - before).Should().BeInRange(2, 2 * (int)(10 * Stopwatch.GetElapsedTime(began).TotalSeconds) + 20);
    }

    [Fact]
    public async Task An_operators_own_page_is_not_drawn_anew_whenever_another_one_becomes_busy()
    {
        await using var server = new LiveServer().Started();
        await using var boris = await HubListener.ConnectAsync(server, LiveServer.Key102); // who is there, and has a state that changes
        await using var own = await CircuitClient.OpenAsync(server.Address, "/", LiveServer.Key101, cancellationToken: Stop);
        await using var board = await CircuitClient.OpenAsync(server.Address, "/operators", LiveServer.SupervisorKey, cancellationToken: Stop);
        await Until.TrueAsync(() => own.Batches >= 1 && board.Batches >= 1);
        var before = own.Batches;

        for (var i = 0; i < 20; i++)
        {
            var seen = board.Batches;
            await server.Get<PresenceBoard>().ChooseAsync("main", "102", i % 2 == 0 ? PresenceState.Busy : PresenceState.Available, Stop);
            await Until.TrueAsync(() => board.Batches > seen);
        }

        (own.Batches - before).Should().BeLessThan(10, "the board of all operators has changed twenty times");
    }

    [Fact]
    public async Task A_browser_that_draws_nothing_is_sent_ten_pictures_at_most_and_the_newest_when_it_draws_again()
    {
        const int AtOnce = 500, Rounds = 20;
        await using var server = new LiveServer().Started();
        await using var asleep = await CircuitClient.OpenAsync(server.Address, "/live", LiveServer.SupervisorKey, acknowledges: false, Stop);
        await using var awake = await CircuitClient.OpenAsync(server.Address, "/live", LiveServer.SupervisorKey, cancellationToken: Stop);
        await using var anna = await HubListener.ConnectAsync(server, LiveServer.Key101);
        await anna.NextAsync("Snapshot"); // what comes before it would be in it
        asleep.Await(AtOnce.ToString(CultureInfo.InvariantCulture)); // so many talk in the end; it may be in what is sent before it draws
        var states = new List<WeakReference>();

        for (var round = 1; round <= Rounds; round++)
        {
            var seen = awake.Batches;
            for (var again = 0; again < 5; again++)
            {
                states.AddRange(Change(server.Pbx, AtOnce * round / Rounds, again));
            }

            await Until.TrueAsync(() => awake.Batches > seen);
            server.Pbx.CallChanged(Some.Call("101", id: $"main:{round}.1:101"));
            await anna.CallsUntilAsync($"main:{round}.1:101"); // who waited for the page that sleeps would never be told
        }

        asleep.Batches.Should().BeLessThanOrEqualTo(10);
        Alive(states).Should().BeLessThan(10 * AtOnce, "of {0} each page holds the newest, and what it drew last", states.Count);
        var before = asleep.Batches;
        await asleep.AcknowledgeAsync();
        await Until.TrueAsync(() => asleep.Brought);
        (asleep.Batches - before).Should().BeLessThan(10, "it is shown how things are now, not how they came to be so");
    }

    [Fact]
    public async Task A_user_has_a_hundred_live_pages_at_most_and_others_are_not_concerned()
    {
        var log = new LogLines();
        await using var server = new LiveServer().With(services => services.AddSingleton<ILoggerProvider>(log)).Started();
        var circuits = server.Get<OpenCircuits>();
        for (var i = 1; i < OpenCircuits.MostOfOneUser; i++)
        {
            circuits.TryOpen("key:wallboard").Should().BeTrue();
        }

        await using var last = await CircuitClient.OpenAsync(server.Address, "/live", LiveServer.SupervisorKey, cancellationToken: Stop);
        await Until.TrueAsync(() => last.Batches > 0);
        await using var more = await CircuitClient.OpenAsync(server.Address, "/live", LiveServer.SupervisorKey, cancellationToken: Stop);

        // Not by what the browser is told: a circuit that ends before it is known to Blazor says so, one that ends a moment later is only gone.
        await Until.TrueAsync(() => log.All.Any(l => l.Contains("another one stays without life", StringComparison.Ordinal)));
        await using var other = await CircuitClient.OpenAsync(server.Address, "/live", LiveServer.AdministratorKey, cancellationToken: Stop);
        await Until.TrueAsync(() => other.Batches > 0);

        last.Error.Should().BeNull();
        other.Error.Should().BeNull();
        more.Bytes.Should().Be(0);
        using var program = server.Client(LiveServer.SupervisorKey);
        (await program.GetStringAsync("/metrics", Stop)).Should().MatchRegex("phonepop_circuits\\{.*state=\"connected\".*\\} \\d");
    }

    private static int Alive(List<WeakReference> states)
    {
        GC.Collect();
        return states.Count(s => s.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // what a local variable holds is held
    private static List<WeakReference> Change(ICallObserver pbx, int count, int again)
    {
        var states = new List<WeakReference>();
        for (var i = 0; i < count; i++)
        {
            var state = Some.Conversation($"main:{i}.1") with { State = ConversationState.Talking, Queue = $"queue {again}" };
            pbx.ConversationChanged(state);
            states.Add(new WeakReference(state));
        }

        return states;
    }
}
