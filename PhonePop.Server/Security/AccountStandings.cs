using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PhonePop.Server.Data;

namespace PhonePop.Server.Security;

/// <summary>
/// Who the users are by now, for cookies and pages that must be looked at again. After a restart all come back at the same moment, each with many connections:
/// the database is asked once for each user, and what it said is believed for a few seconds, or until their session is ended here.
/// </summary>
internal sealed class AccountStandings
{
    /// <summary>How long an answer is believed. What another program did to an account is noticed after this and <see cref="SecurityExtensions.LongestStale"/>, together less than a minute.</summary>
    public static readonly TimeSpan Believed = TimeSpan.FromSeconds(15);

    private readonly IDbContextFactory<PhonePopDbContext> _database;
    private readonly ClaimsIdentityOptions _types;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, Asked> _asked = new(StringComparer.Ordinal); // no more than there are accounts: who asks has a cookie of ours

    public AccountStandings(IDbContextFactory<PhonePopDbContext> database, AccountSessions sessions, IOptions<IdentityOptions> options, TimeProvider clock)
    {
        (_database, _types, _clock) = (database, options.Value.ClaimsIdentity, clock);
        sessions.Ended += id => _asked.TryRemove(id, out _);
    }

    /// <returns>The user as a fresh cookie would say it; null where this one is no longer good: the account is gone, or was locked or changed since.</returns>
    /// <exception cref="System.Data.Common.DbException">The database cannot be asked.</exception>
    public async Task<ClaimsIdentity?> FindAsync(ClaimsPrincipal principal)
    {
        if (principal.FindFirstValue(_types.UserIdClaimType) is not { } id)
        {
            return null;
        }

        var asked = _asked.AddOrUpdate(id, Ask, (_, before) => _clock.GetElapsedTime(before.At) < Believed ? before : Ask(id));
        if (Matching(await AnswerAsync(id, asked), principal) is { } known)
        {
            return known;
        }

        // Perhaps the cookie is newer than what is known of its user. A wrong one costs a question each time.
        return Matching(await AnswerAsync(id, _asked[id] = Ask(id)), principal);
    }

    private ClaimsIdentity? Matching(ClaimsIdentity? identity, ClaimsPrincipal principal) =>
        identity is not null && identity.FindFirst(_types.SecurityStampClaimType)?.Value == principal.FindFirstValue(_types.SecurityStampClaimType) ? identity.Clone() : null;

    private async Task<ClaimsIdentity?> AnswerAsync(string id, Asked asked)
    {
        try
        {
            return await asked.Answer.Value;
        }
        catch
        {
            _asked.TryRemove(new(id, asked)); // the next one asks again
            throw;
        }
    }

    private Asked Ask(string id) => new(_clock.GetTimestamp(), new Lazy<Task<ClaimsIdentity?>>(() => ReadAsync(id)));

    private async Task<ClaimsIdentity?> ReadAsync(string id)
    {
        await using var db = await _database.CreateDbContextAsync();
        var found = await db.Users.AsNoTracking().Where(u => u.Id == id)
            .Select(u => new { User = u, Roles = (from r in db.UserRoles join role in db.Roles on r.RoleId equals role.Id where r.UserId == u.Id select role.Name!).ToList() }).FirstOrDefaultAsync();
        return found is null ? null : AccountClaims.Of(found.User, found.Roles, _types);
    }

    private sealed record Asked(long At, Lazy<Task<ClaimsIdentity?>> Answer);
}
