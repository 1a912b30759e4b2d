using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using PhonePop.Server.Data;

namespace PhonePop.Server.Security;

/// <summary>Signing in and out: plain posts of a form, because a circuit cannot set a cookie.</summary>
internal static class AccountEndpoints
{
    // Without a PBX there is nothing else to do here. Who puts it off is not asked again until they sign in next.
    private const string SetUp = "/setup";

    // What is done for a wrong password (a hash, the count of tries, a line of the audit log) takes longer than for a name that nobody has. Longer than either, so that neither shows.
    private static readonly TimeSpan RefusalStep = TimeSpan.FromMilliseconds(500);

    public static void MapAccount(this WebApplication app)
    {
        // Before the page of the same address, which takes posts as well. The token keeps other sites from signing people in or out.
        var account = app.MapGroup("/account").AllowAnonymous().ExcludeFromDescription().WithOrder(-1).WithMetadata(new RequireAntiforgeryTokenAttribute());
        account.MapPost("/sign-in", SignInAsync).RequireRateLimiting(SignInLimit.Policy);
        account.MapPost("/two-factor", TwoFactorAsync).RequireRateLimiting(SignInLimit.Policy);
        account.MapPost("/sign-out", SignOutAsync);
        app.MapPasskeys(account);
    }

    private static async Task<IResult> SignInAsync(HttpContext context, SignInManager<AppUser> signIn, UserManager<AppUser> users, SignInJournal journal, SeatRules seats, TimeProvider clock)
    {
        var began = clock.GetTimestamp();
        if (!IsOurForm(context))
        {
            return Refused("expired", "/");
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (userName, password, target, remember) = (form["userName"].ToString(), form["password"].ToString(), Local(form["returnUrl"]), IsOn(form["rememberMe"]));
        // A name that nobody has may be a password typed into the wrong field: it belongs into no log.
        var user = userName.Length == 0 || password.Length == 0 ? null : await users.FindByNameAsync(userName);
        if (password.Length > 0 && (user is not { PasswordHash: not null } || await users.IsLockedOutAsync(user)))
        {
            users.PasswordHasher.HashPassword(new AppUser(), password); // as slow as a wrong password: how long it takes tells no names
        }

        var result = user is null ? SignInResult.Failed : await signIn.PasswordSignInAsync(user, password, remember, lockoutOnFailure: true);
        if (result.RequiresTwoFactor)
        {
            return SecondStep(target, remember, wrong: false);
        }

        if (result.Succeeded && user is not null)
        {
            await journal.SignedInAsync(context, user);
            return Results.LocalRedirect(target == "/" && seats.PbxNames.Count == 0 && await users.IsInRoleAsync(user, Roles.Administrator) ? SetUp : target);
        }

        await journal.RefusedAsync(context, user, result);
        if (userName.Length > 0 && password.Length > 0)
        {
            await Task.Delay(UntilRefusal(clock.GetElapsedTime(began)), clock, context.RequestAborted);
        }

        return Refused("invalid", target); // also where the account is locked: that would tell that there is one
    }

    private static async Task<IResult> TwoFactorAsync(HttpContext context, SignInManager<AppUser> signIn, UserManager<AppUser> users, SignInJournal journal)
    {
        if (!IsOurForm(context) || await signIn.GetTwoFactorAuthenticationUserAsync() is not { } user)
        {
            return Refused("expired", "/");
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (code, target, remember) = (new string([.. form["code"].ToString().Where(char.IsAsciiLetterOrDigit)]), Local(form["returnUrl"]), IsOn(form["rememberMe"]));

        // Six digits come from the phone; a recovery code is longer, with letters, and has its hyphen in the middle.
        var result = code.All(char.IsAsciiDigit)
            ? await signIn.TwoFactorAuthenticatorSignInAsync(code, remember, rememberClient: false)
            : await RecoverAsync(signIn, users, user, form["code"].ToString().Trim().ToUpperInvariant());
        if (result.Succeeded)
        {
            await journal.SignedInAsync(context, user);
            return Results.LocalRedirect(target);
        }

        await journal.RefusedAsync(context, user, result);
        return result.IsLockedOut ? Refused("locked", target) : SecondStep(target, remember, wrong: true);
    }

    // Identity counts wrong passwords and wrong digits, and would let recovery codes be tried for ever.
    private static async Task<SignInResult> RecoverAsync(SignInManager<AppUser> signIn, UserManager<AppUser> users, AppUser user, string code)
    {
        if (await users.IsLockedOutAsync(user))
        {
            return SignInResult.LockedOut;
        }

        var result = await signIn.TwoFactorRecoveryCodeSignInAsync(code);
        if (!result.Succeeded)
        {
            await users.AccessFailedAsync(user);
        }

        return result.Succeeded || !await users.IsLockedOutAsync(user) ? result : SignInResult.LockedOut;
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

    internal static bool IsOurForm(HttpContext context) =>
        context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: true } && context.Request.HasFormContentType; // in this order: the form may not be looked at before

    /// <summary>How long a refusal waits that took so long: all leave at the same moment after they came, or on a busy machine at one of the next.</summary>
    internal static TimeSpan UntilRefusal(TimeSpan taken) => RefusalStep - TimeSpan.FromTicks(taken.Ticks % RefusalStep.Ticks);

    internal static bool IsOn(string? box) => box is "true" or "on" or "1";

    internal static IResult Refused(string reason, string target) => Results.LocalRedirect($"/account/sign-in?error={reason}&returnUrl={Uri.EscapeDataString(target)}");

    private static IResult SecondStep(string target, bool remember, bool wrong) =>
        Results.LocalRedirect($"/account/two-factor?returnUrl={Uri.EscapeDataString(target)}{(remember ? "&remember=1" : null)}{(wrong ? "&error=invalid" : null)}");

    /// <summary>The address if it is on this site, else the start page: <c>//evil.example</c> and <c>/\evil.example</c> are not.</summary>
    internal static string Local(string? url) =>
        url is ['/', ..] && (url.Length == 1 || url[1] is not ('/' or '\\')) && !url.Any(char.IsControl) ? url : "/";
}
