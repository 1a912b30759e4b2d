using Microsoft.AspNetCore.Identity;

namespace PhonePop.Server.Data;

/// <summary>Somebody who signs in.</summary>
public sealed class AppUser : IdentityUser
{
    /// <summary>The name for people, or null: the user name then.</summary>
    public string? DisplayName { get; set; }

    /// <summary>The PBX of the extension.</summary>
    public string? Pbx { get; set; }

    /// <summary>The own extension, or null.</summary>
    public string? Extension { get; set; }

    /// <summary>When they signed in last, UTC; null: never.</summary>
    public DateTime? LastSignInAt { get; set; }
}
