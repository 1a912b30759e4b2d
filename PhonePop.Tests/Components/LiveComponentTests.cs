using System.Diagnostics;
using System.Runtime.CompilerServices;
using AwesomeAssertions;
using Bunit;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NSubstitute;
using PhonePop.Server.Components.Shared;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Components;

/// <summary>What all live pages have in common: when they end.</summary>
public sealed class LiveComponentTests : IAsyncDisposable
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private readonly BunitContext _context = new();
    private readonly CancellationTokenSource _serverStops = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LiveComponentTests()
    {
        var lifetime = Substitute.For<IHostApplicationLifetime>();
        lifetime.ApplicationStopping.Returns(_serverStops.Token);
        _context.Services.AddSingleton(lifetime);
    }

    [Fact]
    public async Task A_page_follows_no_longer_when_the_server_stops()
    {
        var page = _context.Render<Follower>();
        page.Instance.Begin(EndlessAsync(null, Stop), static _ => { });

        await _serverStops.CancelAsync();

        await _ended.Task;
    }

    [Fact]
    public async Task What_fails_because_the_server_has_stopped_is_nobodys_problem()
    {
        var page = _context.Render<Follower>();
        page.Instance.Begin(EndlessAsync(1, Stop), _ =>
        {
            _serverStops.Cancel();
            throw new ObjectDisposedException("IServiceProvider");
        });

        await _ended.Task;
        await page.Instance.DisposeAsync(); // waits for the pump

        _context.Renderer.UnhandledException.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task A_page_that_was_left_while_it_waited_finds_that_it_has_ended()
    {
        var page = _context.Render<Follower>().Instance;

        await page.DisposeAsync();

        page.Ends.IsCancellationRequested.Should().BeTrue();
        page.Begin(EndlessAsync(null, Stop), static _ => { });
        await _ended.Task;
    }

    [Fact]
    public async Task However_much_it_follows_it_is_drawn_at_most_ten_times_a_second_and_the_last_is_drawn()
    {
        const int Draws = 8;
        var page = _context.Render<Follower>();
        var (began, before, last) = (Stopwatch.GetTimestamp(), page.RenderCount, 0);
        for (var pump = 0; pump < 3; pump++)
        {
            page.Instance.Begin(ManyAsync(), number => page.Instance.Shown = last = Math.Max(last, number));
        }

        await page.WaitForStateAsync(() => page.RenderCount - before >= Draws, Until.Patience);
        Stopwatch.GetElapsedTime(began).Should().BeGreaterThan(TimeSpan.FromMilliseconds((Draws - 2) * 100));

        await page.WaitForStateAsync(() => page.Markup == "20", Until.Patience);

        async IAsyncEnumerable<int> ManyAsync()
        {
            for (var i = 1; i <= 20; i++)
            {
                await Task.Yield();
                yield return i;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _serverStops.Dispose();
    }

    private async IAsyncEnumerable<int> EndlessAsync(int? beginsWith, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            if (beginsWith is { } first)
            {
                yield return first;
            }

            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private sealed class Follower : LiveComponent
    {
        public CancellationToken Ends => Stopping;

        public int Shown { get; set; }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, Shown);

        public void Begin(IAsyncEnumerable<int> batches, Action<int> show) => Follow(batches, show);
    }
}
