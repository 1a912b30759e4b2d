using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using PhonePop.Server.Live;

namespace PhonePop.Server.Hubs;

/// <summary>
/// Who is connected to the hub, by audience, and the way to tell them what changes. SignalR's own groups wait for the slowest of those they tell; here each
/// connection has an outbox, so that nobody waits for anybody. A message is serialised once, however many get it.
/// </summary>
public sealed class HubClients(ILogger<DefaultHubLifetimeManager<PhoneHub>> logger) : DefaultHubLifetimeManager<PhoneHub>(logger)
{
    private readonly ILogger _logger = logger;
    private readonly ConcurrentDictionary<string, ClientOutbox> _open = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (Audience Audience, ClientOutbox Outbox)> _joined = new(StringComparer.Ordinal);
    private IReadOnlyList<HubAudience>? _audiences; // null: somebody has come or gone since

    /// <summary>How many connections there are.</summary>
    public int Count => _open.Count;

    /// <summary>How many of them have something waiting for them.</summary>
    public int Behind => _open.Values.Count(o => o.Waiting > 0);

    /// <summary>The different audiences that are connected now, each once.</summary>
    internal IReadOnlyList<HubAudience> Audiences
    {
        get
        {
            lock (_lock)
            {
                return _audiences ??= [.. _joined.GroupBy(j => j.Value.Audience, (audience, joined) => new HubAudience(audience, [.. joined.Select(j => j.Value.Outbox)]))];
            }
        }
    }

    /// <inheritdoc />
    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        _open[connection.ConnectionId] = new ClientOutbox(connection, _logger);
        return base.OnConnectedAsync(connection);
    }

    /// <inheritdoc />
    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        _open.TryRemove(connection.ConnectionId, out _);
        lock (_lock)
        {
            _joined.Remove(connection.ConnectionId);
            _audiences = null;
        }

        return base.OnDisconnectedAsync(connection);
    }

    /// <summary>From now on the connection is told what this audience is told.</summary>
    internal void Join(string connectionId, Audience audience)
    {
        lock (_lock)
        {
            _joined[connectionId] = (audience, _open[connectionId]);
            _audiences = null;
        }
    }

    /// <summary>Tells all connections of these audiences; returns at once.</summary>
    /// <param name="which">The audiences.</param>
    /// <param name="key">The client's method, and what the message is about: whoever is slow gets only the last one about it.</param>
    /// <param name="message">Makes the argument; called only where somebody is to be told.</param>
    internal void Send(Func<Audience, bool> which, OutboxKey key, Func<object> message)
    {
        SerializedHubMessage? serialised = null;
        foreach (var audience in Audiences)
        {
            if (which(audience.Audience))
            {
                serialised ??= key.Message(message());
                audience.Send(key, serialised);
            }
        }
    }
}

/// <summary>Those connections that are told the same.</summary>
internal sealed record HubAudience(Audience Audience, IReadOnlyList<ClientOutbox> Outboxes)
{
    /// <summary>Tells them all; returns at once.</summary>
    public void Send(OutboxKey key, SerializedHubMessage message)
    {
        foreach (var outbox in Outboxes)
        {
            outbox.Send(key, message);
        }
    }
}
