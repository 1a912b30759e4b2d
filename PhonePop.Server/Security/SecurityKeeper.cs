using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PhonePop.Server.Data;
using PhonePop.Server.Live;

namespace PhonePop.Server.Security;

/// <summary>Every few minutes: notes which keys were used, and forgets what the audit log need not keep any longer.</summary>
internal sealed class SecurityKeeper(ApiKeyStore keys, IDbContextFactory<PhonePopDbContext> database, IOptionsMonitor<RetentionOptions> retention, TimeProvider clock, ILogger<SecurityKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await keys.NoteUseAsync(stoppingToken);
                var oldest = (clock.GetUtcNow() - retention.CurrentValue.Audit).UtcDateTime;
                await using var db = await database.CreateDbContextAsync(stoppingToken);
                await db.AuditEntries.Where(e => e.At < oldest).ExecuteDeleteAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                SecurityLog.KeepingFailed(logger, e);
            }
        }
    }
}
