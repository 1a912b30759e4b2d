using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Threading.Channels;

namespace PhonePop.Tests.Support;

/// <summary>A manager interface on a loopback port that does what a test tells it, with a parser of its own.</summary>
public sealed class ScriptedAmiServer : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly Channel<ScriptedPeer> _peers = Channel.CreateBounded<ScriptedPeer>(64);
    readonly CancellationTokenSource _stop = new();
    readonly Task _accepting;

    public ScriptedAmiServer()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Sent to each connection; null sends nothing.</summary>
    public string? Banner { get; set; } = "Asterisk Call Manager/11.0.0\r\n";

    /// <summary>What to answer to a request; null answers nothing. <see cref="Default"/> unless a test says otherwise.</summary>
    public Func<ScriptedRequest, string?> Answer { get; set; } = Default;

    /// <summary>Wraps the raw stream of a connection, for TLS.</summary>
    public Func<Stream, Task<Stream>> Wrap { get; set; } = Task.FromResult;

    public int Accepted { get; private set; }

    /// <summary>The next connection.</summary>
    public async Task<ScriptedPeer> PeerAsync() => await _peers.Reader.NextAsync();

    public static string? Default(ScriptedRequest request) => request.Action switch
    {
        "Challenge" => request.Success("Challenge: 12345"),
        "Login" => request.Success("Message: Authentication accepted") + "Event: FullyBooted\r\nPrivilege: system,all\r\nStatus: Fully Booted\r\n\r\n",
        "Events" => request.Success("Events: On"),
        "CoreSettings" => request.Success("AMIversion: 11.0.0", "AsteriskVersion: 22.10.1"),
        "ListCommands" => request.Success("CoreShowChannels: List  (Priv: system,reporting,all)", "CoreSettings: Show  (Priv: system,reporting,all)"),
        "Ping" => request.Success("Ping: Pong"),
        "CoreShowChannels" => request.Success("EventList: start", "Message: Channels will follow")
            + $"Event: CoreShowChannel\r\nActionID: {request.Id}\r\nChannel: PJSIP/101-00000001\r\nUniqueid: 1.1\r\n\r\n"
            + $"Event: CoreShowChannelsComplete\r\nActionID: {request.Id}\r\nEventList: Complete\r\nListItems: 1\r\n\r\n",
        _ => request.Error("Invalid/unknown command"),
    };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        while (_peers.Reader.TryRead(out var peer))
        {
            peer.Close();
        }
    }

    async Task GreetAsync(TcpClient client)
    {
        try
        {
            var peer = new ScriptedPeer(this, client, await Wrap(client.GetStream()));
            if (Banner is { } banner)
            {
                await peer.SendAsync(banner);
            }

            _ = peer.ServeAsync();
            await _peers.Writer.WriteAsync(peer, _stop.Token);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            client.Dispose(); // it has gone already, or does not like the certificate
        }
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Accepted++;
                client.NoDelay = true;
                await GreetAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
        }
    }
}

/// <summary>One request as the server saw it.</summary>
public sealed record ScriptedRequest(string Text)
{
    public string Action => this["Action"] ?? "";
    public string Id => this["ActionID"] ?? "";

    public string? this[string key] => Text.Split("\r\n").Where(l => l.StartsWith(key + ": ", StringComparison.Ordinal)).Select(l => l[(key.Length + 2)..]).FirstOrDefault();

    public string Success(params string[] headers) => Reply("Success", headers);

    public string Error(string message) => Reply("Error", "Message: " + message);

    string Reply(string response, params string[] headers) => string.Join("\r\n", [$"Response: {response}", $"ActionID: {Id}", .. headers, "", ""]);
}

/// <summary>The server's end of one connection.</summary>
public sealed class ScriptedPeer(ScriptedAmiServer server, TcpClient client, Stream stream)
{
    readonly Channel<ScriptedRequest> _requests = Channel.CreateBounded<ScriptedRequest>(1024);

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(byte[] bytes) => await stream.WriteAsync(bytes);

    /// <summary>Waits for the next request with this name, leaving out the others.</summary>
    public async Task<ScriptedRequest> RequestAsync(string action)
    {
        while (true)
        {
            var request = await _requests.Reader.NextAsync();
            if (request.Action == action)
            {
                return request;
            }
        }
    }

    public void Close() => client.Dispose();

    internal async Task ServeAsync()
    {
        try
        {
            using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
            var text = new StringBuilder();
            while (await reader.ReadLineAsync() is { } line)
            {
                if (line.Length > 0)
                {
                    text.Append(line).Append("\r\n");
                    continue;
                }

                var request = new ScriptedRequest(text.ToString());
                text.Clear();
                await _requests.Writer.WriteAsync(request);
                if (server.Answer(request) is { } answer)
                {
                    await SendAsync(answer);
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
        }
        finally
        {
            _requests.Writer.TryComplete();
        }
    }
}
