using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using PhonePop.Server.Data;

namespace PhonePop.Server.Security;

/// <summary>Puts seat and name into the cookie, so that <see cref="Viewer"/> needs no database.</summary>
internal sealed class AccountClaims(UserManager<AppUser> users, RoleManager<IdentityRole> roles, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<AppUser, IdentityRole>(users, roles, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(AppUser user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(Viewer.DisplayNameClaim, user.DisplayName ?? user.UserName ?? ""));
        if (user is { Pbx: { Length: > 0 } pbx, Extension: { Length: > 0 } extension })
        {
            identity.AddClaim(new Claim(Viewer.PbxClaim, pbx));
            identity.AddClaim(new Claim(Viewer.ExtensionClaim, extension));
        }

        return identity;
    }
}
