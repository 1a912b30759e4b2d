using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace PhonePop.Tests.Support;

/// <summary>
/// An open page without a browser: gets it as HTML, starts its Blazor circuit over the real protocol, takes render batches and acknowledges them, and answers
/// every call into the browser with null. It draws nothing: what it shows is the size and number of what came.
/// </summary>
public sealed partial class CircuitClient : IAsyncDisposable
{
    private readonly HubConnection _connection;
    private readonly HttpClient _http;
    private readonly ConcurrentQueue<long> _unacknowledged = new();
    private bool _acknowledges;
    private string? _id;
    private volatile byte[]? _awaited;
    private volatile bool _brought;
    private int _batches;
    private long _bytes;

    private CircuitClient(HubConnection connection, HttpClient http, bool acknowledges)
    {
        _connection = connection;
        _http = http;
        _acknowledges = acknowledges;
        connection.On<long, byte[]>("JS.RenderBatch", Take);
        connection.On<long, string, string?, int, long, int>("JS.BeginInvokeJS", (handle, name, arguments, _, _, _) => AnswerAsync(handle, name, arguments ?? ""));
        connection.On<string>("JS.Error", error => Error = error);
    }

    /// <summary>How many render batches have come.</summary>
    /// <exception cref="InvalidOperationException">The circuit broke.</exception>
    public int Batches => Error is null ? Volatile.Read(ref _batches) : throw new InvalidOperationException(Error);

    /// <summary>Their size, in bytes.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>True once a batch has brought the text of <see cref="Await"/>.</summary>
    public bool Brought => _brought;

    /// <summary>From now on each batch is searched for this text.</summary>
    public void Await(string text) => _awaited = Encoding.UTF8.GetBytes(text);

    /// <summary>What the server said when the circuit broke.</summary>
    public string? Error { get; private set; }

    /// <summary>Opens a page and waits until its circuit lives.</summary>
    /// <param name="server">The server's address.</param>
    /// <param name="path">The page.</param>
    /// <param name="key">An API key; its owner must be allowed to see the page.</param>
    /// <param name="acknowledges">False: a browser that never says it has drawn anything.</param>
    public static async Task<CircuitClient> OpenAsync(Uri server, string path, string key, bool acknowledges = true, CancellationToken cancellationToken = default)
    {
        var address = new Uri(server, path);
        var cookies = new CookieContainer();
        var http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false }) { BaseAddress = server };
        http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var answer = await http.GetAsync(address, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var html = await answer.Content.ReadAsStringAsync(cancellationToken);

        var builder = new HubConnectionBuilder().WithUrl(new Uri(server, "/_blazor"), o =>
        {
            o.SkipNegotiation = true;
            o.Transports = Microsoft.AspNetCore.Http.Connections.HttpTransportType.WebSockets;
            o.Cookies = cookies;
            o.AccessTokenProvider = () => Task.FromResult<string?>(key);
        });
        builder.Services.AddSingleton(Protocol());
        var client = new CircuitClient(builder.Build(), http, acknowledges);
        await client.StartAsync(address, html, cancellationToken);
        return client;
    }

    /// <summary>Goes to another page within the circuit, as a click on a link does.</summary>
    public Task NavigateAsync(string path) => _connection.SendAsync("OnLocationChanged", new Uri(_http.BaseAddress!, path).ToString(), null, true);

    /// <summary>Says that everything so far is drawn, and goes on saying so.</summary>
    public async Task AcknowledgeAsync()
    {
        _acknowledges = true;
        while (_unacknowledged.TryDequeue(out var id))
        {
            await _connection.SendAsync("OnRenderCompleted", id, (string?)null);
        }
    }

    /// <summary>Closes the tab: a browser tells the server, which lets the circuit go at once.</summary>
    public async ValueTask DisposeAsync()
    {
        using var form = new MultipartFormDataContent { { new StringContent(_id ?? ""), "circuitId" } };
        using var answer = await _http.PostAsync("/_blazor/disconnect", form);
        await _connection.DisposeAsync();
        _http.Dispose();
    }

    private async Task StartAsync(Uri address, string html, CancellationToken cancellationToken)
    {
        await _connection.StartAsync(cancellationToken);
        var state = State().Match(html) is { Success: true } found ? found.Groups[1].Value : "";
        _id = await _connection.InvokeAsync<string?>("StartCircuit", _http.BaseAddress!.ToString(), address.ToString(), "[]", state, cancellationToken);
        if (_id is null)
        {
            throw new InvalidOperationException("The circuit did not start: " + Error);
        }

        // One operation for each root component that the page has: the head's and the body's.
        var operations = Marker().Matches(html).Select((m, i) => new { type = "add", ssrComponentId = i + 1, marker = JsonSerializer.Deserialize<JsonElement>(m.Groups[1].Value) })
            .Where(o => o.marker.TryGetProperty("descriptor", out _)).ToArray();
        await _connection.SendAsync("UpdateRootComponents", JsonSerializer.Serialize(new { batchId = 1, operations }), state, cancellationToken);
    }

    private async Task AnswerAsync(long handle, string name, string arguments)
    {
        // What virtualizes a table gives its own reference up when it is disposed.
        if (name.EndsWith(".dispose", StringComparison.Ordinal) && Reference().Match(arguments) is { Success: true } reference)
        {
            await _connection.SendAsync("BeginInvokeDotNetFromJS", null, null, "__Dispose", long.Parse(reference.Groups[1].Value, CultureInfo.InvariantCulture), "[]");
        }

        if (handle != 0)
        {
            await _connection.SendAsync("EndInvokeJSFromDotNet", handle, true, $"[{handle},true,null]");
        }
    }

    private Task Take(long id, byte[] batch)
    {
        Interlocked.Add(ref _bytes, batch.Length);
        _brought = _brought || (_awaited is { } awaited && batch.AsSpan().IndexOf(awaited) >= 0);
        Interlocked.Increment(ref _batches);
        if (_acknowledges)
        {
            return _connection.SendAsync("OnRenderCompleted", id, (string?)null);
        }

        _unacknowledged.Enqueue(id);
        return Task.CompletedTask;
    }

    // Blazor's own reader and writer of its protocol; nothing else speaks it in .NET.
    private static IHubProtocol Protocol() =>
        (IHubProtocol)Activator.CreateInstance(typeof(CircuitHandler).Assembly.GetType("Microsoft.AspNetCore.Components.Server.BlazorPack.BlazorPackHubProtocol", throwOnError: true)!, nonPublic: true)!;

    [GeneratedRegex("<!--Blazor-Server-Component-State:([^>]+)-->")]
    private static partial Regex State();

    [GeneratedRegex("\"__dotNetObject\":(\\d+)")]
    private static partial Regex Reference();

    [GeneratedRegex("<!--Blazor:({.*?})-->")]
    private static partial Regex Marker();
}
