using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;

namespace PhonePop.Server.Live;

/// <summary>Deletes explanations of calls that ended long ago: nobody asks why about last quarter, and they are larger than the calls.</summary>
internal sealed class ExplanationSweeper(IDbContextFactory<PhonePopDbContext> database, TimeProvider clock, ILogger<ExplanationSweeper> logger) : BackgroundService
{
    /// <summary>How long a call can be explained.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromDays(30);

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var oldest = (clock.GetUtcNow() - Keep).UtcDateTime;
                await using var db = await database.CreateDbContextAsync(stoppingToken);
                await db.CallExplanations.Where(e => e.EndedAt < oldest).ExecuteDeleteAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LiveLog.SweepFailed(logger, e);
            }
        }
    }
}
