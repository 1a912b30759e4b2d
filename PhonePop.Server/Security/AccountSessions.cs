using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace PhonePop.Server.Security;

/// <summary>
/// Ends what somebody has open when they are locked or lose a role: their connections at once, their cookie with its next request.
/// Pages that are open notice by themselves, see <see cref="CircuitRevalidation"/>.
/// </summary>
public sealed class AccountSessions
{
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _ended = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, (string ViewerId, Action End)> _open = new();
    private long _last;

    /// <summary>For the whole server.</summary>
    /// <param name="clock">Says when a session has ended.</param>
    /// <param name="masking">When that changes, whoever is connected must connect anew: what they get was decided when they came.</param>
    public AccountSessions(TimeProvider clock, IOptionsMonitor<MaskingOptions> masking)
    {
        _clock = clock;
        masking.OnChange(_ => EndOpen(_open.Values));
    }

    /// <summary>Everything of this viewer that began before has been ended; called before their connections are.</summary>
    internal event Action<string>? Ended;

    /// <summary>Ends everything of this viewer that began before now.</summary>
    public void End(string viewerId)
    {
        _ended[viewerId] = _clock.GetUtcNow();
        Ended?.Invoke(viewerId);
        EndOpen(_open.Values.Where(o => o.ViewerId == viewerId));
    }

    /// <summary>True where a cookie of that time has to be looked at again.</summary>
    public bool HasEnded(string viewerId, DateTimeOffset? issued) => _ended.TryGetValue(viewerId, out var ended) && (issued is null || issued <= ended);

    /// <summary>Something that this viewer has open; dispose the answer when it is closed.</summary>
    /// <param name="end">Called at most once, on another thread.</param>
    public IDisposable Open(string viewerId, Action end)
    {
        var number = Interlocked.Increment(ref _last);
        _open[number] = (viewerId, end);
        return new Opened(this, number);
    }

    private static void EndOpen(IEnumerable<(string ViewerId, Action End)> open)
    {
        foreach (var (_, end) in open)
        {
            end();
        }
    }

    private sealed class Opened(AccountSessions sessions, long number) : IDisposable
    {
        public void Dispose() => sessions._open.TryRemove(number, out _);
    }
}
