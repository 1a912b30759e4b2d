namespace PhonePop.Server.Pbx;

/// <summary>An account of the demo, shown on the sign-in page in demo mode only.</summary>
public sealed record DemoUser(string UserName, string Password, string Role, string? Extension, string DisplayName);

/// <summary>What the buttons of the demo drawer do, for the extension of who presses them. Every method throws <see cref="InvalidOperationException"/> when the demo is off.</summary>
public interface IDemoDesk
{
    /// <summary>True in demo mode.</summary>
    bool Enabled { get; }

    /// <summary>The accounts, with their passwords; empty when the demo is off.</summary>
    IReadOnlyList<DemoUser> Users { get; }

    /// <summary>A customer whom we know calls.</summary>
    Task CustomerCallsAsync(string extension, CancellationToken cancellationToken);

    /// <summary>Somebody with a number that nobody has calls.</summary>
    Task UnknownCallerAsync(string extension, CancellationToken cancellationToken);

    /// <summary>Somebody calls and withholds the number.</summary>
    Task WithheldNumberAsync(string extension, CancellationToken cancellationToken);

    /// <summary>A second customer calls while the first is on the line.</summary>
    Task SecondCallAsync(string extension, CancellationToken cancellationToken);

    /// <summary>A colleague transfers a customer without asking.</summary>
    Task BlindTransferAsync(string extension, CancellationToken cancellationToken);

    /// <summary>A colleague asks first and then transfers.</summary>
    Task AttendedTransferAsync(string extension, CancellationToken cancellationToken);

    /// <summary>A customer calls through a queue.</summary>
    Task QueueCallAsync(string extension, CancellationToken cancellationToken);

    /// <summary>A customer calls and gives up.</summary>
    Task CallerGivesUpAsync(string extension, CancellationToken cancellationToken);

    /// <summary>The extension's phone answers what rings.</summary>
    Task AnswerAsync(string extension, CancellationToken cancellationToken);

    /// <summary>The extension's phone hangs up.</summary>
    Task HangupAsync(string extension, CancellationToken cancellationToken);
}
