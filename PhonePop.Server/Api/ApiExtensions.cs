using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using PhonePop.Server.Customers;
using PhonePop.Server.Live;
using PhonePop.Server.Security;

namespace PhonePop.Server.Api;

/// <summary>The HTTP API, registered and mapped.</summary>
public static class ApiExtensions
{
    // Of one instrument. Room for all of them is taken from the start: with the library's own 2,000 a hundred instruments take 14 MB. What is beyond is counted together.
    private const int MostSeries = 500;

    /// <summary>Adds JSON, problem documents, OpenAPI, health and metrics.</summary>
    public static IServiceCollection AddPhonePopApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(o => WireJson.Configured(o.SerializerOptions));
        services.AddProblemDetails();
        services.AddExceptionHandler<DatabaseTroubleHandler>();
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = false); // a problem document in Development, too
        services.AddOpenApi();
        services.AddPhonePopHealth();
        var telemetry = services.AddOpenTelemetry().ConfigureResource(r => r.AddService("PhonePop")).WithMetrics(metrics => metrics
            .AddMeter(LiveMetrics.MeterName, LookupMetrics.MeterName)
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddView(static instrument => instrument.Name.StartsWith("aspnetcore.components.", StringComparison.Ordinal)
                ? MetricStreamConfiguration.Drop // a histogram for each component and parameter: 400 KB after a few pages
                : new MetricStreamConfiguration { CardinalityLimit = MostSeries })
            .AddPrometheusExporter());
        if (Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 })
        {
            telemetry.WithMetrics(metrics => metrics.AddOtlpExporter()); // where to, how often and with which headers: the variables that every program of OpenTelemetry reads
        }

        return services;
    }

    /// <summary>Errors of the API without a body become problem documents (RFC 9457).</summary>
    public static void UsePhonePopProblems(this WebApplication app) => app.UseWhen(c => SecurityExtensions.IsForPrograms(c.Request.Path), branch =>
    {
        branch.UseExceptionHandler();
        branch.UseStatusCodePages();
    });

    /// <summary>Maps everything that programs call.</summary>
    public static void MapPhonePopApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").RequireAuthorization();
        api.MapCalls();
        api.MapCallbacks();
        api.MapCustomers();
        api.MapSupervision();
        api.MapMe();
        api.MapOperators();
        api.MapRecordings();
        app.MapCheckCall();
        app.MapGo();
        app.MapPhonePopHealth();
        app.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(SecurityExtensions.SupervisorPolicy);
        app.MapOpenApi().RequireAuthorization();
    }
}
