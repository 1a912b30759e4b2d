using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PhonePop.Server.Logging;

namespace PhonePop.Server.Configuration;

/// <summary>What is logged where settings say nothing else.</summary>
internal static class LoggingExtensions
{
    public static void AddPhonePopLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database", LogLevel.Critical); // whoever asked gets the failure, and says it once
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Update", LogLevel.Critical);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Query", LogLevel.Critical);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error); // the keys lie in the database as they are: docs say so, not each start
        builder.Logging.AddFilter("PhonePop.Server.Pbx.DemoPbx", LogLevel.Warning); // the demo's calls would push its address out of the console

        // It writes whole addresses, and API keys may come as ?access_token=. Named last and in full, so that no setting turns it on.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(s => new LimitedLoggerFactory(
            new LoggerFactory(s.GetServices<ILoggerProvider>(), s.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>(), s.GetRequiredService<IOptions<LoggerFactoryOptions>>()),
            new LogLimit(s.GetRequiredService<TimeProvider>()))));
    }
}
