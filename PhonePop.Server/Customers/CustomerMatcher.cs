using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
using PhonePop.Server.Customers.Lookups;
using Polly.CircuitBreaker;

namespace PhonePop.Server.Customers;

/// <summary>Asks the look-ups in order, each with a time limit, and remembers the answer, also "nobody", until a customer with that number changes.</summary>
public sealed class CustomerMatcher : IDisposable
{
    private const int MostCached = 20_000; // a call's number is asked for again while it rings, and seldom after
    private static readonly TimeSpan KeepKnown = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan KeepUnknown = TimeSpan.FromMinutes(5);

    private readonly List<ICustomerLookup> _lookups;
    private readonly TimeProvider _clock;
    private readonly ILogger<CustomerMatcher> _logger;
    private readonly LookupMetrics _metrics;

    // Not the shared cache: with a size limit every library's entry without a size would throw.
    private readonly MemoryCache _cache;

    // What is being asked: of five phones that ring for one caller, and of who waited before they rang, one asks and all get the answer.
    private readonly ConcurrentDictionary<(PhoneNumber Caller, int Generation), TaskCompletionSource<CustomerMatch?>> _asked = new();
    private readonly CancellationTokenSource _stop = new();
    private int _generation;

    /// <summary>Takes the look-ups that <see cref="CustomersOptions.Lookups"/> names, in its order.</summary>
    public CustomerMatcher(IEnumerable<ICustomerLookup> lookups, CustomersOptions options, TimeProvider clock, LookupMetrics metrics, ILogger<CustomerMatcher> logger)
    {
        var byName = lookups.ToDictionary(l => l.Name, StringComparer.OrdinalIgnoreCase);
        _lookups = [.. options.Lookups.Select(name => byName[name])];
        _clock = clock;
        _logger = logger;
        _metrics = metrics;
        _cache = new MemoryCache(new MemoryCacheOptions { SizeLimit = MostCached });
    }

    /// <summary>Raised after customers changed, with the keys of the numbers concerned, or null: any number. Handlers must not block.</summary>
    public event Action<IReadOnlySet<string>?>? Changed;

    /// <summary>What is already known of the number, or null.</summary>
    public CustomerMatch? Cached(PhoneNumber caller) => !caller.CanBeFound ? CustomerMatch.None : _cache.Get<Answers>(caller.Key)?.For(caller.E164);

    /// <summary>The customers with this number. Who asks while another asks the same waits for that answer.</summary>
    /// <param name="caller">The number.</param>
    /// <param name="cancellationToken">Ends the waiting; the question goes on for the others.</param>
    /// <returns>Null when no look-up could answer: ask again later.</returns>
    public async ValueTask<CustomerMatch?> FindAsync(PhoneNumber caller, CancellationToken cancellationToken)
    {
        if (Known(caller) is { } known)
        {
            return known;
        }

        var question = (caller, Volatile.Read(ref _generation));
        var mine = new TaskCompletionSource<CustomerMatch?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = _asked.GetOrAdd(question, mine);
        if (asked == mine)
        {
            _ = AnswerAsync(question, mine);
        }

        return await asked.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The customers with this number as far as this machine knows: who holds a transaction cannot wait for another system.</summary>
    public async ValueTask<CustomerMatch?> FindHereAsync(PhoneNumber caller, CancellationToken cancellationToken) =>
        Known(caller) ?? await AskAsync(_lookups.FindAll(l => !l.IsRemote), caller, Volatile.Read(ref _generation), cancellationToken);

    private CustomerMatch? Known(PhoneNumber caller)
    {
        var known = Cached(caller);
        if (known is not null)
        {
            _metrics.Cached();
        }

        return known;
    }

    private async Task AnswerAsync((PhoneNumber Caller, int Generation) question, TaskCompletionSource<CustomerMatch?> answer)
    {
        try
        {
            answer.SetResult(await AskAsync(_lookups, question.Caller, question.Generation, _stop.Token));
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            answer.SetCanceled(_stop.Token); // whatever it met: what a look-up needs is being taken down as well
        }
        finally
        {
            _asked.TryRemove(question, out _);
        }
    }

    private async Task<CustomerMatch?> AskAsync(List<ICustomerLookup> lookups, PhoneNumber caller, int generation, CancellationToken cancellationToken)
    {
        var answered = lookups.Count == 0;
        string? unanswered = null;
        foreach (var lookup in lookups)
        {
            var asked = _clock.GetTimestamp();
            try
            {
                using var limit = new CancellationTokenSource(lookup.TimeLimit, _clock);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
                var found = await lookup.FindAsync(caller, both.Token);
                answered = true;
                _metrics.Asked(lookup.Name, found is null ? "miss" : "hit", _clock.GetElapsedTime(asked));
                if (found is not null)
                {
                    return Remember(caller, found, KeepKnown, generation);
                }
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // Whatever a source throws, the ring is on the screen already; it costs the name, not the pop.
                unanswered = lookup.Name;
                _metrics.Asked(lookup.Name, "failed", _clock.GetElapsedTime(asked));
                Report(e, lookup, PhoneNumberReader.Mask(caller.E164 ?? caller.Raw));
            }
        }

        if (!answered)
        {
            return null;
        }

        // "Nobody" is remembered only where everybody was asked.
        return unanswered is null && lookups.Count == _lookups.Count ? Remember(caller, CustomerMatch.None, KeepUnknown, generation) : CustomerMatch.None with { Unanswered = unanswered };
    }

    private void Report(Exception e, ICustomerLookup lookup, string masked)
    {
        if (!lookup.IsRemote)
        {
            CustomersLog.LookupFailed(_logger, e, lookup.Name, masked);
        }
        else if (e is not BrokenCircuitException)
        {
            // One line a failure, and none while nobody is asked: another system that is down is its own administrator's news.
            CustomersLog.OtherSystemFailed(_logger, masked, e is OtherSystemException ? e.Message : $"The other system did not answer ({e.GetType().Name}).");
        }
    }

    /// <summary>Forgets the answers for these keys (<see cref="PhoneNumber.Key"/>), or all of them, and tells who shows them.</summary>
    internal void CustomersChanged(IReadOnlySet<string>? keys)
    {
        Forget(keys);
        Changed?.Invoke(keys);
    }

    internal void Forget(IReadOnlySet<string>? keys)
    {
        // First, so that a look-up that read the old row does not store it behind us.
        Interlocked.Increment(ref _generation);
        if (keys is null)
        {
            _cache.Clear();
            return;
        }

        foreach (var key in keys)
        {
            _cache.Remove(key);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _stop.Cancel(); // only that: a question that still runs must find it
        _cache.Dispose();
    }

    private CustomerMatch Remember(PhoneNumber caller, CustomerMatch match, TimeSpan keep, int generation)
    {
        if (generation == Volatile.Read(ref _generation))
        {
            _cache.Set(caller.Key, new Answers(caller.E164, match), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = keep });
        }

        return match;
    }

    // One entry a key, so that one removal forgets every number that ends in it. Two numbers of one ending take turns; that is rare.
    private sealed record Answers(string? E164, CustomerMatch Match)
    {
        public CustomerMatch? For(string? e164) => E164 == e164 ? Match : null;
    }
}
