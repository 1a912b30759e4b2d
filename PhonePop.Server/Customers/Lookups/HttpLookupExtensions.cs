using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;

namespace PhonePop.Server.Customers.Lookups;

/// <summary>The client of <see cref="HttpCustomerLookup"/>, registered.</summary>
internal static class HttpLookupExtensions
{
    private const int FailuresBeforeRest = 4;
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PauseBeforeRetry = TimeSpan.FromMilliseconds(100);

    /// <summary>Adds it, with a time limit over both attempts, one retry, and a circuit breaker around them.</summary>
    public static void AddHttpLookup(this IServiceCollection services)
    {
        services.AddTransient<BoundedBodyHandler>();
        services.AddSingleton<ICustomerLookup, HttpCustomerLookup>();
        var client = services.AddHttpClient(HttpCustomerLookup.ClientName, (provider, client) =>
        {
            client.Timeout = Timeout.InfiniteTimeSpan; // the pipeline below is what limits it
            foreach (var (name, value) in provider.GetRequiredService<CustomersOptions>().Http.Headers)
            {
                client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
            }
        });
        client.RemoveAllLoggers(); // they write whole addresses, and with that numbers
        client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
        client.AddResilienceHandler("customers", (pipeline, context) =>
        {
            pipeline.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
            pipeline.ConfigureTelemetry(NullLoggerFactory.Instance); // a stack for each attempt: the matcher says it in one line
            pipeline
                .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
                {
                    FailureRatio = 0.5,
                    MinimumThroughput = FailuresBeforeRest,
                    SamplingDuration = Watched,
                    BreakDuration = Rest,
                    // An endless body is no better than none.
                    ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is OtherSystemException || HttpClientResiliencePredicates.IsTransient(args.Outcome)),
                })
                .AddTimeout(context.ServiceProvider.GetRequiredService<CustomersOptions>().Http.Timeout)
                .AddRetry(new HttpRetryStrategyOptions { MaxRetryAttempts = 1, Delay = PauseBeforeRetry, BackoffType = DelayBackoffType.Constant, ShouldRetryAfterHeader = false });
        });
        client.AddHttpMessageHandler<BoundedBodyHandler>(); // inside the pipeline: the body's time counts
    }
}
