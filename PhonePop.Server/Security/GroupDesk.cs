using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;

namespace PhonePop.Server.Security;

/// <summary>A group, for the administrator's list.</summary>
/// <param name="Seats">Its phones, as PBX and extension.</param>
/// <param name="GivenTo">To how many supervisors and keys it is given; those of the configuration are not counted.</param>
public sealed record GroupInfo(int Id, string Name, IReadOnlyList<(string Pbx, string Extension)> Seats, int GivenTo);

/// <summary>What is wrong with a group that an administrator wants.</summary>
public enum GroupMistake
{
    /// <summary>A name is needed, of one line.</summary>
    NameNeeded,

    /// <summary>Another group has this name.</summary>
    NameTaken,

    /// <summary>Somebody is given it: without it they would see everything.</summary>
    Given,

    /// <summary>It has been deleted meanwhile.</summary>
    Gone,
}

/// <summary>
/// Groups, as administrators manage them. Whoever watches others than before is cut off at once, connects again and sees what they may now; their open pages
/// do so within <see cref="SecurityExtensions.LongestStale"/>.
/// </summary>
public sealed class GroupDesk(IDbContextFactory<PhonePopDbContext> database, GroupDirectory directory, AccountSessions sessions, AuditLog audit) : IDisposable
{
    private readonly SemaphoreSlim _changing = new(1, 1);

    /// <summary>All groups, by name.</summary>
    public async Task<IReadOnlyList<GroupInfo>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var given = (await db.GroupGrants.AsNoTracking().ToListAsync(cancellationToken)).ToLookup(g => g.GroupId);
        var groups = await db.OperatorGroups.AsNoTracking().Include(g => g.Seats).ToListAsync(cancellationToken);
        return [.. groups.OrderBy(g => g.Name, StringComparer.CurrentCultureIgnoreCase).Select(g => new GroupInfo(g.Id, g.Name, [.. g.Seats.Select(s => (s.Pbx, s.Extension)).Order()], given[g.Id].Count()))];
    }

    /// <summary>Makes a group, or changes one.</summary>
    /// <param name="id">The group; null for a new one.</param>
    /// <returns>What is wrong with it, or null.</returns>
    public Task<GroupMistake?> SaveAsync(int? id, string name, IEnumerable<(string Pbx, string Extension)> seats, Actor actor) => ChangeAsync(async db =>
    {
        name = name.Trim();
        if (!SeatRules.IsName(name))
        {
            return GroupMistake.NameNeeded;
        }

        // Compared here: SQLite knows upper and lower case of Latin letters alone.
        if ((await db.OperatorGroups.AsNoTracking().ToListAsync()).Exists(g => g.Id != id && string.Equals(g.Name, name, StringComparison.OrdinalIgnoreCase)))
        {
            return GroupMistake.NameTaken;
        }

        var group = id is null ? db.Add(new OperatorGroup { Name = name }).Entity : await db.OperatorGroups.Include(g => g.Seats).FirstOrDefaultAsync(g => g.Id == id);
        if (group is null)
        {
            return GroupMistake.Gone;
        }

        var wanted = seats.Distinct().ToList();
        group.Name = name;
        group.Seats.RemoveAll(s => !wanted.Contains((s.Pbx, s.Extension)));
        group.Seats.AddRange(wanted.Where(w => !group.Seats.Exists(s => (s.Pbx, s.Extension) == w)).Select(w => new OperatorGroupSeat { Pbx = w.Pbx, Extension = w.Extension }));
        await db.SaveChangesAsync();
        await audit.WriteAsync(id is null ? AuditActions.GroupCreated : AuditActions.GroupChanged, actor, name, string.Join(", ", wanted.Order().Select(w => $"{w.Pbx}/{w.Extension}")));
        return null;
    });

    /// <summary>Deletes a group that nobody is given.</summary>
    public Task<GroupMistake?> DeleteAsync(int id, Actor actor) => ChangeAsync(async db =>
    {
        if (await db.OperatorGroups.Include(g => g.Seats).FirstOrDefaultAsync(g => g.Id == id) is not { } group)
        {
            return GroupMistake.Gone;
        }

        if (await db.GroupGrants.AnyAsync(g => g.GroupId == id))
        {
            return GroupMistake.Given;
        }

        db.Remove(group);
        await db.SaveChangesAsync();
        await audit.WriteAsync(AuditActions.GroupDeleted, actor, group.Name);
        return null;
    });

    /// <summary>The groups that are given to somebody.</summary>
    /// <param name="viewerId">The account's id, or <c>key:name</c>.</param>
    public async Task<IReadOnlySet<int>> GivenAsync(string viewerId, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await db.GroupGrants.Where(g => g.ViewerId == viewerId).Select(g => g.GroupId).ToHashSetAsync(cancellationToken);
    }

    /// <summary>Gives somebody these groups and no others.</summary>
    /// <param name="viewerId">The account's id, or <c>key:name</c>.</param>
    /// <param name="subject">Their name, for the audit log.</param>
    public async Task GiveAsync(string viewerId, string subject, IReadOnlySet<int> groups, Actor actor) => await ChangeAsync(async db =>
    {
        var given = await db.GroupGrants.Where(g => g.ViewerId == viewerId).ToListAsync();
        if (groups.SetEquals(given.Select(g => g.GroupId)))
        {
            return null;
        }

        db.RemoveRange(given.Where(g => !groups.Contains(g.GroupId)));
        db.AddRange(groups.Where(id => !given.Exists(g => g.GroupId == id)).Select(id => new GroupGrant { GroupId = id, ViewerId = viewerId }));
        await db.SaveChangesAsync();
        var names = await db.OperatorGroups.Where(g => groups.Contains(g.Id)).Select(g => g.Name).ToListAsync();
        await audit.WriteAsync(AuditActions.GroupsGiven, actor, subject, names.Count == 0 ? "–" : string.Join(", ", names));
        return null;
    });

    /// <inheritdoc />
    public void Dispose() => _changing.Dispose();

    private async Task<GroupMistake?> ChangeAsync(Func<PhonePopDbContext, Task<GroupMistake?>> change)
    {
        await _changing.WaitAsync();
        try
        {
            await using var db = await database.CreateDbContextAsync();
            var mistake = await change(db);
            foreach (var viewerId in mistake is null ? await directory.ReloadAsync(CancellationToken.None) : [])
            {
                sessions.End(viewerId);
            }

            return mistake;
        }
        finally
        {
            _changing.Release();
        }
    }
}
