using System.Collections.Concurrent;

namespace PhonePop.Server.Live;

/// <summary>Ids in the order in which they came, and which one has to go when there are too many. Safe from any thread.</summary>
internal sealed class OldestOut(int most)
{
    private readonly ConcurrentQueue<string> _ids = new();

    /// <summary>Takes one more. Each id may come once.</summary>
    /// <returns>The one that has to go, or null: there is room.</returns>
    public string? Add(string id)
    {
        _ids.Enqueue(id);
        return _ids.Count > most && _ids.TryDequeue(out var oldest) ? oldest : null;
    }
}
