using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PhonePop.Server.Data;

namespace PhonePop.Server.Live;

/// <summary>
/// Deletes calls, what was written about them, and why they were shown as they were, when they have been kept long enough: see <see cref="RetentionOptions"/>.
/// A few hundred at once with a pause between: years may be due at the first sweep, and who writes a call meanwhile waits for one batch.
/// </summary>
internal sealed class RetentionSweeper(IDbContextFactory<PhonePopDbContext> database, IOptionsMonitor<RetentionOptions> retention, TimeProvider clock, ILogger<RetentionSweeper> logger) : BackgroundService
{
    /// <summary>So many calls go at once.</summary>
    internal const int BatchSize = 500;

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Deletes what is old enough now.</summary>
    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (explanations, history) = ((now - retention.CurrentValue.Explanations).UtcDateTime, retention.CurrentValue.History is { } kept ? (now - kept).UtcDateTime : DateTime.MinValue);
        var oldest = explanations > history ? explanations : history;
        await UntilNoneAsync(database, (db, stop) => db.CallExplanations.Where(e => e.EndedAt < oldest).OrderBy(e => e.EndedAt).Take(BatchSize).ExecuteDeleteAsync(stop), clock, cancellationToken);
        if (history > DateTime.MinValue)
        {
            await SweepCallsAsync(database, history, clock, cancellationToken);
        }
    }

    /// <summary>Deletes the calls that ended before that time, UTC.</summary>
    internal static Task SweepCallsAsync(IDbContextFactory<PhonePopDbContext> database, DateTime time, TimeProvider clock, CancellationToken cancellationToken) =>
        UntilNoneAsync(database, (db, stop) => CallsBeforeAsync(db, time, stop), clock, cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LiveLog.SweepFailed(logger, e);
            }
        }
    }

    // First what was written about them, or it would be nobody's if the server were killed in between.
    private static async Task<int> CallsBeforeAsync(PhonePopDbContext db, DateTime time, CancellationToken cancellationToken)
    {
        var ids = await db.Calls.Where(c => c.EndedAt < time).OrderBy(c => c.EndedAt).Take(BatchSize).Select(c => c.Id).ToListAsync(cancellationToken);
        if (ids.Count == 0)
        {
            return 0;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.CallWork.Where(w => EF.Parameter(ids).Contains(w.CallId)).ExecuteDeleteAsync(cancellationToken);
        await db.Calls.Where(c => EF.Parameter(ids).Contains(c.Id)).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return ids.Count;
    }

    private static async Task UntilNoneAsync(
        IDbContextFactory<PhonePopDbContext> database, Func<PhonePopDbContext, CancellationToken, Task<int>> delete, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        while (await delete(db, cancellationToken) == BatchSize)
        {
            await Task.Delay(Pause, clock, cancellationToken);
        }
    }
}
