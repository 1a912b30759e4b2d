using System.Collections.Concurrent;

namespace PhonePop.Server.Live;

/// <summary>Who is connected to the hub now, by seat. A browser with several tabs has one connection: its leading tab's.</summary>
public sealed class HubPresence
{
    private readonly ConcurrentDictionary<string, Audience> _connections = new(StringComparer.Ordinal);

    /// <summary>Somebody has come to this seat or left it; called on the thread of the hub.</summary>
    public event Action<Audience>? Changed;

    /// <summary>How many browsers and programs listen for the calls of this extension as their own.</summary>
    public int Count(string pbx, string extension) => _connections.Values.Count(seat => seat.Pbx == pbx && seat.Extension == extension);

    internal void Join(string connectionId, Audience seat)
    {
        _connections[connectionId] = seat;
        Changed?.Invoke(seat);
    }

    internal void Leave(string connectionId)
    {
        if (_connections.TryRemove(connectionId, out var seat))
        {
            Changed?.Invoke(seat);
        }
    }
}
