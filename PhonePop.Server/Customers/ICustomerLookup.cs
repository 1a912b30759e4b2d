namespace PhonePop.Server.Customers;

/// <summary>One source of customers. Sources are asked in the order that <c>Customers:Lookups</c> names them.</summary>
public interface ICustomerLookup
{
    /// <summary>As <c>Customers:Lookups</c> names it.</summary>
    string Name { get; }

    /// <summary>True where another machine is asked: it may take long, so nobody who holds something waits for it.</summary>
    bool IsRemote => false;

    /// <summary>How long one question may take.</summary>
    TimeSpan TimeLimit => TimeSpan.FromSeconds(2);

    /// <summary>The customers with this number, newest contact first.</summary>
    /// <returns>Null when this source does not know the number; that is no error.</returns>
    ValueTask<CustomerMatch?> FindAsync(PhoneNumber caller, CancellationToken cancellationToken);
}
