using System.Data.Common;
using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using PhonePop.Server.Data;

namespace PhonePop.Server.Security;

/// <summary>An open page asks now and then whether its viewer still is who they were, watches the same operators and sees numbers as before; if not, it is loaded anew, or leads to the sign-in.</summary>
internal sealed class CircuitRevalidation(ILoggerFactory logs, IServiceScopeFactory scopes, ApiKeys keys, GroupDirectory groups, IOptionsMonitor<MaskingOptions> masking, IOptions<IdentityOptions> options)
    : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => SecurityExtensions.LongestStale;

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        var viewer = Viewer.From(authenticationState.User);
        if (!Equals(viewer.Groups, groups.Of(viewer)) || viewer.Mask.Hides != masking.CurrentValue.Roles.Contains(viewer.Role))
        {
            return false;
        }

        if (viewer is { Id: ['k', 'e', 'y', ':', ..] })
        {
            return keys.Knows(viewer.Id);
        }

        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
            return await users.GetUserAsync(authenticationState.User) is { } user
                && await users.GetSecurityStampAsync(user) == authenticationState.User.FindFirstValue(options.Value.ClaimsIdentity.SecurityStampClaimType);
        }
        catch (Exception e) when (e is ObjectDisposedException or DbException)
        {
            return true; // the server is stopping, or the database is busy: nobody is to be thrown out of a page for that, and the next request asks again
        }
    }
}
