using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace PhonePop.Server.Live;

/// <summary>Latest states by id, and subscriptions to them. One lock; what waits for a reader is at most one state per id, and no more than it asks for.</summary>
internal sealed class Board<T>(TimeProvider clock)
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly List<Subscription> _subscriptions = [];
    private long _sequence;
    private long _forgotten;

    /// <summary>Raised with each change, within the lock: in order, and before anybody else hears of it. A handler must be quick and must not throw.</summary>
    public event Action<T>? Changed;

    /// <summary>Replaces one state. <paramref name="change"/> gets the state before (or null) and the number of this change; null means: nothing changes.</summary>
    public T? Update(string id, Func<T?, long, T?> change)
    {
        lock (_lock)
        {
            _entries.TryGetValue(id, out var before);
            var next = change(before.Value, _sequence + 1);
            if (next is null)
            {
                return null;
            }

            var entry = new Entry(next, ++_sequence);
            _entries[id] = entry;
            Changed?.Invoke(next);
            foreach (var subscription in _subscriptions)
            {
                subscription.Offer(id, before.Value, entry);
            }

            return next;
        }
    }

    public T? Find(string id)
    {
        lock (_lock)
        {
            return _entries.GetValueOrDefault(id).Value;
        }
    }

    public List<T> Where(Func<T, bool> predicate)
    {
        lock (_lock)
        {
            return Select(predicate, after: 0);
        }
    }

    public int Count(Func<T, bool> predicate)
    {
        lock (_lock)
        {
            return _entries.Values.Count(entry => predicate(entry.Value));
        }
    }

    /// <summary>Forgets one; nobody is told.</summary>
    /// <param name="state">The state that it must still have; null: whatever it is.</param>
    public void Forget(string id, T? state = null)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(id, out var entry) && (state is null || ReferenceEquals(entry.Value, state)))
            {
                _forgotten = Math.Max(_forgotten, entry.Sequence);
                _entries.Remove(id);
            }
        }
    }

    /// <summary>Forgets what matches; nobody is told. Looks at all of them.</summary>
    /// <returns>How many matched.</returns>
    public int Forget(Func<T, bool> predicate)
    {
        lock (_lock)
        {
            var before = _entries.Count;
            foreach (var (id, entry) in _entries)
            {
                if (predicate(entry.Value))
                {
                    _forgotten = Math.Max(_forgotten, entry.Sequence);
                    _entries.Remove(id);
                }
            }

            return before - _entries.Count;
        }
    }

    /// <summary>The states that match <paramref name="snapshot"/> now, and from then on each change that <paramref name="sees"/> accepts.</summary>
    /// <param name="gone">Makes the last state for this reader of one that they saw and see no longer; null: nothing is said of it.</param>
    /// <param name="mostWaiting">When more ids than this wait, the changes end: for readers who come back and resume.</param>
    public (List<T> Snapshot, IAsyncEnumerable<IReadOnlyList<T>> Changes, long Sequence) Subscribe(
        Func<T, bool> snapshot, Func<T, bool> sees, TimeSpan minimumInterval, CancellationToken cancellationToken, Func<T, T>? gone = null, int mostWaiting = int.MaxValue)
    {
        lock (_lock)
        {
            return (Select(snapshot, after: 0), Listen(sees, gone, minimumInterval, mostWaiting, cancellationToken), _sequence);
        }
    }

    /// <summary>As <see cref="Subscribe"/>, but with the states that changed after that number; null where some of them are forgotten.</summary>
    public (List<T> Missed, IAsyncEnumerable<IReadOnlyList<T>> Changes)? Resume(long after, Func<T, bool> sees, int mostWaiting, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return after < _forgotten || after > _sequence ? null : (Select(sees, after), Listen(sees, null, TimeSpan.Zero, mostWaiting, cancellationToken));
        }
    }

    private List<T> Select(Func<T, bool> predicate, long after)
    {
        var found = new List<Entry>();
        foreach (var entry in _entries.Values)
        {
            if (entry.Sequence > after && predicate(entry.Value))
            {
                found.Add(entry);
            }
        }

        found.Sort(static (a, b) => a.Sequence.CompareTo(b.Sequence));
        return found.ConvertAll(static e => e.Value);
    }

    private IAsyncEnumerable<IReadOnlyList<T>> Listen(Func<T, bool> sees, Func<T, T>? gone, TimeSpan minimumInterval, int mostWaiting, CancellationToken cancellationToken)
    {
        var subscription = new Subscription(sees, gone, mostWaiting);
        _subscriptions.Add(subscription);

        // A reader that is cancelled before its first batch would otherwise stay in the list for ever.
        var registration = cancellationToken.UnsafeRegister(_ => Remove(subscription), null);
        return ReadAsync(subscription, minimumInterval, registration, cancellationToken);
    }

    private async IAsyncEnumerable<IReadOnlyList<T>> ReadAsync(
        Subscription subscription, TimeSpan minimumInterval, CancellationTokenRegistration registration, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            while (await subscription.Signal.WaitToReadAsync(cancellationToken))
            {
                subscription.Signal.TryRead(out _);
                List<T> batch;
                lock (_lock)
                {
                    batch = subscription.Take();
                }

                if (batch.Count == 0)
                {
                    continue; // a change came between the signal and the taking: it went with the batch before
                }

                yield return batch;
                if (minimumInterval > TimeSpan.Zero)
                {
                    await Task.Delay(minimumInterval, clock, cancellationToken);
                }
            }
        }
        finally
        {
            await registration.DisposeAsync();
            Remove(subscription);
        }
    }

    private void Remove(Subscription subscription)
    {
        lock (_lock)
        {
            _subscriptions.Remove(subscription);
        }
    }

    private readonly record struct Entry(T Value, long Sequence);

    private sealed class Subscription(Func<T, bool> sees, Func<T, T>? gone, int mostWaiting)
    {
        private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
        private readonly Dictionary<string, Entry> _waiting = new(StringComparer.Ordinal);

        private bool _ended;

        public ChannelReader<bool> Signal => _signal.Reader;

        public void Offer(string id, T? before, Entry entry)
        {
            if (_ended)
            {
                return;
            }

            if (!sees(entry.Value))
            {
                if (gone is null || before is null || !sees(before))
                {
                    return;
                }

                entry = entry with { Value = gone(before) };
            }

            _waiting[id] = entry;
            if (_waiting.Count > mostWaiting)
            {
                // Not a part of them: who resumes after a newer one would miss the older.
                _ended = true;
                _waiting.Clear();
                _signal.Writer.TryComplete();
                return;
            }

            _signal.Writer.TryWrite(true);
        }

        public List<T> Take()
        {
            // In the order of the changes: a stream that breaks off after one of them must not have skipped an older one.
            var batch = _waiting.Values.OrderBy(static e => e.Sequence).Select(static e => e.Value).ToList();
            _waiting.Clear();
            return batch;
        }
    }
}
