using PhonePop.Server.Security;

namespace PhonePop.Server.Pbx;

/// <summary>The demo's accounts and buttons.</summary>
internal sealed class DemoDesk(DemoMode mode, DemoPbx pbx) : IDemoDesk
{
    private static readonly IReadOnlyList<DemoUser> Accounts =
    [
        new("operator101", "demo-operator101", Roles.Operator, "101", "Анна Смирнова"),
        new("operator102", "demo-operator102", Roles.Operator, "102", "Boris Klein"),
        new("supervisor", "demo-supervisor", Roles.Supervisor, null, "Svetlana Orlova"),
        new("admin", "demo-admin", Roles.Administrator, null, "Admin"),
    ];

    public bool Enabled => mode.IsOn;

    public IReadOnlyList<DemoUser> Users => Enabled ? Accounts : [];

    /// <summary>The accounts as settings would name them.</summary>
    public IEnumerable<UserOptions> Wanted => Users.Select(u => new UserOptions
    {
        UserName = u.UserName, Password = u.Password, Role = u.Role, Extension = u.Extension, Pbx = u.Extension is null ? null : DemoOptions.PbxName, DisplayName = u.DisplayName,
    });

    /// <summary>The accounts that have a phone.</summary>
    internal static IEnumerable<(string Extension, string Name)> Seats => Accounts.Where(a => a.Extension is not null).Select(a => (a.Extension!, a.DisplayName));

    public Task CustomerCallsAsync(string extension, CancellationToken cancellationToken) => pbx.Office.CustomerCallsAsync(extension);

    public Task UnknownCallerAsync(string extension, CancellationToken cancellationToken) => pbx.Office.UnknownCallerAsync(extension);

    public Task WithheldNumberAsync(string extension, CancellationToken cancellationToken) => pbx.Office.WithheldNumberAsync(extension);

    public Task SecondCallAsync(string extension, CancellationToken cancellationToken) => pbx.Office.SecondCallAsync(extension);

    public Task BlindTransferAsync(string extension, CancellationToken cancellationToken) => pbx.Office.BlindTransferAsync(extension);

    public Task AttendedTransferAsync(string extension, CancellationToken cancellationToken) => pbx.Office.AttendedTransferAsync(extension);

    public Task QueueCallAsync(string extension, CancellationToken cancellationToken) => pbx.Office.QueueCallAsync(extension);

    public Task CallerGivesUpAsync(string extension, CancellationToken cancellationToken) => pbx.Office.CallerGivesUpAsync(extension);

    public Task HostileNameAsync(string extension, CancellationToken cancellationToken) => pbx.Office.HostileNameAsync(extension);

    public Task QuickerColleagueAsync(string extension, CancellationToken cancellationToken) => pbx.Office.QuickerColleagueAsync(extension);

    public Task QueueAgainAsync(string extension, CancellationToken cancellationToken) => pbx.Office.QueueAgainAsync(extension);

    public Task RingingTransferAsync(string extension, CancellationToken cancellationToken) => pbx.Office.RingingTransferAsync(extension);

    public Task CodeTransferAsync(string extension, CancellationToken cancellationToken) => pbx.Office.CodeTransferAsync(extension);

    public Task DeflectAsync(string extension, CancellationToken cancellationToken) => pbx.Office.DeflectAsync(extension);

    public Task PickedUpAsync(string extension, CancellationToken cancellationToken) => pbx.Office.PickedUpAsync(extension);

    public Task ParkedAsync(string extension, CancellationToken cancellationToken) => pbx.Office.ParkedAsync(extension);

    public Task InternalCallAsync(string extension, CancellationToken cancellationToken) => pbx.Office.InternalCallAsync(extension);

    public Task ClickToDialAsync(string extension, CancellationToken cancellationToken) => pbx.Office.ClickToDialAsync(extension);

    public Task OutboundCallAsync(string extension, CancellationToken cancellationToken) => pbx.Office.OutboundCallAsync(extension);

    public Task ConferenceAsync(string extension, CancellationToken cancellationToken) => pbx.Office.ConferenceAsync(extension);

    public Task CustomerHoldsAsync(string extension, CancellationToken cancellationToken) => pbx.Office.CustomerHoldsAsync(extension);

    public Task SpiedAsync(string extension, CancellationToken cancellationToken) => pbx.Office.SpiedAsync(extension);

    public Task RestartAsync(string extension, CancellationToken cancellationToken) => pbx.Office.RestartAsync();

    public Task AnswerAsync(string extension, CancellationToken cancellationToken) => pbx.Office.AnswerAsync(extension);

    public Task HangupAsync(string extension, CancellationToken cancellationToken) => pbx.Office.HangupAsync(extension);
}

/// <summary>Whether the demo runs.</summary>
/// <param name="IsOn">True in demo mode.</param>
public sealed record DemoMode(bool IsOn);
