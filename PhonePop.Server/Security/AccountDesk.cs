using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;

namespace PhonePop.Server.Security;

/// <summary>An account, for the administrator's list.</summary>
/// <param name="LockedUntil">Later than now: they cannot sign in. The far future: an administrator has locked it.</param>
/// <param name="HasPassword">False: invited, and the link not used yet.</param>
public sealed record AccountInfo(
    string Id, string UserName, string? DisplayName, string Role, string? Extension, string? Pbx, DateTime? LastSignInAt, DateTimeOffset? LockedUntil, bool HasPassword, bool HasTwoFactor)
{
    /// <summary>The name for people.</summary>
    public string Name => DisplayName ?? UserName;
}

/// <summary>What an account is to be.</summary>
public sealed record AccountEdit(string UserName, string? DisplayName, string Role, string? Extension, string? Pbx);

/// <summary>
/// Accounts, as administrators manage them. One change at a time, each in a scope of its own: a circuit's would show what was true when its page was opened.
/// Whoever is locked, deleted, or gets another role, seat or password, is signed out everywhere.
/// </summary>
public sealed class AccountDesk(IServiceScopeFactory scopes, IDbContextFactory<PhonePopDbContext> database, SeatRules seats, AccountSessions sessions, OperatorDirectory names, AuditLog audit, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _changing = new(1, 1);

    /// <summary>The PBXs that a seat can be at.</summary>
    public IReadOnlyList<string> PbxNames => seats.PbxNames;

    /// <summary>All accounts, by the name for people.</summary>
    public async Task<IReadOnlyList<AccountInfo>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var roles = (await (from r in db.UserRoles join role in db.Roles on r.RoleId equals role.Id select new { r.UserId, role.Name }).ToListAsync(cancellationToken)).ToLookup(r => r.UserId, r => r.Name);
        var users = await db.Users.AsNoTracking().ToListAsync(cancellationToken);
        return [.. users.Select(u => Info(u, Highest(roles[u.Id]))).OrderBy(u => u.Name, StringComparer.CurrentCultureIgnoreCase)];
    }

    /// <summary>Makes an account without a password: see <see cref="InviteAsync"/>.</summary>
    /// <returns>The id, or what is wrong, by field.</returns>
    public async Task<(string? Id, IReadOnlyList<(string Field, AccountMistake Mistake)> Mistakes)> CreateAsync(AccountEdit edit, Actor actor)
    {
        var mistakes = seats.Mistakes(edit.Role, edit.Extension, edit.Pbx).ToList();
        if (!SeatRules.IsName(edit.UserName))
        {
            mistakes.Insert(0, ("userName", AccountMistake.NameNeeded));
        }

        if (mistakes.Count > 0)
        {
            return (null, mistakes);
        }

        string? id = null;
        mistakes = await ChangeAsync(async users =>
        {
            if (await users.FindByNameAsync(edit.UserName.Trim()) is not null)
            {
                return [("userName", AccountMistake.NameTaken)];
            }

            var user = new AppUser { UserName = edit.UserName.Trim(), LockoutEnabled = true };
            Apply(edit, user);
            Check(await users.CreateAsync(user));
            Check(await users.AddToRoleAsync(user, edit.Role));
            await audit.WriteAsync(AuditActions.UserCreated, actor, user.UserName, Describe(edit.Role, user));
            id = user.Id;
            return [];
        });
        return (id, mistakes);
    }

    /// <summary>Changes name, role and seat; the user name stays.</summary>
    public async Task<IReadOnlyList<(string Field, AccountMistake Mistake)>> UpdateAsync(string id, AccountEdit edit, Actor actor)
    {
        var mistakes = seats.Mistakes(edit.Role, edit.Extension, edit.Pbx).ToList();
        return mistakes.Count > 0 ? mistakes : await ChangeAsync(id, async (users, user) =>
        {
            var role = Highest(await users.GetRolesAsync(user));
            if (role == Roles.Administrator && edit.Role != role && await IsLastAdministratorAsync(users, user))
            {
                return [("role", AccountMistake.LastAdministrator)];
            }

            var (before, isAnother) = (Describe(role, user), role != edit.Role || user.Extension != Clean(edit.Extension) || user.Pbx != seats.Pbx(edit.Extension, edit.Pbx));
            Apply(edit, user);
            Check(await users.UpdateAsync(user));
            if (isAnother)
            {
                Check(await users.RemoveFromRolesAsync(user, await users.GetRolesAsync(user)));
                Check(await users.AddToRoleAsync(user, edit.Role));
                await SignOutAsync(users, user);
            }

            await audit.WriteAsync(AuditActions.UserChanged, actor, user.UserName, $"{before} → {Describe(edit.Role, user)}");
            return [];
        });
    }

    /// <summary>Takes the password and the passkeys away and makes a link by which a new one is set: good once, for a day.</summary>
    /// <returns>The link within this site; null where the account is gone, or is one's own: who is signed out before the link was copied would never come in again.</returns>
    public async Task<string?> InviteAsync(string id, Actor actor)
    {
        string? link = null;
        await ChangeAsync(id, async (users, user) =>
        {
            if (user.Id == actor.Id)
            {
                return [("", AccountMistake.OwnAccount)];
            }

            if (user.PasswordHash is not null)
            {
                Check(await users.RemovePasswordAsync(user)); // with a new stamp: links made before no longer work
            }
            else
            {
                Check(await users.UpdateSecurityStampAsync(user));
            }

            foreach (var passkey in await users.GetPasskeysAsync(user))
            {
                Check(await users.RemovePasskeyAsync(user, passkey.CredentialId)); // or who had the old password might still come in
            }

            sessions.End(user.Id);
            var code = await users.GeneratePasswordResetTokenAsync(user);
            link = $"/account/set-password?user={Uri.EscapeDataString(user.Id)}&code={WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(code))}";
            await audit.WriteAsync(AuditActions.UserInvited, actor, user.UserName);
            return [];
        });
        return link;
    }

    /// <summary>Keeps somebody out, or lets them in again, also after too many wrong passwords.</summary>
    public Task<IReadOnlyList<(string Field, AccountMistake Mistake)>> LockAsync(string id, bool locked, Actor actor) => ChangeAsync(id, async (users, user) =>
    {
        if (locked && await MayNotLoseAsync(users, user, actor) is { } mistake)
        {
            return [("", mistake)];
        }

        Check(await users.SetLockoutEndDateAsync(user, locked ? DateTimeOffset.MaxValue : null));
        Check(await users.ResetAccessFailedCountAsync(user));
        if (locked)
        {
            await SignOutAsync(users, user);
        }

        await audit.WriteAsync(locked ? AuditActions.UserLocked : AuditActions.UserUnlocked, actor, user.UserName);
        return [];
    });

    /// <summary>For who has lost their phone: signing in asks for the password alone again.</summary>
    public Task<IReadOnlyList<(string Field, AccountMistake Mistake)>> ResetTwoFactorAsync(string id, Actor actor) => ChangeAsync(id, async (users, user) =>
    {
        Check(await users.SetTwoFactorEnabledAsync(user, false));
        Check(await users.ResetAuthenticatorKeyAsync(user));
        await audit.WriteAsync(AuditActions.TwoFactorOff, actor, user.UserName);
        return [];
    });

    /// <summary>Deletes an account and what it has set for itself. What it wrote stays, with its name.</summary>
    public Task<IReadOnlyList<(string Field, AccountMistake Mistake)>> DeleteAsync(string id, Actor actor) => ChangeAsync(id, async (users, user) =>
    {
        if (await MayNotLoseAsync(users, user, actor) is { } mistake)
        {
            return [("", mistake)];
        }

        Check(await users.DeleteAsync(user));
        await using var db = await database.CreateDbContextAsync();
        await db.UserChoices.Where(c => c.Id == user.Id).ExecuteDeleteAsync();
        await db.GroupGrants.Where(g => g.ViewerId == user.Id).ExecuteDeleteAsync();
        sessions.End(user.Id);
        await audit.WriteAsync(AuditActions.UserDeleted, actor, user.UserName);
        return [];
    });

    /// <inheritdoc />
    public void Dispose() => _changing.Dispose();

    private async Task<IReadOnlyList<(string Field, AccountMistake Mistake)>> ChangeAsync(string id, Func<UserManager<AppUser>, AppUser, Task<List<(string, AccountMistake)>>> change) =>
        await ChangeAsync(async users => await users.FindByIdAsync(id) is { } user ? await change(users, user) : [("", AccountMistake.Gone)]);

    private async Task<List<(string Field, AccountMistake Mistake)>> ChangeAsync(Func<UserManager<AppUser>, Task<List<(string, AccountMistake)>>> change)
    {
        await _changing.WaitAsync();
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var mistakes = await change(scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>());
            if (mistakes.Count == 0)
            {
                await names.ReloadAsync(CancellationToken.None);
            }

            return mistakes;
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task SignOutAsync(UserManager<AppUser> users, AppUser user)
    {
        Check(await users.UpdateSecurityStampAsync(user));
        sessions.End(user.Id);
    }

    private async Task<AccountMistake?> MayNotLoseAsync(UserManager<AppUser> users, AppUser user, Actor actor) =>
        user.Id == actor.Id ? AccountMistake.OwnAccount
        : await users.IsInRoleAsync(user, Roles.Administrator) && await IsLastAdministratorAsync(users, user) ? AccountMistake.LastAdministrator
        : null;

    // One who is locked, or has no password yet, could not set right what went wrong.
    private async Task<bool> IsLastAdministratorAsync(UserManager<AppUser> users, AppUser user) =>
        !(await users.GetUsersInRoleAsync(Roles.Administrator)).Any(a => a.Id != user.Id && a.PasswordHash is not null && !(a.LockoutEnd > clock.GetUtcNow()));

    private void Apply(AccountEdit edit, AppUser user)
    {
        user.DisplayName = Clean(edit.DisplayName);
        user.Extension = Clean(edit.Extension);
        user.Pbx = seats.Pbx(edit.Extension, edit.Pbx);
    }

    private static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string Describe(string role, AppUser user) => string.Join(", ", new[] { role, user.DisplayName, user.Extension is null ? null : $"{user.Pbx}/{user.Extension}" }.OfType<string>());

    private static string Highest(IEnumerable<string?> roles) =>
        roles.Contains(Roles.Administrator) ? Roles.Administrator : roles.Contains(Roles.Supervisor) ? Roles.Supervisor : Roles.Operator;

    private static AccountInfo Info(AppUser u, string role) =>
        new(u.Id, u.UserName ?? "", u.DisplayName, role, u.Extension, u.Pbx, u.LastSignInAt, u.LockoutEnd, u.PasswordHash is not null, u.TwoFactorEnabled);

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(string.Join(" ", result.Errors.Select(e => e.Description)));
        }
    }
}
