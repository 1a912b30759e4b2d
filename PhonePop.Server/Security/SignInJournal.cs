using Microsoft.AspNetCore.Identity;
using PhonePop.Server.Data;
using PhonePop.Server.Personal;

namespace PhonePop.Server.Security;

/// <summary>What follows from a sign-in that worked, or did not.</summary>
internal sealed class SignInJournal(UserManager<AppUser> users, PersonalSettingsStore settings, AuditLog audit, TimeProvider clock, ILogger<SignInJournal> logger)
{
    public async Task SignedInAsync(HttpContext context, AppUser user, string action = AuditActions.SignedIn)
    {
        user.LastSignInAt = clock.GetUtcNow().UtcDateTime;
        await users.UpdateAsync(user);
        LookCookies.Give(context.Response, await settings.FindAsync(user.Id, context.RequestAborted));
        await audit.WriteAsync(action, new Actor(user.Id, user.DisplayName ?? user.UserName ?? "", Address(context)), user.UserName, cancellationToken: context.RequestAborted);
    }

    /// <param name="user">Whose name was given; null: nobody's, and then it is not repeated.</param>
    public async Task RefusedAsync(HttpContext context, AppUser? user, SignInResult result)
    {
        SecurityLog.SignInRefused(logger, user?.UserName ?? "an unknown name", Address(context), result.IsLockedOut ? "locked" : "invalid");
        await audit.WriteAsync(result.IsLockedOut ? AuditActions.LockedOut : AuditActions.SignInRefused, null, user?.UserName, address: Address(context), cancellationToken: context.RequestAborted);
    }

    private static string? Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString();
}
