using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;

namespace PhonePop.Server.Security;

/// <summary>Who does something that is written into the audit log.</summary>
/// <param name="Id">The account's id, or <c>key:name</c>.</param>
/// <param name="Name">For people.</param>
/// <param name="Address">Where from, or null: not known.</param>
public sealed record Actor(string Id, string Name, string? Address)
{
    /// <summary>The viewer, at this address.</summary>
    public static Actor From(Viewer viewer, string? address) => new(viewer.Id, viewer.Name, address);
}

/// <summary>What the audit log knows: the words in its table.</summary>
public static class AuditActions
{
    public const string SignedIn = "signedIn";
    public const string SignedInByPasskey = "signedInByPasskey";
    public const string SignInRefused = "signInRefused";
    public const string LockedOut = "lockedOut";
    public const string PasswordChanged = "passwordChanged";
    public const string TwoFactorOn = "twoFactorOn";
    public const string TwoFactorOff = "twoFactorOff";
    public const string RecoveryCodes = "recoveryCodes";
    public const string PasskeyAdded = "passkeyAdded";
    public const string PasskeyRemoved = "passkeyRemoved";
    public const string UserCreated = "userCreated";
    public const string UserChanged = "userChanged";
    public const string UserInvited = "userInvited";
    public const string UserLocked = "userLocked";
    public const string UserUnlocked = "userUnlocked";
    public const string UserDeleted = "userDeleted";
    public const string DevicesChanged = "devicesChanged";
    public const string KeyCreated = "keyCreated";
    public const string KeyRevoked = "keyRevoked";
    public const string CustomerErased = "customerErased";
    public const string SettingsChanged = "settingsChanged";
    public const string GroupCreated = "groupCreated";
    public const string GroupChanged = "groupChanged";
    public const string GroupDeleted = "groupDeleted";
    public const string GroupsGiven = "groupsGiven";

    /// <summary>All of them, those of signing in first.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        SignedIn, SignedInByPasskey, SignInRefused, LockedOut, PasswordChanged, TwoFactorOn, TwoFactorOff, RecoveryCodes, PasskeyAdded, PasskeyRemoved,
        UserCreated, UserChanged, UserInvited, UserLocked, UserUnlocked, UserDeleted, DevicesChanged, KeyCreated, KeyRevoked, CustomerErased, SettingsChanged,
        GroupCreated, GroupChanged, GroupDeleted, GroupsGiven,
    ];
}

/// <summary>A line of the audit log, as <see cref="AuditEntry"/>.</summary>
public sealed record AuditInfo(long Id, DateTime At, string Action, string? Who, string? Address, string? Subject, string? Detail);

/// <summary>A page of the audit log, and how many lines there are on all pages.</summary>
public sealed record AuditPage(IReadOnlyList<AuditInfo> Items, int Total);

/// <summary>Who signed in and who changed what: written when it happens, read by administrators, never changed.</summary>
public sealed class AuditLog(IDbContextFactory<PhonePopDbContext> database, TimeProvider clock)
{
    private const int LongestText = 500;

    /// <summary>Writes a line.</summary>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <param name="actor">Who did it, or null: nobody that is known.</param>
    /// <param name="address">Where from, where there is no <paramref name="actor"/>.</param>
    public async Task WriteAsync(string action, Actor? actor, string? subject, string? detail = null, string? address = null, CancellationToken cancellationToken = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        db.AuditEntries.Add(new AuditEntry
        {
            At = clock.GetUtcNow().UtcDateTime, Action = action, Who = Short(actor?.Name), Address = actor?.Address ?? address, Subject = Short(subject), Detail = Short(detail),
        });
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>A page of the log, newest first.</summary>
    /// <param name="action">Only this one; null: all.</param>
    /// <param name="text">What the names or the address hold; null or empty: all.</param>
    /// <param name="take">1 to 500.</param>
    public async Task<AuditPage> SearchAsync(string? action, string? text, int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var found = db.AuditEntries.AsNoTracking().Where(e => string.IsNullOrEmpty(action) || e.Action == action);
        if (!string.IsNullOrWhiteSpace(text))
        {
            var held = text.Trim();
            found = found.Where(e => e.Who!.Contains(held) || e.Subject!.Contains(held) || e.Address!.Contains(held) || e.Detail!.Contains(held));
        }

        var rows = await found.OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Skip(Math.Max(0, skip)).Take(Math.Clamp(take, 1, 500))
            .Select(e => new AuditInfo(e.Id, e.At, e.Action, e.Who, e.Address, e.Subject, e.Detail)).ToListAsync(cancellationToken);
        return new AuditPage(rows, await found.CountAsync(cancellationToken));
    }

    private static string? Short(string? text) => text?.Length > LongestText ? text[..LongestText] : text;
}
