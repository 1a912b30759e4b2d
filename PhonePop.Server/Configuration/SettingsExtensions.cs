using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Server.Pbx;
using PhonePop.Server.Security;

namespace PhonePop.Server.Configuration;

/// <summary>The settings, registered: the whole, and each part for its owner.</summary>
public static class SettingsExtensions
{
    /// <summary>Adds <see cref="PhonePopOptions"/> and its parts. They are read once, when first asked for.</summary>
    public static IServiceCollection AddPhonePopSettings(this IServiceCollection services)
    {
        services.AddSingleton(p => PhonePopOptions.Read(p.GetRequiredService<IConfiguration>(), p.GetRequiredService<IHostEnvironment>().IsDevelopment()));
        services.AddSingleton(p => p.GetRequiredService<PhonePopOptions>().Numbers);
        services.AddSingleton(p => p.GetRequiredService<PhonePopOptions>().Customers);
        services.AddSingleton(p => p.GetRequiredService<PhonePopOptions>().Recorder);
        services.AddSingleton(p => p.GetRequiredService<PhonePopOptions>().Work);
        services.AddSingleton(p => p.GetRequiredService<PhonePopOptions>().Supervision);
        services.AddSingleton(p => p.GetRequiredService<PhonePopOptions>().Notifications);
        services.AddSingleton(p => p.GetRequiredService<PhonePopOptions>().Retention);
        services.AddSingleton(p => new SeatRules([.. p.GetRequiredService<PhonePopOptions>().PbxNames]));
        services.AddSingleton(p => new DemoMode(p.GetRequiredService<PhonePopOptions>().IsDemo));
        services.AddSingleton<Func<DemoCallers>>(p => () => new DemoCallers(DemoCustomers.Callers(p.GetRequiredService<PhoneNumberReader>())));
        services.AddSingleton(p => new PbxList(p.GetRequiredService<PhonePopOptions>().Pbxes));
        services.AddSingleton(p => new ApiKeys(p.GetRequiredService<PhonePopOptions>().ApiKeys, p.GetRequiredService<PhonePopOptions>().OnlyPbx));
        services.AddSingleton(p =>
        {
            var options = p.GetRequiredService<PhonePopOptions>();
            return DatabaseLocation.From(options.Database, p.GetRequiredService<IHostEnvironment>().ContentRootPath, options.IsDemo);
        });
        return services;
    }
}
