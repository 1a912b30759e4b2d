using System.Security.Claims;
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

    /// <summary>True for supervisors and administrators.</summary>
    public bool IsSupervisor => Role is Roles.Supervisor or Roles.Administrator;

    /// <summary>True for administrators.</summary>
    public bool IsAdministrator => Role == Roles.Administrator;

    /// <summary>Whose calls this viewer may see.</summary>
    public Audience Audience => IsSupervisor ? Audience.Everything : OwnAudience;

    /// <summary>The calls of the viewer's own extension: what pops, whatever the role. Nothing without an extension.</summary>
    public Audience OwnAudience => Pbx is { Length: > 0 } pbx && Extension is { Length: > 0 } extension ? Audience.Operator(pbx, extension) : Audience.Nothing;

    /// <summary>Reads the claims. Who has no role at all sees what an operator without an extension sees: no call.</summary>
    public static Viewer From(ClaimsPrincipal user)
    {
        var name = user.FindFirstValue(DisplayNameClaim) ?? user.Identity?.Name ?? "";
        var role = user.IsInRole(Roles.Administrator) ? Roles.Administrator : user.IsInRole(Roles.Supervisor) ? Roles.Supervisor : Roles.Operator;
        return new Viewer(user.FindFirstValue(ClaimTypes.NameIdentifier) ?? "", name, role, user.FindFirstValue(PbxClaim), user.FindFirstValue(ExtensionClaim));
    }
}
