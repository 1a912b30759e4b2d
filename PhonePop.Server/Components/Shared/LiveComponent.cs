using Microsoft.AspNetCore.Components;

namespace PhonePop.Server.Components.Shared;

/// <summary>A component that follows something live: pumps run until it is disposed, and each batch is one render.</summary>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    /// <summary>The least time between two renders: ten a second.</summary>
    protected static readonly TimeSpan RenderInterval = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _pumps = [];

    /// <summary>Fires when the component is disposed.</summary>
    protected CancellationToken Stopping => _stop.Token;

    /// <summary>Shows every batch on the circuit's own thread and renders once for it.</summary>
    protected void Follow<T>(IAsyncEnumerable<T> batches, Action<T> show) => _pumps.Add(PumpAsync(batches, show));

    private async Task PumpAsync<T>(IAsyncEnumerable<T> batches, Action<T> show)
    {
        try
        {
            await foreach (var batch in batches.WithCancellation(_stop.Token))
            {
                await InvokeAsync(() =>
                {
                    show(batch);
                    StateHasChanged();
                });
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e); // to this page's error boundary, never up into the call pipeline
        }
    }

    /// <summary>Ends the pumps and waits for them, so that nothing renders into a component that is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_pumps);
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }
}
