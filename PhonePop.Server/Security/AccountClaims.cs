using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using PhonePop.Server.Data;

namespace PhonePop.Server.Security;

/// <summary>Puts role, seat and name into the cookie, so that <see cref="Viewer"/> needs no database. Claims of Identity's own tables are not used.</summary>
internal sealed class AccountClaims(UserManager<AppUser> users, IOptions<IdentityOptions> options) : IUserClaimsPrincipalFactory<AppUser>
{
    /// <inheritdoc />
    public async Task<ClaimsPrincipal> CreateAsync(AppUser user) => new(Of(user, await users.GetRolesAsync(user), options.Value.ClaimsIdentity));

    /// <summary>Who a user with these roles is.</summary>
    public static ClaimsIdentity Of(AppUser user, IEnumerable<string> roles, ClaimsIdentityOptions types)
    {
        var identity = new ClaimsIdentity(IdentityConstants.ApplicationScheme, types.UserNameClaimType, types.RoleClaimType);
        identity.AddClaims(
        [
            new(types.UserIdClaimType, user.Id), new(types.UserNameClaimType, user.UserName ?? ""), new(types.SecurityStampClaimType, user.SecurityStamp ?? ""),
            .. roles.Select(role => new Claim(types.RoleClaimType, role)), new(Viewer.DisplayNameClaim, user.DisplayName ?? user.UserName ?? ""),
        ]);
        if (user is { Pbx: { Length: > 0 } pbx, Extension: { Length: > 0 } extension })
        {
            identity.AddClaim(new Claim(Viewer.PbxClaim, pbx));
            identity.AddClaim(new Claim(Viewer.ExtensionClaim, extension));
        }

        return identity;
    }
}
