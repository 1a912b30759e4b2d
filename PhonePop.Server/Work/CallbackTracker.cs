using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Server.Live;

namespace PhonePop.Server.Work;

/// <summary>
/// Judges which conversations nobody answered, and sees when those people are reached. It reads the boards like a page does, so that the
/// call path knows nothing of it; a board keeps the last state of each call for it, however slow the disk is.
/// </summary>
public sealed class CallbackTracker(
    LiveCallBoard calls, ConversationBoard conversations, CallbackStore store, RenamedCustomers renames, IDbContextFactory<PhonePopDbContext> database, PhoneNumberReader numbers,
    CustomerMatcher matcher, IOptionsMonitor<WorkOptions> options, TimeProvider clock, ILogger<CallbackTracker> logger) : BackgroundService
{
    private const int Attempts = 8;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(10);

    // Longer than the pauses between the attempts of a write (below), so that what waited behind them is still judged rightly.
    private static readonly TimeSpan KeepAnswered = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromMinutes(1);

    // Conversations in which somebody talked: who is transferred and then gives up was not missed. Used by the two followers.
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, DateTimeOffset> _answered = new(StringComparer.Ordinal);
    private long _refusedAt = DateTimeOffset.MinValue.UtcTicks;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (current, callChanges) = calls.Subscribe(Audience.Everything, TimeSpan.Zero, stoppingToken);
        var (_, conversationChanges) = conversations.Subscribe(TimeSpan.Zero, stoppingToken);
        matcher.Changed += Rename;
        try
        {
            await StubbornlyAsync(() => store.LoadAsync(stoppingToken), stoppingToken);
            await StubbornlyAsync(() => CatchUpAsync(stoppingToken), stoppingToken);
            Rename(null);
            await TakeAsync([.. current.Select(c => c.Call.Pbx).Distinct().SelectMany(calls.Unfinished)], stoppingToken); // an earlier run's answers, too
            await Task.WhenAll(FollowCallsAsync(callChanges, stoppingToken), FollowConversationsAsync(conversationChanges, stoppingToken), RenameAsync(stoppingToken), SweepAsync(stoppingToken), ForgetAsync(stoppingToken));
        }
        finally
        {
            matcher.Changed -= Rename;
        }
    }

    private async Task FollowCallsAsync(IAsyncEnumerable<IReadOnlyList<LiveCall>> batches, CancellationToken cancellationToken)
    {
        await foreach (var batch in batches.WithCancellation(cancellationToken))
        {
            await TakeAsync(batch, cancellationToken);
        }
    }

    private async Task TakeAsync(IReadOnlyList<LiveCall> batch, CancellationToken cancellationToken)
    {
        // All answers first: the calls of one conversation end together, in any order.
        foreach (var live in batch.Where(c => c.Call.AnsweredAt is not null))
        {
            _answered[live.Call.ConversationId] = clock.GetUtcNow();
        }

        foreach (var live in batch.Where(c => c.Call.Party.Kind == PartyKind.External))
        {
            var (call, number) = (live.Call, numbers.Read(live.Call.Party.Number));
            if (!number.CanBeFound)
            {
                continue;
            }

            if (call.AnsweredAt is { } answeredAt)
            {
                await StubbornlyAsync(() => store.ReachedAsync(number, live.Match?.Only?.Id, answeredAt.UtcDateTime, live.OperatorName ?? call.Extension, cancellationToken), cancellationToken);
            }
            else if (call is { IsFinal: true, Direction: CallDirection.Inbound, Outcome: CallOutcome.Missed } && !_answered.ContainsKey(call.ConversationId))
            {
                await MissAsync(new MissedCall(call.ConversationId, call.Pbx, number, call.Queue, call.Did, (call.EndedAt ?? clock.GetUtcNow()).UtcDateTime), cancellationToken);
            }
        }
    }

    // Who gave up in a queue before any phone rang is in no operator's call.
    private async Task FollowConversationsAsync(IAsyncEnumerable<IReadOnlyList<Conversation>> batches, CancellationToken cancellationToken)
    {
        await foreach (var batch in batches.WithCancellation(cancellationToken))
        {
            foreach (var ended in batch.Where(c => c is { State: ConversationState.Ended, AnsweredAt: null, Queue: not null } && !_answered.ContainsKey(c.Id)))
            {
                if (ended.Participants.FirstOrDefault(p => p.Party.Kind == PartyKind.External) is { } caller && numbers.Read(caller.Party.Number) is { CanBeFound: true } number)
                {
                    await MissAsync(new MissedCall(ended.Id, ended.Pbx, number, ended.Queue, null, clock.GetUtcNow().UtcDateTime), cancellationToken);
                }
            }
        }
    }

    /// <summary>What was missed while the server was down, or before it kept this list: history knows.</summary>
    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var oldest = (clock.GetUtcNow() - options.CurrentValue.MissedKeep).UtcDateTime;
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var known = await db.MissedConversations.AsNoTracking().Select(m => m.ConversationId).ToHashSetAsync(cancellationToken);
        var recent = db.Calls.AsNoTracking().Where(c => c.EndedAt >= oldest && c.PartyKind == PartyKind.External && c.NumberKey != "");
        var answers = await recent.Where(c => c.AnsweredAt != null).Select(c => new { c.ConversationId, c.NumberKey, c.CustomerId, At = c.AnsweredAt!.Value }).ToListAsync(cancellationToken);
        var answered = answers.Select(a => a.ConversationId).ToHashSet();
        var byNumber = answers.GroupBy(a => a.NumberKey, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Max(a => a.At), StringComparer.Ordinal);
        var byCustomer = answers.Where(a => a.CustomerId is not null).GroupBy(a => a.CustomerId!.Value).ToDictionary(g => g.Key, g => g.Max(a => a.At));
        var missed = await recent.Where(c => c.AnsweredAt == null && c.Direction == CallDirection.Inbound && c.Outcome == CallOutcome.Missed).OrderBy(c => c.EndedAt).ToListAsync(cancellationToken);
        foreach (var call in missed.Where(c => !known.Contains(c.ConversationId) && !answered.Contains(c.ConversationId)))
        {
            if (byNumber.GetValueOrDefault(call.NumberKey) < call.EndedAt && (call.CustomerId is not { } customer || byCustomer.GetValueOrDefault(customer) < call.EndedAt))
            {
                await store.MissAsync(new MissedCall(call.ConversationId, call.Pbx, numbers.Read(call.E164 ?? call.Number), call.Queue, call.Did, call.EndedAt), cancellationToken);
            }
        }
    }

    private Task MissAsync(MissedCall missed, CancellationToken cancellationToken) => StubbornlyAsync(() => store.MissAsync(missed, cancellationToken), cancellationToken);

    private void Rename(IReadOnlySet<string>? keys) => renames.Add(keys);

    private async Task RenameAsync(CancellationToken cancellationToken)
    {
        await foreach (var keys in renames.ReadAllAsync(cancellationToken))
        {
            await StubbornlyAsync(() => store.RenameAsync(keys, cancellationToken), cancellationToken);
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(SweepEvery, clock);
        do
        {
            await StubbornlyAsync(() => store.SweepAsync(cancellationToken), cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    // The calls of a conversation become final when it ends, and nothing is asked about it later, unless it waits behind a write.
    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(ForgetEvery, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var isRefused = clock.GetUtcNow().UtcTicks - Interlocked.Read(ref _refusedAt) < KeepAnswered.Ticks;
            foreach (var old in _answered.Where(a => !isRefused && clock.GetUtcNow() - a.Value > KeepAnswered && conversations.Find(a.Key) is null).ToList())
            {
                _answered.TryRemove(old);
            }
        }
    }

    // A database that is locked or full takes the write later, however long that lasts; what it refuses for good must not keep back the next.
    private async Task StubbornlyAsync(Func<Task> write, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMilliseconds(250);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await write();
                if (attempt > 1)
                {
                    WorkLog.NotedAgain(logger, attempt);
                }

                return;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested && DatabaseTroubles.Of(e) is not null)
            {
                Interlocked.Exchange(ref _refusedAt, clock.GetUtcNow().UtcTicks);
                if (attempt == 1)
                {
                    WorkLog.NotNotedYet(logger, e.GetBaseException().Message); // once: the trouble may last for hours
                }
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                WorkLog.NotNoted(logger, e, attempt);
                if (attempt >= Attempts)
                {
                    return;
                }
            }

            await Task.Delay(pause, clock, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }
}
