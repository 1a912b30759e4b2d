using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using PhonePop.Server.Data;
using QRCoder;

namespace PhonePop.Server.Security;

/// <summary>What became of a change of the own account.</summary>
public enum OwnAccountResult
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>The password is not the one of the account.</summary>
    WrongPassword,

    /// <summary>The new password is too short or too plain.</summary>
    WeakPassword,

    /// <summary>The two new passwords differ.</summary>
    NotTheSame,

    /// <summary>The code of the authenticator is not right.</summary>
    WrongCode,

    /// <summary>The link was used, is older than a day, or a newer one was made.</summary>
    LinkWorthless,

    /// <summary>Too many wrong passwords: locked for some minutes.</summary>
    Locked,

    /// <summary>A name of one line is needed, and not too long.</summary>
    NameNeeded,

    /// <summary>The browser or the device made no passkey, or none that is good.</summary>
    PasskeyFailed,

    /// <summary>This device has a passkey of the account already.</summary>
    PasskeyKnown,

    /// <summary>There are as many passkeys as there may be.</summary>
    TooManyPasskeys,

    /// <summary>Who asks has no account, as a program.</summary>
    NoAccount,
}

/// <summary>How signing in is protected.</summary>
public sealed record OwnAccountState(bool HasTwoFactor, int RecoveryCodesLeft, IReadOnlyList<PasskeyInfo> Passkeys);

/// <summary>What people do with their own account. For requests, not for circuits: the browser gets a new cookie with each change, every other one is signed out.</summary>
public sealed partial class OwnAccount(UserManager<AppUser> users, SignInManager<AppUser> signIn, AccountSessions sessions, AuditLog audit)
{
    private const int Codes = 10;

    /// <summary>The state, or null where a program asks.</summary>
    public async Task<OwnAccountState?> FindAsync(HttpContext context) =>
        await users.GetUserAsync(context.User) is { } user ? new OwnAccountState(user.TwoFactorEnabled, await users.CountRecoveryCodesAsync(user), await PasskeysAsync(user)) : null;

    /// <summary>Sets the password by an administrator's link.</summary>
    public async Task<OwnAccountResult> SetPasswordAsync(HttpContext context, string? userId, string? code, string? password)
    {
        if (userId is null || code is null || await users.FindByIdAsync(userId) is not { } user || Decode(code) is not { } token)
        {
            return OwnAccountResult.LinkWorthless;
        }

        var result = await users.ResetPasswordAsync(user, token, password ?? "");
        if (!result.Succeeded)
        {
            return result.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.InvalidToken)) ? OwnAccountResult.LinkWorthless : OwnAccountResult.WeakPassword;
        }

        sessions.End(user.Id);
        await WriteAsync(AuditActions.PasswordChanged, context, user);
        return OwnAccountResult.Done;
    }

    /// <summary>Changes the password.</summary>
    public Task<OwnAccountResult> ChangePasswordAsync(HttpContext context, string? current, string? password) => WithPasswordAsync(context, current, async user =>
    {
        var result = await users.ChangePasswordAsync(user, current ?? "", password ?? "");
        if (!result.Succeeded)
        {
            return OwnAccountResult.WeakPassword;
        }

        await ChangedAsync(AuditActions.PasswordChanged, context, user);
        return OwnAccountResult.Done;
    });

    /// <summary>Makes a key for the authenticator on the phone. Nothing is asked for it before <see cref="ConfirmTwoFactorAsync"/>.</summary>
    /// <returns>The key in groups of four, and as a picture that a phone can read (a <c>data:</c> address).</returns>
    public async Task<(OwnAccountResult Result, (string Key, string Picture)? Secret)> BeginTwoFactorAsync(HttpContext context, string? current)
    {
        (string, string)? secret = null;
        var result = await WithPasswordAsync(context, current, async user =>
        {
            await users.ResetAuthenticatorKeyAsync(user);
            await signIn.RefreshSignInAsync(user);
            secret = await SecretAsync(user);
            return OwnAccountResult.Done;
        });
        return (result, secret);
    }

    /// <summary>Switches two-factor sign-in on, if the phone says the right code.</summary>
    /// <returns>The recovery codes, which are not shown again; or the key again, to try once more.</returns>
    public async Task<(OwnAccountResult Result, IReadOnlyList<string>? Codes, (string Key, string Picture)? Secret)> ConfirmTwoFactorAsync(HttpContext context, string? code)
    {
        if (await users.GetUserAsync(context.User) is not { TwoFactorEnabled: false } user || await users.GetAuthenticatorKeyAsync(user) is null)
        {
            return (OwnAccountResult.NoAccount, null, null);
        }

        var digits = new string([.. (code ?? "").Where(char.IsAsciiDigit)]);
        if (!await users.VerifyTwoFactorTokenAsync(user, users.Options.Tokens.AuthenticatorTokenProvider, digits))
        {
            return (OwnAccountResult.WrongCode, null, await SecretAsync(user));
        }

        await users.SetTwoFactorEnabledAsync(user, true);
        var codes = await users.GenerateNewTwoFactorRecoveryCodesAsync(user, Codes);
        await ChangedAsync(AuditActions.TwoFactorOn, context, user);
        return (OwnAccountResult.Done, [.. codes!], null);
    }

    /// <summary>Switches two-factor sign-in off, and forgets the key.</summary>
    public Task<OwnAccountResult> EndTwoFactorAsync(HttpContext context, string? current) => WithPasswordAsync(context, current, async user =>
    {
        await users.SetTwoFactorEnabledAsync(user, false);
        await users.ResetAuthenticatorKeyAsync(user);
        await ChangedAsync(AuditActions.TwoFactorOff, context, user);
        return OwnAccountResult.Done;
    });

    /// <summary>Makes new recovery codes; the old ones are worthless.</summary>
    public async Task<(OwnAccountResult Result, IReadOnlyList<string>? Codes)> NewRecoveryCodesAsync(HttpContext context, string? current)
    {
        IReadOnlyList<string>? codes = null;
        var result = await WithPasswordAsync(context, current, async user =>
        {
            codes = [.. (await users.GenerateNewTwoFactorRecoveryCodesAsync(user, Codes))!];
            await WriteAsync(AuditActions.RecoveryCodes, context, user);
            return OwnAccountResult.Done;
        });
        return (result, codes);
    }

    // An open browser alone must not be enough to take an account over.
    private async Task<OwnAccountResult> WithPasswordAsync(HttpContext context, string? current, Func<AppUser, Task<OwnAccountResult>> change)
    {
        if (await users.GetUserAsync(context.User) is not { } user)
        {
            return OwnAccountResult.NoAccount;
        }

        var check = await signIn.CheckPasswordSignInAsync(user, current ?? "", lockoutOnFailure: true);
        return check.Succeeded ? await change(user) : check.IsLockedOut ? OwnAccountResult.Locked : OwnAccountResult.WrongPassword;
    }

    private async Task ChangedAsync(string action, HttpContext context, AppUser user, string? detail = null)
    {
        sessions.End(user.Id);
        await signIn.RefreshSignInAsync(user);
        await WriteAsync(action, context, user, detail);
    }

    private Task WriteAsync(string action, HttpContext context, AppUser user, string? detail = null) =>
        audit.WriteAsync(action, new Actor(user.Id, user.DisplayName ?? user.UserName ?? "", context.Connection.RemoteIpAddress?.ToString()), user.UserName, detail);

    // Made here: no other host may see the key.
    private async Task<(string Key, string Picture)> SecretAsync(AppUser user)
    {
        var key = await users.GetAuthenticatorKeyAsync(user) ?? "";
        var address = $"otpauth://totp/PhonePop:{Uri.EscapeDataString(user.UserName ?? "")}?secret={key}&issuer=PhonePop&digits=6";
        using var data = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(data);
        return (string.Join(' ', key.Chunk(4).Select(c => new string(c))), "data:image/png;base64," + Convert.ToBase64String(picture.GetGraphic(8)));
    }

    private static string? Decode(string code)
    {
        try
        {
            return Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(code));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
