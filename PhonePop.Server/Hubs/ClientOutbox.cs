using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace PhonePop.Server.Hubs;

/// <summary>
/// What one connection of the hub is to be told. As long as it takes everything at once, nothing waits here. When it does not (a frozen browser, a line that is down),
/// only the newest state of each thing waits, and who tells never does. What it missed in between it never gets.
/// </summary>
/// <param name="connection">SignalR's side of it, which ends by itself when it takes nothing for ten seconds.</param>
/// <param name="logger">Hears of a connection that is cut.</param>
internal sealed class ClientOutbox(HubConnectionContext connection, ILogger logger)
{
    /// <summary>So many things may wait. With more the connection is cut: the client comes back and gets a snapshot, which is less to read.</summary>
    public const int Most = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<OutboxKey, SerializedHubMessage> _waiting = [];
    private readonly Queue<OutboxKey> _order = new();
    private bool _writing;

    /// <summary>How many things wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Tells the client, now or as soon as it can take it. Of messages with the same key only the last one counts.</summary>
    public void Send(OutboxKey key, SerializedHubMessage message)
    {
        lock (_lock)
        {
            if (_writing)
            {
                Keep(key, message);
                return;
            }

            _writing = true;
        }

        _ = WriteAsync(message); // a write does not throw: SignalR logs what goes wrong and ends the connection
    }

    private void Keep(OutboxKey key, SerializedHubMessage message)
    {
        if (!_waiting.ContainsKey(key))
        {
            if (_waiting.Count == Most)
            {
                _waiting.Clear();
                _order.Clear();
                HubsLog.TooMuchWaits(logger, connection.ConnectionId, Most);
                connection.Abort();
                return;
            }

            _order.Enqueue(key);
        }

        _waiting[key] = message;
    }

    private async Task WriteAsync(SerializedHubMessage first)
    {
        for (var message = first; message is not null; message = Next())
        {
            await connection.WriteAsync(message);
        }
    }

    private SerializedHubMessage? Next()
    {
        lock (_lock)
        {
            if (_order.TryDequeue(out var key) && _waiting.Remove(key, out var message))
            {
                return message;
            }

            _writing = false;
            return null;
        }
    }
}

/// <summary>What a message is about: of two that are about the same, the later one is enough.</summary>
/// <param name="Method">What the client is told by.</param>
/// <param name="Id">Which call, conversation, PBX or operator.</param>
internal readonly record struct OutboxKey(string Method, string Id)
{
    /// <summary>The message itself; it is serialised once, when the first connection writes it.</summary>
    public SerializedHubMessage Message(object argument) => new(new InvocationMessage(Method, [argument]));
}
