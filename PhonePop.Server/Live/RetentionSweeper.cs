using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PhonePop.Server.Data;

namespace PhonePop.Server.Live;

/// <summary>Deletes calls, what was written about them, and why they were shown as they were, when they have been kept long enough: see <see cref="RetentionOptions"/>.</summary>
internal sealed class RetentionSweeper(IDbContextFactory<PhonePopDbContext> database, IOptionsMonitor<RetentionOptions> retention, TimeProvider clock, ILogger<RetentionSweeper> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>Deletes what is old enough now.</summary>
    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var oldest = (now - retention.CurrentValue.Explanations).UtcDateTime;
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await db.CallExplanations.Where(e => e.EndedAt < oldest).ExecuteDeleteAsync(cancellationToken);
        if (retention.CurrentValue.History is { } kept)
        {
            var first = (now - kept).UtcDateTime;
            await db.CallExplanations.Where(e => e.EndedAt < first).ExecuteDeleteAsync(cancellationToken);
            await db.CallWork.Where(w => db.Calls.Any(c => c.Id == w.CallId && c.EndedAt < first)).ExecuteDeleteAsync(cancellationToken);
            await db.Calls.Where(c => c.EndedAt < first).ExecuteDeleteAsync(cancellationToken);
        }
    }

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
}
