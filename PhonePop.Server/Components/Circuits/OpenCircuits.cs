using System.Diagnostics.Metrics;
using PhonePop.Server.Live;

namespace PhonePop.Server.Components.Circuits;

/// <summary>
/// The pages that are open now, each with a circuit: <c>phonepop_circuits</c> of the metrics, and a bound for each user. Every tab has one, about a megabyte;
/// pops need none. See decision 12.
/// </summary>
public sealed class OpenCircuits
{
    /// <summary>So many live pages one user may have, in all their browsers; a page beyond that stays as it was drawn first.</summary>
    public const int MostOfOneUser = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);
    private int _open;
    private int _connected;

    /// <summary>Creates the gauge.</summary>
    public OpenCircuits(IMeterFactory meters)
    {
        meters.Create(LiveMetrics.MeterName).CreateObservableGauge<int>(
            "phonepop.circuits",
            () => [new(Connected, new KeyValuePair<string, object?>("state", "connected")), new(Count - Connected, new KeyValuePair<string, object?>("state", "waiting"))],
            "{circuit}", "Open pages: with their browser, and waiting for it to come back (three minutes at most).");
    }

    /// <summary>How many there are.</summary>
    public int Count => Volatile.Read(ref _open);

    /// <summary>How many of them have a browser at the other end now.</summary>
    public int Connected => Volatile.Read(ref _connected);

    /// <summary>One more of this user; false where they have enough.</summary>
    internal bool TryOpen(string user)
    {
        lock (_lock)
        {
            var count = _users.GetValueOrDefault(user);
            if (count == MostOfOneUser)
            {
                return false;
            }

            _users[user] = count + 1;
            _open++;
            return true;
        }
    }

    /// <summary>One fewer.</summary>
    internal void Close(string user)
    {
        lock (_lock)
        {
            _open--;
            if (--_users[user] == 0)
            {
                _users.Remove(user);
            }
        }
    }

    /// <summary>A browser has come (1) or gone (-1).</summary>
    internal void Connect(int change) => Interlocked.Add(ref _connected, change);
}
