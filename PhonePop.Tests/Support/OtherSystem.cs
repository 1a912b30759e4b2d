using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace PhonePop.Tests.Support;

/// <summary>A customer system of somebody else, over real Kestrel: it answers as the test says, or not at all.</summary>
public sealed class OtherSystem : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OtherSystem()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(async context =>
        {
            Asked.Enqueue((context.Features.Get<IHttpRequestFeature>()!.RawTarget, context.Request.Headers["X-Token"].ToString()));
            await _held.Task;
            await Answer(context);
        });
    }

    /// <summary>What it does with a question.</summary>
    public RequestDelegate Answer { get; set; } = context => Say(context, "[]");

    /// <summary>The questions so far: path and query as they came, and the header <c>X-Token</c>.</summary>
    public ConcurrentQueue<(string Path, string Token)> Asked { get; } = new();

    public string Origin => _app.Urls.Single();

    /// <param name="answer">What it does with a question; null: it knows nobody.</param>
    /// <param name="isHeld">True: it says nothing before <see cref="Release"/>.</param>
    public static async Task<OtherSystem> StartAsync(RequestDelegate? answer = null, bool isHeld = false)
    {
        var system = new OtherSystem();
        if (!isHeld)
        {
            system.Release();
        }

        system.Answer = answer ?? system.Answer;
        await system._app.StartAsync(TestContext.Current.CancellationToken);
        return system;
    }

    /// <summary>Lets it answer.</summary>
    public void Release() => _held.TrySetResult();

    /// <summary>A server that asks this system, after its own table.</summary>
    public LiveServer AskedBy(LiveServer server, string timeout = "00:00:30") => server
        .With("PhonePop:Customers:Lookups:0", "Database").With("PhonePop:Customers:Lookups:1", "Http")
        .With("PhonePop:Customers:Http:Url", Origin + "/by-phone/{number}").With("PhonePop:Customers:Http:Timeout", timeout)
        .With("PhonePop:Customers:Http:Headers:X-Token", "hush-hush");

    /// <summary>Answers with JSON, or what calls itself so.</summary>
    public static Task Say(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    /// <summary>Answers nothing until whoever asked has gone.</summary>
    public static Task Hang(HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
