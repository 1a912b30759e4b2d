using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using PhonePop.Server.Live;

namespace PhonePop.Server.Api;

/// <summary>A <c>text/event-stream</c> answer (https://html.spec.whatwg.org/multipage/server-sent-events.html) that stays open until the reader or the server goes.</summary>
internal sealed class EventStream
{
    /// <summary>Proxies close what is silent for a minute.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    /// <summary>
    /// A reader that takes nothing for so long is cut off, as on the hub: it comes back and resumes. Kestrel's own limit does not do it: whoever has read fast
    /// for a day may stand still for hours.
    /// </summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpResponse _response;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop;

    private EventStream(HttpResponse response, TimeProvider clock, CancellationTokenSource stop) => (_response, _clock, _stop) = (response, clock, stop);

    /// <summary>Opens the stream and runs <paramref name="write"/>, which gets a token that ends with the request or the server.</summary>
    public static async Task RunAsync(HttpContext context, Func<EventStream, CancellationToken, Task> write)
    {
        var services = context.RequestServices;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache, no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            await context.Response.Body.FlushAsync(stop.Token); // a reader who has missed nothing knows at once that it is connected
            await write(new EventStream(context.Response, services.GetRequiredService<TimeProvider>(), stop), stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    /// <summary>One event; <paramref name="name"/> null leaves it the standard <c>message</c>.</summary>
    public async Task WriteAsync<T>(string? name, string? id, T data, CancellationToken cancellationToken)
    {
        // JSON has no line break in it, so one data line holds it.
        var text = new StringBuilder();
        text.Append(id is null ? "" : $"id: {id}\n").Append(name is null ? "" : $"event: {name}\n");
        text.Append("data: ").Append(JsonSerializer.Serialize(data, WireJson.Options)).Append("\n\n");
        await SendAsync(text.ToString(), cancellationToken);
    }

    /// <summary>Hands over each batch as it comes, and writes a comment line whenever nothing came for a while.</summary>
    public async Task PumpAsync<T>(IAsyncEnumerable<IReadOnlyList<T>> changes, Func<IReadOnlyList<T>, Task> write, CancellationToken cancellationToken)
    {
        await using var batches = changes.GetAsyncEnumerator(cancellationToken);
        var next = Task.FromResult(false);
        try
        {
            while (true)
            {
                next = batches.MoveNextAsync().AsTask();
                while (!await ArrivesAsync(next, cancellationToken))
                {
                    await SendAsync(":\n\n", cancellationToken);
                }

                if (!await next)
                {
                    return;
                }

                await write(batches.Current);
            }
        }
        finally
        {
            // An enumerator may not be disposed while it is being asked.
            await _stop.CancelAsync();
            await next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task SendAsync(string text, CancellationToken cancellationToken)
    {
        try
        {
            await _response.WriteAsync(text, cancellationToken).WaitAsync(Patience, _clock, cancellationToken); // with a flush
        }
        catch (TimeoutException)
        {
            _response.HttpContext.Abort();
            await _stop.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task<bool> ArrivesAsync(Task next, CancellationToken cancellationToken)
    {
        try
        {
            await next.WaitAsync(Silence, _clock, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
