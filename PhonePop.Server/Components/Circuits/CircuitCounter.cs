using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using PhonePop.Server.Security;

namespace PhonePop.Server.Components.Circuits;

/// <summary>Tells <see cref="OpenCircuits"/> of this circuit.</summary>
internal sealed class CircuitCounter(OpenCircuits circuits, AuthenticationStateProvider viewers, ILogger<CircuitCounter> logger) : CircuitHandler
{
    private string? _user;

    /// <exception cref="InvalidOperationException">The user has too many already: the circuit ends, the page stays as it was drawn.</exception>
    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        var user = (await viewers.GetAuthenticationStateAsync()).User;
        var id = user.Identity?.IsAuthenticated == true ? Viewer.From(user).Id : "";
        if (!circuits.TryOpen(id))
        {
            CircuitsLog.TooMany(logger, id, OpenCircuits.MostOfOneUser);
            throw new InvalidOperationException("Too many pages are open.");
        }

        _user = id;
    }

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken) => Connect(1);

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken) => Connect(-1);

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (_user is not null)
        {
            circuits.Close(_user);
        }

        return Task.CompletedTask;
    }

    private Task Connect(int change)
    {
        if (_user is not null)
        {
            circuits.Connect(change);
        }

        return Task.CompletedTask;
    }
}

internal static partial class CircuitsLog
{
    [LoggerMessage(650, LogLevel.Warning, "User {User} has {Most} pages open; another one stays without life")]
    public static partial void TooMany(ILogger logger, string user, int most);
}
