using System.Runtime.CompilerServices;
using AwesomeAssertions;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NSubstitute;
using PhonePop.Server.Components.Shared;

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

        public void Begin(IAsyncEnumerable<int> batches, Action<int> show) => Follow(batches, show);
    }
}
