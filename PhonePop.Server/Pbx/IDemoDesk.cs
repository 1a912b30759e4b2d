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

    /// <summary>A caller whose name is markup calls.</summary>
    Task HostileNameAsync(string extension, CancellationToken cancellationToken);

    /// <summary>A customer rings this extension and a colleague, who answers first.</summary>
    Task QuickerColleagueAsync(string extension, CancellationToken cancellationToken);

    /// <summary>The queue rings, stops, and rings again.</summary>
    Task QueueAgainAsync(string extension, CancellationToken cancellationToken);

    /// <summary>A colleague transfers a customer while this phone still rings.</summary>
    Task RingingTransferAsync(string extension, CancellationToken cancellationToken);

    /// <summary>A colleague asks by feature code and then transfers.</summary>
    Task CodeTransferAsync(string extension, CancellationToken cancellationToken);

    /// <summary>A colleague's phone sends its call here.</summary>
    Task DeflectAsync(string extension, CancellationToken cancellationToken);

    /// <summary>A colleague picks up what rings here.</summary>
    Task PickedUpAsync(string extension, CancellationToken cancellationToken);

    /// <summary>A colleague parks a customer, who is fetched from here.</summary>
    Task ParkedAsync(string extension, CancellationToken cancellationToken);

    /// <summary>A colleague calls.</summary>
    Task InternalCallAsync(string extension, CancellationToken cancellationToken);

    /// <summary>The own phone rings to dial a customer.</summary>
    Task ClickToDialAsync(string extension, CancellationToken cancellationToken);

    /// <summary>This phone dials a customer.</summary>
    Task OutboundCallAsync(string extension, CancellationToken cancellationToken);

    /// <summary>A customer, a colleague and this extension in a conference.</summary>
    Task ConferenceAsync(string extension, CancellationToken cancellationToken);

    /// <summary>The customer's side holds.</summary>
    Task CustomerHoldsAsync(string extension, CancellationToken cancellationToken);

    /// <summary>A colleague listens.</summary>
    Task SpiedAsync(string extension, CancellationToken cancellationToken);

    /// <summary>The PBX restarts: all calls are gone.</summary>
    Task RestartAsync(string extension, CancellationToken cancellationToken);

    /// <summary>The extension's phone answers what rings.</summary>
    Task AnswerAsync(string extension, CancellationToken cancellationToken);

    /// <summary>The extension's phone hangs up.</summary>
    Task HangupAsync(string extension, CancellationToken cancellationToken);
}
