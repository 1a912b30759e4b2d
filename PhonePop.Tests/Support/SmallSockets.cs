using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace PhonePop.Tests.Support;

/// <summary>Clients whose socket takes next to nothing while nobody reads it: a server that writes to them soon finds out.</summary>
public static class SmallSockets
{
    private const char EndOfMessage = '\u001e'; // of SignalR's JSON protocol

    /// <summary>For an HTTP client of its own.</summary>
    public static SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = 4096 };
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    /// <summary>A hub connection that is read only by <see cref="ReadAsync"/>.</summary>
    public static async Task<ClientWebSocket> HubAsync(LiveServer server, string key, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {key}");
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        await socket.ConnectAsync(new UriBuilder(new Uri(server.Address, "/hubs/calls")) { Scheme = "ws" }.Uri, new HttpMessageInvoker(Handler()), cancellationToken);
        await socket.SendAsync(Encoding.UTF8.GetBytes($$"""{"protocol":"json","version":1}{{EndOfMessage}}"""), WebSocketMessageType.Text, true, cancellationToken);
        return socket;
    }

    /// <summary>What it is told from now on, until the server closes it.</summary>
    public static async IAsyncEnumerable<string> ReadAsync(ClientWebSocket socket)
    {
        var buffer = new byte[65536];
        var text = new StringBuilder();
        var decoder = Encoding.UTF8.GetDecoder();
        var chars = new char[buffer.Length + 1];
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
            if (read.MessageType == WebSocketMessageType.Close)
            {
                yield break;
            }

            text.Append(chars, 0, decoder.GetChars(buffer, 0, read.Count, chars, 0));
            var messages = text.ToString().Split(EndOfMessage);
            text.Clear().Append(messages[^1]);
            foreach (var message in messages[..^1])
            {
                yield return message;
            }
        }
    }
}
