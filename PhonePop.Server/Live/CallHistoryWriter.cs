using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;

namespace PhonePop.Server.Live;

/// <summary>Stores each final call exactly once, in an own lossless queue, so that a slow disk delays history and nothing else.</summary>
public sealed class CallHistoryWriter(
    IDbContextFactory<PhonePopDbContext> database, CustomerMatcher matcher, CustomerStore customers, PhoneNumberReader numbers, TimeProvider clock,
    ILogger<CallHistoryWriter> logger) : BackgroundService
{
    private const int LargestBatch = 200;

    // The queue holds hours of a busy office. Who feeds it may not block, so beyond that a call is counted and logged as lost.
    private const int QueueLength = 200_000;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private readonly Channel<LiveCall> _queue = Channel.CreateBounded<LiveCall>(new BoundedChannelOptions(QueueLength) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    /// <summary>Takes a final call; returns at once.</summary>
    internal void Add(LiveCall call)
    {
        if (!_queue.Writer.TryWrite(call))
        {
            LiveLog.HistoryFull(logger, call.Call.Id);
        }
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What has ended is written before the server goes; the host's own patience is the limit.
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } writing)
        {
            await Task.WhenAny(writing, Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken));
        }

        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<LiveCall>(LargestBatch);
        while (await _queue.Reader.WaitToReadAsync(stoppingToken))
        {
            batch.Clear();
            while (batch.Count < LargestBatch && _queue.Reader.TryRead(out var call))
            {
                batch.Add(call);
            }

            await StoreStubbornlyAsync(batch, stoppingToken);
        }
    }

    private async Task StoreStubbornlyAsync(List<LiveCall> batch, CancellationToken cancellationToken)
    {
        for (var pause = TimeSpan.FromMilliseconds(250); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await StoreAsync(batch, cancellationToken);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LiveLog.HistoryRetried(logger, e, batch.Count, pause);
                await Task.Delay(pause, clock, cancellationToken);
            }
        }
    }

    private async Task StoreAsync(List<LiveCall> batch, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var ids = batch.ConvertAll(c => c.Call.Id);
        var stored = await db.Calls.Where(c => ids.Contains(c.Id)).Select(c => c.Id).ToHashSetAsync(cancellationToken);
        var contacts = new List<(int, string, DateTime)>();
        foreach (var live in batch.Where(c => stored.Add(c.Call.Id)))
        {
            var external = live.Call.Party.Kind == Ami.Calls.PartyKind.External;
            var number = external ? numbers.Read(live.Call.Party.Number) : PhoneNumber.None;
            var record = CallRecords.ToRecord(live, number, live.Match ?? await matcher.FindAsync(number, cancellationToken), clock.GetUtcNow());
            db.Calls.Add(record);
            if (record.CustomerId is { } customer)
            {
                contacts.Add((customer, number.Key, record.EndedAt));
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        await customers.TouchAsync(contacts, cancellationToken);
    }
}
