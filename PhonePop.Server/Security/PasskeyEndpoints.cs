using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using PhonePop.Server.Data;

namespace PhonePop.Server.Security;

/// <summary>What <c>js/passkeys.js</c> asks for, and the form that it sends. Who adds a passkey is signed in; who signs in by one belongs to the group of <see cref="AccountEndpoints"/>.</summary>
internal static class PasskeyEndpoints
{
    public static void MapPasskeys(this WebApplication app, RouteGroupBuilder account)
    {
        app.MapPost("/account/passkey/creation-options", CreationOptionsAsync).ExcludeFromDescription().WithMetadata(new RequireAntiforgeryTokenAttribute());
        account.MapPost("/passkey/request-options", RequestOptionsAsync);
        account.MapPost("/passkey", SignInAsync).RequireRateLimiting(SignInLimit.Policy);
    }

    private static async Task<IResult> CreationOptionsAsync(HttpContext context, OwnAccount own)
    {
        if (!AccountEndpoints.IsOurForm(context))
        {
            return Results.BadRequest();
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (result, options) = await own.BeginPasskeyAsync(context, form["Current"]);
        return options is not null ? Json(options) : Results.Json(new { problem = result.ToString() }, statusCode: StatusCodes.Status409Conflict);
    }

    // The same for everybody: it names no user and no passkey.
    private static async Task<IResult> RequestOptionsAsync(HttpContext context, SignInManager<AppUser> signIn) =>
        AccountEndpoints.IsOurForm(context) ? Json(await signIn.MakePasskeyRequestOptionsAsync(null)) : Results.BadRequest();

    private static async Task<IResult> SignInAsync(HttpContext context, SignInManager<AppUser> signIn, UserManager<AppUser> users, SignInJournal journal)
    {
        if (!AccountEndpoints.IsOurForm(context))
        {
            return AccountEndpoints.Refused("expired", "/");
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (credential, target, remember) = (form["credential"].ToString(), AccountEndpoints.Local(form["returnUrl"]), AccountEndpoints.IsOn(form["rememberMe"]));
        if (credential.Length == 0)
        {
            return AccountEndpoints.Refused("passkey", target);
        }

        if (await AssertAsync(signIn, credential) is not { Succeeded: true, User: { } user, Passkey: { } passkey })
        {
            await journal.RefusedAsync(context, null, SignInResult.Failed);
            return AccountEndpoints.Refused("passkey", target);
        }

        // Not PasskeySignInAsync: we want to know who was refused, and to remember whom it is asked for.
        if (await users.IsLockedOutAsync(user))
        {
            await journal.RefusedAsync(context, user, SignInResult.LockedOut);
            return AccountEndpoints.Refused("locked", target);
        }

        await users.AddOrUpdatePasskeyAsync(user, passkey);
        await signIn.SignInAsync(user, remember, "passkey");
        await journal.SignedInAsync(context, user, AuditActions.SignedInByPasskey);
        return Results.LocalRedirect(target);
    }

    // Identity throws where the browser brings no answer to a question that we asked: a page that stood open for too long.
    private static async Task<PasskeyAssertionResult<AppUser>?> AssertAsync(SignInManager<AppUser> signIn, string credential)
    {
        try
        {
            return await signIn.PerformPasskeyAssertionAsync(credential);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static IResult Json(string json) => Results.Text(json, "application/json", Encoding.UTF8);
}
