using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PhonePop.Tests.Support;

/// <summary>A call as the hub sends it, with the fields that phonepop.js reads.</summary>
public sealed record PopCall(string Id, string Phase = "ringing")
{
    public long Version { get; init; } = 1;

    public string Pbx { get; init; } = "main";

    public string Extension { get; init; } = "101";

    public string Direction { get; init; } = "inbound";

    public PopParty Party { get; init; } = new("external", "+79161234567");

    public PopCustomer? Customer { get; init; }

    public int Matches { get => field > 0 ? field : Customer is null ? 0 : 1; init; }

    public string? Queue { get; init; }

    public string? Did { get; init; }

    public string? TransferredFrom { get; init; }

    public PopParty? ConsultFor { get; init; }

    public string? AnsweredBy { get; init; }

    public string? Outcome { get; init; }

    public DateTimeOffset StartedAt { get; init; } = DateTimeOffset.UnixEpoch;

    public string Url => "/go/" + Id;

    public long AgeMs { get; init; } = 3;
}

/// <summary>The other end of a call.</summary>
public sealed record PopParty(string Kind, string Number, string? Name = null);

/// <summary>A customer, whose card is <c>/customers/{Id}</c>.</summary>
public sealed record PopCustomer(int Id, string Name, string? Company = null)
{
    public string Url => $"/customers/{Id}";
}

/// <summary>
/// The least server that phonepop.js works with, for tests of the module alone: a page, cards, <c>/go</c>, and a SignalR hub that says what the test says.
/// </summary>
public sealed class PopHost : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly PopFeed _feed = new();
    readonly TaskCompletionSource _workerAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile TaskCompletionSource? _workerHeld;
    volatile bool _away;

    PopHost()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSignalR();
        builder.Services.AddSingleton(_feed);
        _app = builder.Build();
        _app.Use((context, next) => _away && context.Request.Path.StartsWithSegments("/hubs") ? Refuse(context) : next(context));
        _app.Use((context, next) => _workerHeld is { } held && context.Request.Path == "/phonepop-sw.js" ? HoldAsync(held.Task, () => next(context)) : next(context));
        _app.MapHub<PopHub>("/hubs/calls");
        _app.MapGet("/", (HttpRequest request) => Page(request, "Desk"));
        _app.MapGet("/customers/{id:int}", (int id, HttpRequest request) => Page(request, $"Card {id}"));
        _app.MapGet("/go/{id}", (string id) => Results.Redirect(_feed.Find(id)?.Customer?.Url ?? "/customers/0"));
        _app.MapGet("/foreign", () => Results.Content("<!DOCTYPE html><title>A page without the module</title>", "text/html"));
        _app.MapGet("/{**path}", (string path) => SharedAssets.All.TryGetValue(path, out var file) ? Results.File(file, ContentType(path)) : Results.NotFound());
    }

    /// <summary>Where it listens: <c>http://127.0.0.1:port</c>.</summary>
    public string Origin => _app.Urls.Single();

    /// <summary>The call ids that a browser has reported as shown, each with the milliseconds.</summary>
    public ChannelReader<(string CallId, int Milliseconds)> Shown => _feed.Shown.Reader;

    /// <summary>The call ids that were dismissed.</summary>
    public ChannelReader<string> Dismissed => _feed.Dismissed.Reader;

    /// <summary>The steps of the ladder that browsers have acknowledged.</summary>
    public ChannelReader<(string CallId, string Step)> Steps => _feed.Steps.Reader;

    /// <summary>The calls whose card a browser has opened.</summary>
    public ChannelReader<string> Opened => _feed.OpenedCalls.Reader;

    /// <summary>The user's own settings, told to whoever is connected and to whoever connects.</summary>
    public Task SetAsync(object settings)
    {
        _feed.Settings = settings;
        return _app.Services.GetRequiredService<IHubContext<PopHub>>().Clients.All.SendAsync("Settings", settings, TestContext.Current.CancellationToken);
    }

    /// <summary>How many hub connections there are.</summary>
    public int Connections => _feed.Connections;

    /// <summary>Starts one on a free port.</summary>
    public static async Task<PopHost> StartAsync()
    {
        var host = new PopHost();
        await host._app.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    /// <summary>Tells whoever is connected, and keeps the call for the next snapshot until it ends.</summary>
    public Task SayAsync(PopCall call)
    {
        Remember(call);
        return _app.Services.GetRequiredService<IHubContext<PopHub>>().Clients.All.SendAsync("CallChanged", call, TestContext.Current.CancellationToken);
    }

    /// <summary>Changes what the next snapshot says, without telling anybody.</summary>
    public void Remember(PopCall call) => _feed.Put(call);

    /// <summary>Drops all connections, as a restart of the server does.</summary>
    public void Drop() => _feed.Drop();

    /// <summary>Drops all connections and takes none, until it is back.</summary>
    public void GoAway()
    {
        _away = true;
        Drop();
    }

    /// <summary>Takes connections again.</summary>
    public void ComeBack() => _away = false;

    /// <summary>From now on nobody gets the service worker's script, until it is released.</summary>
    public void HoldWorker() => _workerHeld = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Until a browser waits for the held script.</summary>
    public Task WorkerAskedAsync() => _workerAsked.Task.WaitAsync(Until.Patience, TestContext.Current.CancellationToken);

    /// <summary>Whoever waits for the script gets it.</summary>
    public void ReleaseWorker() => Interlocked.Exchange(ref _workerHeld, null)?.SetResult();

    public ValueTask DisposeAsync()
    {
        ReleaseWorker();
        return _app.DisposeAsync();
    }

    async Task HoldAsync(Task held, Func<Task> next)
    {
        _workerAsked.TrySetResult();
        await held;
        await next();
    }

    static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }

    static string ContentType(string path) => new FileExtensionContentTypeProvider().TryGetContentType(path, out var type) ? type : "application/octet-stream";

    static IResult Page(HttpRequest request, string title)
    {
        var user = request.Cookies["user"] ?? "7";
        var language = request.Cookies["language"] ?? "en";
        return Results.Content(
            $$"""
            <!DOCTYPE html>
            <html lang="{{language}}" data-lang="{{language}}" data-user="{{user}}" data-extension="101" data-pbx="main" data-hub="/hubs/calls">
            <head><title>{{title}}</title><link rel="icon" href="/icons/phonepop.svg"><link rel="stylesheet" href="/css/fonts.css">
            <style>body { font-family: Roboto }</style></head>
            <body><h1>{{title}}</h1><button id="phonepop-bell">Bell</button><button data-phonepop-enable>Turn on call notifications</button>
            <script type="module" src="/js/app.js"></script></body>
            </html>
            """,
            "text/html; charset=utf-8");
    }
}

/// <summary>What the test says and hears.</summary>
sealed class PopFeed
{
    readonly Lock _gate = new();
    readonly Dictionary<string, PopCall> _calls = [];
    readonly Dictionary<string, HubCallerContext> _connections = [];

    public Channel<(string CallId, int Milliseconds)> Shown { get; } = Channel.CreateBounded<(string, int)>(100);

    public Channel<string> Dismissed { get; } = Channel.CreateBounded<string>(100);

    public Channel<(string CallId, string Step)> Steps { get; } = Channel.CreateBounded<(string, string)>(100);

    public Channel<string> OpenedCalls { get; } = Channel.CreateBounded<string>(100);

    public object? Settings { get; set; }

    public int Connections
    {
        get
        {
            lock (_gate)
            {
                return _connections.Count;
            }
        }
    }

    public PopCall? Find(string id)
    {
        lock (_gate)
        {
            return _calls.GetValueOrDefault(id);
        }
    }

    public void Put(PopCall call)
    {
        lock (_gate)
        {
            _calls[call.Id] = call;
        }
    }

    public PopCall[] Snapshot()
    {
        lock (_gate)
        {
            return [.. _calls.Values.Where(call => call.Phase != "ended")];
        }
    }

    public void Opened(HubCallerContext connection)
    {
        lock (_gate)
        {
            _connections[connection.ConnectionId] = connection;
        }
    }

    public void Closed(HubCallerContext connection)
    {
        lock (_gate)
        {
            _connections.Remove(connection.ConnectionId);
        }
    }

    public void Drop()
    {
        HubCallerContext[] all;
        lock (_gate)
        {
            all = [.. _connections.Values];
        }

        foreach (var connection in all)
        {
            connection.Abort();
        }
    }
}

/// <summary>The hub of the contract, as far as the browser sees it.</summary>
sealed class PopHub(PopFeed feed) : Hub
{
    public override async Task OnConnectedAsync()
    {
        feed.Opened(Context);
        if (feed.Settings is { } settings)
        {
            await Clients.Caller.SendAsync("Settings", settings, Context.ConnectionAborted);
        }

        await Resync();
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        feed.Closed(Context);
        return Task.CompletedTask;
    }

    public Task Resync() => Clients.Caller.SendAsync("Snapshot", feed.Snapshot(), Context.ConnectionAborted);

    public void Shown(string callId, int milliseconds) => feed.Shown.Writer.TryWrite((callId, milliseconds));

    public void ShownBy(string callId, string step, int milliseconds) => feed.Steps.Writer.TryWrite((callId, step));

    public Task Opened(string callId)
    {
        feed.OpenedCalls.Writer.TryWrite(callId);
        return Clients.Others.SendAsync("Opened", callId, Context.ConnectionAborted);
    }

    public void Dismiss(string callId) => feed.Dismissed.Writer.TryWrite(callId);
}
