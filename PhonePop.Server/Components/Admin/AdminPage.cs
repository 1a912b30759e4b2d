using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using PhonePop.Server.Components.Shared;
using PhonePop.Server.Security;

namespace PhonePop.Server.Components.Admin;

/// <summary>What the administrator's pages share: who acts, and from where, for the audit log.</summary>
public abstract class AdminPage : SavingComponent
{
    /// <summary>What the browser told, and its address.</summary>
    [CascadingParameter]
    public ViewerSettings Settings { get; set; } = ViewerSettings.Unknown;

    /// <summary>Who is signed in.</summary>
    [CascadingParameter]
    public Task<AuthenticationState> State { get; set; } = null!;

    /// <summary>Who acts.</summary>
    protected async Task<Actor> ActorAsync() => Actor.From(Viewer.From((await State).User), Settings.Address);
}
