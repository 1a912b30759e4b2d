using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Server.Pbx;
using PhonePop.Server.Security;

namespace PhonePop.Server.Configuration;

/// <summary>The settings, registered: the whole, and each part for its owner.</summary>
public static class SettingsExtensions
{
    /// <summary>
    /// Adds the settings file to the configuration, and the options: parts that may change while the server runs as <see cref="IOptionsMonitor{T}"/>, and
    /// those that it starts with (and <see cref="PhonePopOptions"/> as it was then) by themselves. They are read when first asked for.
    /// </summary>
    public static void AddPhonePopSettings(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(SettingsFile.AddTo(builder.Configuration, builder.Environment.ContentRootPath));
        services.AddSingleton<CurrentSettings>();
        services.AddSingleton(p => new SettingsDesk(p.GetRequiredService<IConfiguration>(), p.GetRequiredService<CurrentSettings>(), p.GetRequiredService<SettingsFile>(), p.GetRequiredService<AuditLog>()));
        services.AddSingleton<PbxDesk>();
        services.AddLive(o => o);
        services.AddLive(o => o.Numbers);
        services.AddLive(o => o.Work);
        services.AddLive(o => o.Supervision);
        services.AddLive(o => o.Notifications);
        services.AddLive(o => o.Retention);
        services.AddLive(o => o.Masking);
        services.AddLive(o => o.Pbxes);
        services.AddLive(o => new PbxNames([.. o.PbxNames]));
        services.AddSingleton(p => p.GetRequiredService<CurrentSettings>().AtStart);
        services.AddSingleton(p => p.GetRequiredService<PhonePopOptions>().Customers);
        services.AddSingleton(p => p.GetRequiredService<PhonePopOptions>().Recorder);
        services.AddSingleton(p => new GroupDirectory(
            p.GetRequiredService<IDbContextFactory<PhonePopDbContext>>(),
            p.GetRequiredService<PhonePopOptions>().ApiKeys.Where(k => k.Groups.Count > 0).ToDictionary(k => $"key:{k.Name}", k => k.Groups, StringComparer.Ordinal)));
        services.AddSingleton(p => new TrustedProxies(p.GetRequiredService<PhonePopOptions>().Proxies));
        services.AddSingleton(p => new DemoMode(p.GetRequiredService<PhonePopOptions>().IsDemo));
        services.AddSingleton<Func<DemoCallers>>(p => () => new DemoCallers(DemoCustomers.Callers(p.GetRequiredService<PhoneNumberReader>())));
        services.AddSingleton(p => new ApiKeys(p.GetRequiredService<PhonePopOptions>().ApiKeys, p.GetRequiredService<PhonePopOptions>().OnlyPbx));
        services.AddSingleton(p =>
        {
            var options = p.GetRequiredService<PhonePopOptions>();
            return DatabaseLocation.From(options.Database, p.GetRequiredService<IHostEnvironment>().ContentRootPath, options.IsDemo);
        });
    }

    private static void AddLive<T>(this IServiceCollection services, Func<PhonePopOptions, T> part) =>
        services.AddSingleton<IOptionsMonitor<T>>(p => new SettingsPart<T>(p.GetRequiredService<CurrentSettings>(), part));
}
