using System.Security.Claims;
using PhonePop.Server.Customers;
using PhonePop.Server.Live;

namespace PhonePop.Server.Security;

/// <summary>Who looks: made from the cookie or the API key, and the only thing that decides what may be seen.</summary>
/// <param name="Id">The user's id, or <c>key:name</c> for a program.</param>
/// <param name="Name">For people.</param>
/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="Pbx">The PBX of the extension, or null.</param>
/// <param name="Extension">The own extension, or null.</param>
public sealed record Viewer(string Id, string Name, string Role, string? Pbx, string? Extension)
{
    /// <summary>The claim that holds <see cref="Pbx"/>.</summary>
    public const string PbxClaim = "phonepop:pbx";

    /// <summary>The claim that holds <see cref="Extension"/>.</summary>
    public const string ExtensionClaim = "phonepop:extension";

    /// <summary>The claim that holds <see cref="Name"/>.</summary>
    public const string DisplayNameClaim = "phonepop:name";

    /// <summary>The claim that holds <see cref="Groups"/>; absent where none are given. See <see cref="ViewerClaims"/>.</summary>
    public const string GroupsClaim = "phonepop:groups";

    /// <summary>The claim of those who may not read customers' numbers.</summary>
    public const string MaskedClaim = "phonepop:masked";

    /// <summary>The phones in the groups that are given to a supervisor; null: none are given, and they see everything.</summary>
    public SeatSet? Groups { get; init; }

    /// <summary>What becomes of customers' numbers before this viewer gets them.</summary>
    public NumberMask Mask { get; init; } = NumberMask.Off;

    /// <summary>True where calls may be the viewer's own.</summary>
    public bool HasPhone => Pbx is { Length: > 0 } && Extension is { Length: > 0 };

    /// <summary>True for supervisors and administrators.</summary>
    public bool IsSupervisor => Role is Roles.Supervisor or Roles.Administrator;

    /// <summary>True for administrators.</summary>
    public bool IsAdministrator => Role == Roles.Administrator;

    /// <summary>Whose calls this viewer may see: of a supervisor with groups those of the groups and their own.</summary>
    public Audience Audience => !IsSupervisor ? OwnAudience : Watched with { Mask = Mask };

    /// <summary>The calls of the viewer's own extension: what pops, whatever the role. Nothing without an extension.</summary>
    public Audience OwnAudience => (Pbx is { Length: > 0 } pbx && Extension is { Length: > 0 } extension ? Audience.Operator(pbx, extension) : Audience.Nothing) with { Mask = Mask };

    /// <summary>
    /// Whose calls this viewer sees on a customer's card: whoever serves a customer sees what all colleagues spoke of with them;
    /// a supervisor with groups watches those, here as everywhere.
    /// </summary>
    public Audience CardAudience => IsSupervisor ? Audience : Audience.Everything with { Mask = Mask };

    private Audience Watched =>
        IsAdministrator || Groups is not { } groups ? Audience.Everything : Audience.Of(Pbx is { Length: > 0 } pbx && Extension is { Length: > 0 } extension ? groups.With(pbx, extension) : groups);

    /// <summary>Reads the claims. Who has no role at all sees what an operator without an extension sees: no call.</summary>
    public static Viewer From(ClaimsPrincipal user)
    {
        var name = user.FindFirstValue(DisplayNameClaim) ?? user.Identity?.Name ?? "";
        var role = user.IsInRole(Roles.Administrator) ? Roles.Administrator : user.IsInRole(Roles.Supervisor) ? Roles.Supervisor : Roles.Operator;
        return new Viewer(user.FindFirstValue(ClaimTypes.NameIdentifier) ?? "", name, role, user.FindFirstValue(PbxClaim), user.FindFirstValue(ExtensionClaim))
        {
            Groups = user.FindFirstValue(GroupsClaim) is { } groups ? SeatSet.Parse(groups) : null,
            Mask = user.HasClaim(c => c.Type == MaskedClaim) ? NumberMask.On : NumberMask.Off,
        };
    }
}
