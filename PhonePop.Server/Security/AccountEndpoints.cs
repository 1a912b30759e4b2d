using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using PhonePop.Server.Data;

namespace PhonePop.Server.Security;

/// <summary>Signing in and out: plain posts of a form, because a circuit cannot set a cookie.</summary>
internal static class AccountEndpoints
{
    public static void MapAccount(this WebApplication app)
    {
        app.MapPost("/account/sign-in", SignInAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapPost("/account/sign-out", SignOutAsync).AllowAnonymous().ExcludeFromDescription();
    }

    // Binding a form asks for the antiforgery token.
    private static async Task<IResult> SignInAsync(
        [FromForm] string? userName, [FromForm] string? password, [FromForm] string? rememberMe, [FromForm] string? returnUrl,
        SignInManager<AppUser> signIn, UserManager<AppUser> users, HttpContext context, ILogger<AccountSeeder> logger)
    {
        var target = Local(returnUrl);
        var result = string.IsNullOrEmpty(userName) || string.IsNullOrEmpty(password)
            ? Microsoft.AspNetCore.Identity.SignInResult.Failed
            : await signIn.PasswordSignInAsync(userName, password, rememberMe is "true" or "on" or "1", lockoutOnFailure: true);
        if (result.Succeeded)
        {
            return Results.LocalRedirect(target);
        }

        var reason = result.IsLockedOut ? "locked" : "invalid";

        // A name that nobody has may be a password typed into the wrong field: it does not belong into a log.
        var name = string.IsNullOrEmpty(userName) || await users.FindByNameAsync(userName) is null ? "an unknown name" : userName;
        SecurityLog.SignInRefused(logger, name, context.Connection.RemoteIpAddress?.ToString(), reason);
        return Results.LocalRedirect($"/account/sign-in?error={reason}&returnUrl={Uri.EscapeDataString(target)}");
    }

    // The form is there for its token: another site must not sign people out.
    private static async Task<IResult> SignOutAsync([FromForm] string? returnUrl, SignInManager<AppUser> signIn)
    {
        await signIn.SignOutAsync();
        return Results.LocalRedirect(returnUrl is null ? "/account/sign-in" : Local(returnUrl));
    }

    /// <summary>The address if it is on this site, else the start page: <c>//evil.example</c> and <c>/\evil.example</c> are not.</summary>
    internal static string Local(string? url) =>
        url is ['/', ..] && (url.Length == 1 || url[1] is not ('/' or '\\')) && !url.Any(char.IsControl) ? url : "/";
}
