using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using PhonePop.Server.Customers;
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
    private Order? _order; // null: somebody has come or gone since

    /// <summary>How many connections there are.</summary>
    public int Count => _open.Count;

    /// <summary>How many of them have something waiting for them.</summary>
    public int Behind => _open.Values.Count(o => o.Waiting > 0);

    /// <summary>Those who watch others, each audience once.</summary>
    internal IEnumerable<HubAudience> Supervising => Ordered().Wide.Where(w => w.Audience.Supervises);

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
            _order = null;
        }

        return base.OnDisconnectedAsync(connection);
    }

    /// <summary>From now on the connection is told what this audience is told.</summary>
    internal void Join(string connectionId, Audience audience)
    {
        lock (_lock)
        {
            _joined[connectionId] = (audience, _open[connectionId]);
            _order = null;
        }
    }

    /// <summary>Tells all supervisors' connections whose audience is so; returns at once.</summary>
    /// <param name="which">The audiences.</param>
    /// <param name="key">The client's method, and what the message is about: whoever is slow gets only the last one about it.</param>
    /// <param name="message">Makes the argument; called only where somebody is to be told.</param>
    internal void SendSupervisors(Func<Audience, bool> which, OutboxKey key, Func<object> message) => Send(Supervising.Where(w => which(w.Audience)), key, message);

    /// <summary>Tells all connections that see what belongs to this phone, and get numbers as this mask leaves them; returns at once.</summary>
    internal void Send(string pbx, string extension, NumberMask mask, OutboxKey key, Func<object> message)
    {
        var order = Ordered();
        var own = order.Seats.GetValueOrDefault((pbx, extension)) ?? [];
        Send(own.Concat(order.Wide).Where(a => a.Audience.Mask == mask && a.Audience.Sees(pbx, extension)), key, message);
    }

    private static void Send(IEnumerable<HubAudience> audiences, OutboxKey key, Func<object> message)
    {
        SerializedHubMessage? serialised = null;
        foreach (var audience in audiences)
        {
            serialised ??= key.Message(message());
            audience.Send(key, serialised);
        }
    }

    // By what a change asks for, so that a thousand operators who are not meant cost nothing; made when it is asked for, because a thousand may come at once.
    private Order Ordered()
    {
        lock (_lock)
        {
            if (_order is null)
            {
                var all = _joined.Values.GroupBy(j => j.Audience, (audience, joined) => new HubAudience(audience, [.. joined.Select(j => j.Outbox)])).ToLookup(a => a.Audience is { Pbx: not null, Extension: not null });
                _order = new Order(all[true].GroupBy(a => (a.Audience.Pbx!, a.Audience.Extension!)).ToDictionary(g => g.Key, g => g.ToArray()), [.. all[false]]);
            }

            return _order;
        }
    }

    private sealed record Order(Dictionary<(string Pbx, string Extension), HubAudience[]> Seats, HubAudience[] Wide);
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
