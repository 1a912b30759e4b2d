using PhonePop.Server.Customers.Import;
using PhonePop.Server.Customers.Lookups;

namespace PhonePop.Server.Customers;

/// <summary>Customers, registered.</summary>
public static class CustomersExtensions
{
    /// <summary>Adds numbers, look-ups and the store.</summary>
    public static IServiceCollection AddPhonePopCustomers(this IServiceCollection services)
    {
        services.AddSingleton<PhoneNumberReader>();
        services.AddSingleton<CardUrlTemplate>();
        services.AddSingleton<LookupMetrics>();
        services.AddSingleton<CustomerMatcher>();
        services.AddSingleton<SearchPieces>();
        services.AddSingleton<CustomerStore>();
        services.AddSingleton<CustomerJournal>();
        services.AddSingleton<CustomerMerger>();
        services.AddSingleton<CustomerEraser>();
        services.AddSingleton<NumberChoices>();
        services.AddSingleton<NumberHygiene>();
        services.AddSingleton<ShownCustomers>();
        services.AddSingleton<SearchIndices>().AddHostedService(provider => provider.GetRequiredService<SearchIndices>());
        services.AddSingleton<CustomerImport>();
        services.AddSingleton<ImportJobs>();
        services.AddSingleton<DemoCustomers>();
        services.AddSingleton<ICustomerLookup, DatabaseCustomerLookup>();
        services.AddHttpLookup();
        return services;
    }
}
