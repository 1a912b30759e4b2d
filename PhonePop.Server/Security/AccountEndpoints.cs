using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using PhonePop.Server.Data;
using PhonePop.Server.Personal;

namespace PhonePop.Server.Security;

/// <summary>Signing in and out: plain posts of a form, because a circuit cannot set a cookie.</summary>
internal static class AccountEndpoints
{
    public static void MapAccount(this WebApplication app)
    {
        // Before the page of the same address, which takes posts as well. The token keeps other sites from signing people in or out.
        var account = app.MapGroup("/account").AllowAnonymous().ExcludeFromDescription().WithOrder(-1).WithMetadata(new RequireAntiforgeryTokenAttribute());
        account.MapPost("/sign-in", SignInAsync);
        account.MapPost("/sign-out", SignOutAsync);
    }

    private static async Task<IResult> SignInAsync(HttpContext context, SignInManager<AppUser> signIn, UserManager<AppUser> users, PersonalSettingsStore settings, ILogger<AccountSeeder> logger)
    {
        if (!IsOurForm(context))
        {
            return Refused("expired", "/");
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (userName, password, target) = (form["userName"].ToString(), form["password"].ToString(), Local(form["returnUrl"]));
        var result = userName.Length == 0 || password.Length == 0
            ? SignInResult.Failed
            : await signIn.PasswordSignInAsync(userName, password, form["rememberMe"].ToString() is "true" or "on" or "1", lockoutOnFailure: true);
        if (result.Succeeded)
        {
            if (await users.FindByNameAsync(userName) is { } user)
            {
                LookCookies.Give(context.Response, await settings.FindAsync(user.Id, context.RequestAborted));
            }

            return Results.LocalRedirect(target);
        }

        // A name that nobody has may be a password typed into the wrong field: it does not belong into a log.
        var reason = result.IsLockedOut ? "locked" : "invalid";
        var name = userName.Length == 0 || await users.FindByNameAsync(userName) is null ? "an unknown name" : userName;
        SecurityLog.SignInRefused(logger, name, context.Connection.RemoteIpAddress?.ToString(), reason);
        return Refused(reason, target);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, SignInManager<AppUser> signIn)
    {
        if (!IsOurForm(context))
        {
            return Results.LocalRedirect("/");
        }

        await signIn.SignOutAsync();
        return Results.LocalRedirect("/account/sign-in");
    }

    private static bool IsOurForm(HttpContext context) =>
        context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: true } && context.Request.HasFormContentType; // in this order: the form may not be looked at before

    private static IResult Refused(string reason, string target) => Results.LocalRedirect($"/account/sign-in?error={reason}&returnUrl={Uri.EscapeDataString(target)}");

    /// <summary>The address if it is on this site, else the start page: <c>//evil.example</c> and <c>/\evil.example</c> are not.</summary>
    internal static string Local(string? url) =>
        url is ['/', ..] && (url.Length == 1 || url[1] is not ('/' or '\\')) && !url.Any(char.IsControl) ? url : "/";
}
