namespace PhonePop.Server.Customers;

/// <summary>One source of customers. Sources are asked in the order that <c>Customers:Lookups</c> names them.</summary>
public interface ICustomerLookup
{
    /// <summary>As <c>Customers:Lookups</c> names it.</summary>
    string Name { get; }

    /// <summary>The customers with this number, newest contact first.</summary>
    /// <returns>Null when this source does not know the number; that is no error.</returns>
    ValueTask<CustomerMatch?> FindAsync(PhoneNumber caller, CancellationToken cancellationToken);
}
