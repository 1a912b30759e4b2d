using System.Data.Common;
using System.Security.Claims;
using Microsoft.Extensions.Options;

namespace PhonePop.Server.Security;

/// <summary>Whether somebody still is who they were when they came: not locked, not deleted, the same role and password, the same operators, numbers shown as before.</summary>
internal sealed class ViewerStanding(AccountStandings accounts, ApiKeys keys, GroupDirectory groups, IOptionsMonitor<MaskingOptions> masking)
{
    public async Task<bool> HoldsAsync(ClaimsPrincipal principal)
    {
        var viewer = Viewer.From(principal);
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
            return await accounts.FindAsync(principal) is not null;
        }
        catch (Exception e) when (e is ObjectDisposedException or DbException)
        {
            return true; // the server is stopping, or the database is busy: nobody is to be thrown out of a page for that, and the next request asks again
        }
    }
}
