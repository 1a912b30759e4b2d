using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using PhonePop.Server.Data;

namespace PhonePop.Server.Security;

/// <summary>A passkey of an account.</summary>
/// <param name="Id">Its credential's id, as addresses take it.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="CreatedAt">When it was added.</param>
public sealed record PasskeyInfo(string Id, string Name, DateTimeOffset CreatedAt);

/// <summary>Passkeys: the device asks for a finger, a face or its own code, so that one is both factors (decision 11).</summary>
public sealed partial class OwnAccount
{
    /// <summary>The longest name of a passkey, in characters.</summary>
    public const int LongestPasskeyName = 60;

    /// <summary>The most passkeys of one account.</summary>
    public const int MostPasskeys = 10;

    /// <summary>What the browser needs to make a passkey. Asks for the password first.</summary>
    /// <returns>JSON for <c>navigator.credentials.create</c>, or why there is none.</returns>
    public async Task<(OwnAccountResult Result, string? Options)> BeginPasskeyAsync(HttpContext context, string? current)
    {
        string? options = null;
        var result = await WithPasswordAsync(context, current, async user =>
        {
            if ((await users.GetPasskeysAsync(user)).Count >= MostPasskeys)
            {
                return OwnAccountResult.TooManyPasskeys;
            }

            options = await signIn.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity { Id = user.Id, Name = user.UserName ?? "", DisplayName = user.DisplayName ?? user.UserName ?? "" });
            return OwnAccountResult.Done;
        });
        return (result, options);
    }

    /// <summary>Takes the passkey that the browser has made. The password was right moments ago, or there would be no options for it.</summary>
    /// <param name="credential">What <c>navigator.credentials.create</c> gave, as JSON.</param>
    /// <param name="name">What to call it.</param>
    public async Task<OwnAccountResult> AddPasskeyAsync(HttpContext context, string? credential, string? name)
    {
        if (await users.GetUserAsync(context.User) is not { } user)
        {
            return OwnAccountResult.NoAccount;
        }

        if (!SeatRules.IsName(name) || name!.Length > LongestPasskeyName)
        {
            return OwnAccountResult.NameNeeded;
        }

        if (string.IsNullOrEmpty(credential) || await AttestAsync(user, credential) is not { } passkey)
        {
            return OwnAccountResult.PasskeyFailed;
        }

        passkey.Name = name.Trim();
        if (!(await users.AddOrUpdatePasskeyAsync(user, passkey)).Succeeded)
        {
            return OwnAccountResult.PasskeyFailed;
        }

        await WriteAsync(AuditActions.PasskeyAdded, context, user, passkey.Name);
        return OwnAccountResult.Done;
    }

    /// <summary>Calls a passkey something else.</summary>
    public async Task<OwnAccountResult> RenamePasskeyAsync(HttpContext context, string id, string? name)
    {
        if (await FindPasskeyAsync(context, id) is not var (user, passkey))
        {
            return OwnAccountResult.NoAccount;
        }

        if (!SeatRules.IsName(name) || name!.Length > LongestPasskeyName)
        {
            return OwnAccountResult.NameNeeded;
        }

        passkey.Name = name.Trim();
        return (await users.AddOrUpdatePasskeyAsync(user, passkey)).Succeeded ? OwnAccountResult.Done : OwnAccountResult.PasskeyFailed;
    }

    /// <summary>Takes a passkey away, and signs out every other browser: one of them may be on the device that was lost.</summary>
    public async Task<OwnAccountResult> RemovePasskeyAsync(HttpContext context, string id)
    {
        if (await FindPasskeyAsync(context, id) is not var (user, passkey))
        {
            return OwnAccountResult.NoAccount;
        }

        await users.RemovePasskeyAsync(user, passkey.CredentialId);
        await users.UpdateSecurityStampAsync(user);
        await ChangedAsync(AuditActions.PasskeyRemoved, context, user, passkey.Name);
        return OwnAccountResult.Done;
    }

    private async Task<IReadOnlyList<PasskeyInfo>> PasskeysAsync(AppUser user) =>
        [.. (await users.GetPasskeysAsync(user)).OrderBy(p => p.CreatedAt).Select(p => new PasskeyInfo(WebEncoders.Base64UrlEncode(p.CredentialId), p.Name ?? "", p.CreatedAt))];

    private async Task<(AppUser User, UserPasskeyInfo Passkey)?> FindPasskeyAsync(HttpContext context, string id) =>
        await users.GetUserAsync(context.User) is { } user && (await users.GetPasskeysAsync(user)).FirstOrDefault(p => WebEncoders.Base64UrlEncode(p.CredentialId) == id) is { } passkey
            ? (user, passkey) : null;

    // Identity throws where the browser brings no answer to a question that we asked: a form that stood open for too long.
    private async Task<UserPasskeyInfo?> AttestAsync(AppUser user, string credential)
    {
        try
        {
            return await signIn.PerformPasskeyAttestationAsync(credential) is { Succeeded: true } made && made.UserEntity.Id == user.Id ? made.Passkey : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
