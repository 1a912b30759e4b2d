using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;

namespace PhonePop.Server.Live;

/// <summary>
/// Stores each final call exactly once, and what has not ended as it was shown last, so that a server that is killed finds both again.
/// It has an own queue: a slow disk delays history and nothing else. What ended is never skipped; of what goes on only the newest state is written.
/// </summary>
public sealed class CallHistoryWriter(
    IDbContextFactory<PhonePopDbContext> database, CustomerMatcher matcher, CustomerStore customers, PhoneNumberReader numbers, TimeProvider clock,
    ILogger<CallHistoryWriter> logger) : BackgroundService
{
    private const int LargestBatch = 500;
    private const int AttemptsTogether = 4;

    // The queue holds hours of a busy office. Who feeds it may not block, so beyond that a call is counted and logged as lost.
    private const int QueueLength = 200_000;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    // What changes in this time is written together, and of a call only its newest state. A kill costs no call: the PBX's list tells again what it was.
    // What goes on waits for it even after a pause: what a ring sets off must not be in the way of the pop itself, which takes a millisecond.
    private static readonly TimeSpan WriteEvery = TimeSpan.FromMilliseconds(250);
    private readonly CancellationTokenSource _ending = new();
    private readonly Channel<LiveCall> _final = Channel.CreateBounded<LiveCall>(new BoundedChannelOptions(QueueLength) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LiveCall> _open = new(StringComparer.Ordinal);
    private long _dropped;

    /// <summary>How many ended calls wait to be written.</summary>
    internal long Waiting => _final.Reader.Count;

    /// <summary>Of how many calls that go on a newer state waits to be written.</summary>
    internal long OpenWaiting
    {
        get
        {
            lock (_lock)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>How many ended calls are lost to history.</summary>
    internal long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Takes a final call; returns at once.</summary>
    internal void Add(LiveCall call)
    {
        if (!_final.Writer.TryWrite(call))
        {
            Interlocked.Increment(ref _dropped);
            LiveLog.HistoryFull(logger, call.Call.Id);
        }

        _signal.Writer.TryWrite(true);
    }

    /// <summary>Takes the state of a call that goes on; returns at once.</summary>
    internal void Note(LiveCall call)
    {
        lock (_lock)
        {
            _open[call.Call.Id] = call;
        }

        _signal.Writer.TryWrite(true);
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What has ended is written before the server goes; the host's own patience is the limit.
        _final.Writer.TryComplete();
        _signal.Writer.TryComplete();
        await _ending.CancelAsync();
        if (ExecuteTask is { } writing)
        {
            await Task.WhenAny(writing, Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken));
        }

        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _signal.Reader.WaitToReadAsync(stoppingToken))
        {
            if (_final.Reader.Count == 0)
            {
                await PauseAsync();
            }

            _signal.Reader.TryRead(out _);
            while (Take() is { } batch)
            {
                await StoreStubbornlyAsync(batch, stoppingToken);
            }

            await PauseAsync();
        }
    }

    private async Task PauseAsync() => await Task.Delay(WriteEvery, clock, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <inheritdoc />
    public override void Dispose()
    {
        _ending.Cancel(); // only cancelled: a host may be stopped and disposed at the same time
        base.Dispose();
    }

    private Batch? Take()
    {
        var final = new List<LiveCall>();
        while (final.Count < LargestBatch && _final.Reader.TryRead(out var call))
        {
            final.Add(call);
        }

        List<LiveCall> open;
        lock (_lock)
        {
            // A call's last state was noted before it ended: it must not be written behind its end.
            final.ForEach(call => _open.Remove(call.Call.Id));
            open = [.. _open.Values.Take(LargestBatch)];
            open.ForEach(call => _open.Remove(call.Call.Id));
        }

        return final.Count + open.Count == 0 ? null : new Batch(final, open);
    }

    private async Task StoreStubbornlyAsync(Batch batch, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMilliseconds(250);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await StoreAsync(batch, cancellationToken);
                if (attempt > 1)
                {
                    LiveLog.HistoryStoredAgain(logger, batch.Final.Count + _final.Reader.Count, attempt);
                }

                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                if (attempt >= AttemptsTogether && IsAboutTheRows(e))
                {
                    await StoreOneByOneAsync(batch, cancellationToken);
                    return;
                }

                if (attempt == 1)
                {
                    LiveLog.HistoryRetried(logger, e.GetBaseException().Message); // once: the trouble may last for hours
                }

                await Task.Delay(pause, clock, cancellationToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    // A row that the database will never take must not keep back those behind it.
    private async Task StoreOneByOneAsync(Batch batch, CancellationToken cancellationToken)
    {
        foreach (var one in batch.Singles())
        {
            try
            {
                await StoreAsync(one, cancellationToken);
            }
            catch (Exception e) when (IsAboutTheRows(e))
            {
                LiveLog.HistoryRowRefused(logger, e, one.Id);
            }
        }
    }

    // Busy, locked, full, read-only and I/O errors pass; what the database says about the data itself does not.
    private static bool IsAboutTheRows(Exception e) => e switch
    {
        DbUpdateException { InnerException: SqliteException inner } => IsAboutTheRows(inner),
        SqliteException { SqliteErrorCode: 18 or 19 or 20 } => true, // too big, constraint, mismatch
        _ => e is InvalidOperationException or ArgumentException or System.Text.Json.JsonException,
    };

    private async Task StoreAsync(Batch batch, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var contacts = await AddFinalAsync(db, batch.Final, cancellationToken);
        OpenCallStore.Put(db, batch.Open, clock.GetUtcNow().UtcDateTime);
        await transaction.CommitAsync(cancellationToken);
        await customers.TouchAsync(contacts, cancellationToken);
    }

    private async Task<List<(int, string, DateTime)>> AddFinalAsync(PhonePopDbContext db, List<LiveCall> final, CancellationToken cancellationToken)
    {
        var contacts = new List<(int, string, DateTime)>();
        if (final.Count == 0)
        {
            return contacts;
        }

        await OpenCallStore.RemoveAsync(db, final.ConvertAll(c => c.Call.Id), cancellationToken);
        using var rows = new RowInserter<CallRecord>(db, RowConflict.KeepsOld);
        using var explanations = new RowInserter<CallExplanation>(db, RowConflict.KeepsOld);
        foreach (var live in final)
        {
            var external = live.Call.Party.Kind == Ami.Calls.PartyKind.External;
            var number = external ? numbers.Read(live.Call.Party.Number) : PhoneNumber.None;
            var record = CallRecords.ToRecord(live, number, live.Match ?? await matcher.FindHereAsync(number, cancellationToken), clock.GetUtcNow());
            if (!rows.Insert(record))
            {
                continue; // told again after a restart: what was written first stays
            }

            explanations.Insert(new CallExplanation { Id = record.Id, EndedAt = record.EndedAt, Why = WhyDto.Pack(live) });
            if (record.CustomerId is { } customer)
            {
                contacts.Add((customer, number.Key, record.EndedAt));
            }
        }

        return contacts;
    }

    private sealed record Batch(List<LiveCall> Final, List<LiveCall> Open)
    {
        public string Id => Final.Concat(Open).First().Call.Id;

        public IEnumerable<Batch> Singles() => Final.Select(c => new Batch([c], [])).Concat(Open.Select(c => new Batch([], [c])));
    }
}
