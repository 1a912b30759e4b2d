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

    public static void AddPhonePopHealth(this IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<DatabaseHealthCheck>("database", tags: [Ready])
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
