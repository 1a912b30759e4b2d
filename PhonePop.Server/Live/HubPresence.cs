using System.Collections.Concurrent;

namespace PhonePop.Server.Live;

/// <summary>Who is connected to the hub now, by seat. A browser with several tabs has one connection: its leading tab's.</summary>
public sealed class HubPresence
{
    private readonly ConcurrentDictionary<string, Connection> _connections = new(StringComparer.Ordinal);

    /// <summary>Somebody has come to this seat, left it, or said otherwise how calls reach them there; called on the thread of the hub.</summary>
    public event Action<Audience>? Changed;

    /// <summary>How many browsers and programs listen for the calls of this extension as their own.</summary>
    public int Count(string pbx, string extension) => Of(pbx, extension).Count();

    /// <summary>The hub's connections at this seat.</summary>
    internal IReadOnlyList<string> Connections(string pbx, string extension) => [.. Of(pbx, extension).Select(c => c.Key)];

    /// <summary>What the browsers at this seat say of their notifications; null for one that has not said anything, such as a program.</summary>
    internal IReadOnlyList<NotificationState?> Notifications(string pbx, string extension) => [.. Of(pbx, extension).Select(c => c.Value.Notifications)];

    internal void Join(string connectionId, Audience seat)
    {
        _connections[connectionId] = new Connection(seat, null);
        Changed?.Invoke(seat);
    }

    internal void Report(string connectionId, NotificationState notifications)
    {
        // One hub call of a connection at a time: nobody else changes this entry.
        if (_connections.TryGetValue(connectionId, out var known) && _connections.TryUpdate(connectionId, known with { Notifications = notifications }, known))
        {
            Changed?.Invoke(known.Seat);
        }
    }

    internal void Leave(string connectionId)
    {
        if (_connections.TryRemove(connectionId, out var gone))
        {
            Changed?.Invoke(gone.Seat);
        }
    }

    private IEnumerable<KeyValuePair<string, Connection>> Of(string pbx, string extension) =>
        _connections.Where(c => c.Value.Seat.Pbx == pbx && c.Value.Seat.Extension == extension);

    private sealed record Connection(Audience Seat, NotificationState? Notifications);
}

/// <summary>How a browser stands to notifications, from the best to the worst.</summary>
public enum NotificationState
{
    /// <summary>They are allowed.</summary>
    Granted,

    /// <summary>The user has not been asked yet.</summary>
    Default,

    /// <summary>The page came over plain http: browsers show no notifications then.</summary>
    Insecure,

    /// <summary>The browser cannot show them.</summary>
    Unsupported,

    /// <summary>The user has switched pops off in their settings.</summary>
    Off,

    /// <summary>The user has blocked them.</summary>
    Denied,
}
