using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PhonePop.Ami.Calls;
using PhonePop.Server.Data;
using PhonePop.Server.Live;
using PhonePop.Server.Security;

namespace PhonePop.Server.Api;

/// <summary>Whether we live and whether we can work: one word for anyone, reasons for administrators.</summary>
internal static class HealthApi
{
    private const string Ready = "ready";
    private const long Mebi = 1024 * 1024;
    private const long ScarceBelow = 500 * Mebi;
    private const long MostWaiting = 1000;

    public static void AddPhonePopHealth(this IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<DatabaseHealthCheck>("database", tags: [Ready])
        .AddCheck<HistoryHealthCheck>("history", tags: [Ready])
        .AddCheck<DiskHealthCheck>("disk", tags: [Ready])
        .AddCheck<PbxHealthCheck>("pbx", tags: [Ready]);

    public static void MapPhonePopHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = c => c.Tags.Contains(Ready), ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        if (!context.User.IsInRole(Roles.Administrator))
        {
            return context.Response.WriteAsync(report.Status.ToString());
        }

        var reasons = report.Entries.ToDictionary(e => e.Key, e => new { status = e.Value.Status, reason = e.Value.Description });
        return context.Response.WriteAsJsonAsync(new { status = report.Status, checks = reasons }, WireJson.Options);
    }

    private sealed class DatabaseHealthCheck(IDbContextFactory<PhonePopDbContext> database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await using var db = await database.CreateDbContextAsync(cancellationToken);
            return await db.Database.CanConnectAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The database cannot be opened.");
        }
    }

    // Calls pop all the same: what waits is written later, what did not fit is gone.
    private sealed class HistoryHealthCheck(CallHistoryWriter history) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(JudgeHistory(history.Waiting, history.Dropped));
    }

    private sealed class DiskHealthCheck(DatabaseLocation location) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
            location.File is { } file && Path.GetDirectoryName(file) is { } folder ? JudgeDisk(folder, new DriveInfo(folder).AvailableFreeSpace) : HealthCheckResult.Healthy());
    }

    /// <summary>Whether history keeps up: some calls always wait for a moment.</summary>
    internal static HealthCheckResult JudgeHistory(long waiting, long dropped) =>
        dropped > 0 ? HealthCheckResult.Degraded($"{dropped} ended calls are lost to history since the start: it could not be written for too long. {waiting} wait.")
        : waiting > MostWaiting ? HealthCheckResult.Degraded($"{waiting} ended calls wait to be written: look at the disk and the log.")
        : HealthCheckResult.Healthy();

    /// <summary>Whether there is room for more. A full disk does not make us unhealthy either: calls pop, and a restart would only lose what waits.</summary>
    internal static HealthCheckResult JudgeDisk(string folder, long free) =>
        free < ScarceBelow ? HealthCheckResult.Degraded($"Only {free / Mebi} MB are free in {folder}: history cannot be written when that is full.") : HealthCheckResult.Healthy();

    // A PBX that is away makes us less useful, not broken: a restart would not bring it back.
    private sealed class PbxHealthCheck(PbxBoard pbxes) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var away = pbxes.Pbxes().Where(p => p.State != PbxState.Connected).Select(p => $"{p.Name}: {p.State}. {p.Problem}".TrimEnd()).ToList();
            return Task.FromResult(away.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join(" ", away)));
        }
    }
}
