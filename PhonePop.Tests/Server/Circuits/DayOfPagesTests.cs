using System.Globalization;
using System.Runtime.CompilerServices;
using AwesomeAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Ami.Calls;
using PhonePop.Server.Live;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Circuits;

/// <summary>Pages that stay open for a day of calls: in the evening nothing of the morning is held.</summary>
[Collection("circuits")]
public sealed class DayOfPagesTests
{
    private const int Operators = 200;

    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // PHONEPOP_DAY_CALLS=50000 makes it a busy day, and then the memory of the process counts, too.
    private static int Calls => int.TryParse(Environment.GetEnvironmentVariable("PHONEPOP_DAY_CALLS"), out var asked) ? asked : 500;

    [Fact]
    public async Task Nothing_of_the_mornings_calls_is_held_in_the_evening()
    {
        var clock = new FakeTimeProvider(Some.Time);
        await using var server = new LiveServer().With(s => s.AddSingleton<TimeProvider>(clock)).Started();
        var pages = new List<CircuitClient>();
        foreach (var page in (string[])["/live", "/history", "/operators", "/wallboard"])
        {
            pages.Add(await CircuitClient.OpenAsync(server.Address, page, LiveServer.SupervisorKey, cancellationToken: Stop));
        }

        await Until.TrueAsync(() => pages.TrueForAll(p => p.Batches >= 2));
        var morning = new List<WeakReference>();
        var memory = new List<long>();
        for (var i = 0; i < Calls; i++)
        {
            var gone = One(server.Pbx, i, clock.GetUtcNow());
            if (i < Calls / 2)
            {
                morning.AddRange(gone);
            }

            clock.Advance(Day / Calls);
            await Task.Yield();
            if (i % (Calls / 10) == 0)
            {
                await KeptUpAsync(server.Pbx, pages[0], clock);
                memory.Add(GC.GetTotalMemory(forceFullCollection: true) / 1024 / 1024);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"managed memory after each tenth of {Calls} calls, MB: {string.Join(' ', memory)}; batches {string.Join(' ', pages.Select(p => p.Batches))}");
        pages.Should().OnlyContain(p => p.Error == null);
        server.Get<LiveCallBoard>().Calls(Audience.Everything).Should().BeEmpty();
        await Until.TrueAsync(async () =>
        {
            await KeptUpAsync(server.Pbx, pages[0], clock); // one of the others may be behind
            return Alive(morning) == 0;
        });
        if (Calls >= 20_000)
        {
            (memory[^1] - memory[2]).Should().BeLessThan(20);
        }

        foreach (var page in pages)
        {
            await page.DisposeAsync();
        }
    }

    // What still waits for a page is no leak: each has been drawn again since.
    private static async Task KeptUpAsync(ICallObserver pbx, CircuitClient page, FakeTimeProvider clock)
    {
        var before = page.Batches;
        await Until.TrueAsync(() =>
        {
            One(pbx, -1, clock.GetUtcNow());
            clock.Advance(TimeSpan.FromSeconds(1)); // pages wait by this clock
            return page.Batches > before + 1;
        });
    }

    private static int Alive(List<WeakReference> calls)
    {
        GC.Collect();
        return calls.Count(c => c.IsAlive);
    }

    // A whole call, with its conversation. In a method of its own: what a local variable holds is no leak.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] One(ICallObserver pbx, int index, DateTimeOffset now)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"main:{index}.1");
        var extension = (1000 + (index % Operators)).ToString(CultureInfo.InvariantCulture);
        var rings = Some.Call(extension, $"7916{index % 500:0000000}", $"{id}:{extension}") with { StartedAt = now, ConversationId = id };
        var talks = rings with { Phase = CallPhase.Talking, AnsweredAt = now };
        var over = talks with { Phase = CallPhase.Ended, EndedAt = now, Outcome = CallOutcome.Answered, IsFinal = true };
        var conversation = Some.Conversation(id) with { StartedAt = now };
        pbx.ConversationChanged(conversation);
        pbx.CallChanged(rings);
        pbx.ConversationChanged(conversation with { State = ConversationState.Talking });
        pbx.CallChanged(talks);
        pbx.CallChanged(over);
        pbx.ConversationChanged(conversation with { State = ConversationState.Ended });
        return [new(rings), new(talks), new(over), new(conversation)];
    }
}
