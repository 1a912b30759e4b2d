using System.Threading.Channels;

namespace PhonePop.Server.Work;

/// <summary>Changes of customers on their way to the list of people to call back.</summary>
public sealed class RenamedCustomers
{
    private readonly Channel<IReadOnlySet<string>?> _changes = Channel.CreateBounded<IReadOnlySet<string>?>(new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
    private long _dropped;

    /// <summary>How many wait.</summary>
    public long Waiting => _changes.Reader.Count;

    /// <summary>How many did not fit: the names on the list stay as they were until those customers change again.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Takes the keys of the numbers whose customers have changed, or null for all; returns at once.</summary>
    public void Add(IReadOnlySet<string>? keys)
    {
        if (!_changes.Writer.TryWrite(keys))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>All of them, as they come.</summary>
    public IAsyncEnumerable<IReadOnlySet<string>?> ReadAllAsync(CancellationToken cancellationToken) => _changes.Reader.ReadAllAsync(cancellationToken);
}
