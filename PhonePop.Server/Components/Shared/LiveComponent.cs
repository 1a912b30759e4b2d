using Microsoft.AspNetCore.Components;

namespace PhonePop.Server.Components.Shared;

/// <summary>A component that follows something live: pumps run until it is disposed or the server stops, and what they bring is drawn at most ten times a second.</summary>
public abstract class LiveComponent : SavingComponent, IAsyncDisposable
{
    /// <summary>The least time between two renders: ten a second.</summary>
    protected static readonly TimeSpan RenderInterval = TimeSpan.FromMilliseconds(100);

    private readonly List<Task> _pumps = [];
    private CancellationTokenSource? _stop;
    private long? _drawn;
    private bool _isBehind;

    /// <summary>Fires when the component is disposed, and when the server stops: it disposes no circuit, but all that pages ask.</summary>
    protected CancellationToken Stopping { get; private set; }

    [Inject]
    private IHostApplicationLifetime Server { get; set; } = null!;

    /// <inheritdoc />
    public override Task SetParametersAsync(ParameterView parameters)
    {
        if (_stop is null)
        {
            _stop = CancellationTokenSource.CreateLinkedTokenSource(Server.ApplicationStopping);
            Stopping = _stop.Token;
        }

        return base.SetParametersAsync(parameters);
    }

    /// <summary>Shows every batch on the circuit's own thread. A component that follows several things is drawn for all of them together.</summary>
    protected void Follow<T>(IAsyncEnumerable<T> batches, Action<T> show) => _pumps.Add(PumpAsync(batches, show));

    private async Task PumpAsync<T>(IAsyncEnumerable<T> batches, Action<T> show)
    {
        try
        {
            await foreach (var batch in batches.WithCancellation(Stopping))
            {
                await InvokeAsync(() =>
                {
                    show(batch);
                    _isBehind = true;
                });
                for (var early = await DrawAsync(); early > TimeSpan.Zero; early = await DrawAsync())
                {
                    await Task.Delay(early, TimeProvider.System, Stopping); // of the real time: it is the browser that is spared
                }
            }
        }
        catch (Exception) when (Stopping.IsCancellationRequested)
        {
            // Nobody looks any more, and what the batch was shown with may be gone.
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e); // to this page's error boundary, never up into the call pipeline
        }
    }

    // How long it is too early yet; zero where it was drawn, by this pump or another.
    private async Task<TimeSpan> DrawAsync()
    {
        var early = TimeSpan.Zero;
        await InvokeAsync(() =>
        {
            early = _isBehind && _drawn is { } drawn ? RenderInterval - TimeProvider.System.GetElapsedTime(drawn) : TimeSpan.Zero;
            if (_isBehind && early <= TimeSpan.Zero)
            {
                (_drawn, _isBehind) = (TimeProvider.System.GetTimestamp(), false);
                StateHasChanged();
            }
        });
        return early;
    }

    /// <summary>Ends the pumps and waits for them, so that nothing renders into a component that is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop is not null)
        {
            await _stop.CancelAsync();
            await Task.WhenAll(_pumps);
            _stop.Dispose();
        }

        GC.SuppressFinalize(this);
    }
}
