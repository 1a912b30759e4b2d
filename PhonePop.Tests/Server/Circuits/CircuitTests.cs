using System.Diagnostics;
using AwesomeAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PhonePop.Server.Components.Circuits;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Circuits;

/// <summary>Open pages as the server sees them: bounded in number and in renders.</summary>
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

        for (var i = 0; Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(2); i++)
        {
            server.Pbx.ConversationChanged(Some.Conversation($"main:{i % 20}.1") with { StartedAt = Some.Time.AddSeconds(i) });
            await Task.Yield();
        }

        // Nothing but the list of conversations changes: one pump, and what its look-ups find.
        (page.Batches - before).Should().BeInRange(2, 2 * (int)(10 * Stopwatch.GetElapsedTime(began).TotalSeconds) + 20);
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
}
