using PhonePop.Server.Live;

namespace PhonePop.Server.Hubs;

/// <summary>The different audiences that are connected now: each is one group of the hub, and each connection is in one of them. There are few, however many connect.</summary>
public sealed class HubAudiences
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Audience, int> _connections = [];
    private volatile IReadOnlyList<Audience> _all = [];

    /// <summary>Those that are connected, each once.</summary>
    public IReadOnlyList<Audience> All => _all;

    /// <summary>One more connection has this audience.</summary>
    public void Join(Audience audience) => Count(audience, 1);

    /// <summary>One fewer.</summary>
    public void Leave(Audience audience) => Count(audience, -1);

    private void Count(Audience audience, int change)
    {
        lock (_lock)
        {
            var count = _connections.GetValueOrDefault(audience) + change;
            if (count == 0)
            {
                _connections.Remove(audience);
            }
            else
            {
                _connections[audience] = count;
            }

            _all = [.. _connections.Keys];
        }
    }
}
