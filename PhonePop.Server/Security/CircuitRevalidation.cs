using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace PhonePop.Server.Security;

/// <summary>An open page asks now and then whether its viewer still is who they were; if not, it is loaded anew, or leads to the sign-in.</summary>
internal sealed class CircuitRevalidation(ILoggerFactory logs, ViewerStanding standing) : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => SecurityExtensions.LongestStale;

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) => standing.HoldsAsync(authenticationState.User);
}
