using PhonePop.Server.Customers;

namespace PhonePop.Tests.Support;

/// <summary>A look-up that answers when the test says so. It takes the place of the database's.</summary>
public sealed class HeldLookup : ICustomerLookup
{
    public string Name => "Database";

    public TaskCompletionSource<CustomerMatch?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask<CustomerMatch?> FindAsync(PhoneNumber caller, CancellationToken cancellationToken) => await Answer.Task.WaitAsync(cancellationToken);
}
