using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace PhonePop.Server.Security;

/// <summary>
/// Says with each request what cookie and key do not hold, because it may change: which groups are given to this supervisor, and whether numbers are masked.
/// Circuits and connections that live longer are ended when it does, see <see cref="CircuitRevalidation"/>, <see cref="GroupDesk"/> and <see cref="AccountSessions"/>.
/// </summary>
internal sealed class ViewerClaims(GroupDirectory groups, IOptionsMonitor<MaskingOptions> masking) : IClaimsTransformation
{
    private const string DoneClaim = "phonepop:known";

    public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
    {
        if (principal.Identity?.IsAuthenticated != true || principal.HasClaim(c => c.Type == DoneClaim))
        {
            return Task.FromResult(principal);
        }

        var viewer = Viewer.From(principal);
        var more = new ClaimsIdentity([new Claim(DoneClaim, "1")]);
        if (groups.Of(viewer) is { } seats)
        {
            more.AddClaim(new Claim(Viewer.GroupsClaim, seats.Text));
        }

        if (masking.CurrentValue.Roles.Contains(viewer.Role))
        {
            more.AddClaim(new Claim(Viewer.MaskedClaim, "1"));
        }

        var known = principal.Clone(); // a key's principal belongs to all its requests
        known.AddIdentity(more);
        return Task.FromResult(known);
    }
}
