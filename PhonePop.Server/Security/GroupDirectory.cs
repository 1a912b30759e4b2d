using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;
using PhonePop.Server.Live;

namespace PhonePop.Server.Security;

/// <summary>
/// Which groups are given to whom, in memory: it is asked with every request. Reload it when groups change. Where groups are given and hold nobody,
/// nobody is seen: only who is given none at all sees everything.
/// </summary>
/// <param name="configured">The groups that keys of the configuration name, by viewer id. A name that no group has gives nobody.</param>
public sealed class GroupDirectory(IDbContextFactory<PhonePopDbContext> database, IReadOnlyDictionary<string, IReadOnlyList<string>> configured)
{
    private volatile Dictionary<string, SeatSet> _given = [];

    /// <summary>The phones that this viewer is to watch; null: all, because no groups are given, or because of the role.</summary>
    public SeatSet? Of(Viewer viewer) => viewer.Role == Roles.Supervisor ? _given.GetValueOrDefault(viewer.Id) : null;

    /// <summary>Reads groups and grants again.</summary>
    /// <returns>Those who watch others now than before.</returns>
    public async Task<IReadOnlyList<string>> ReloadAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var groups = await db.OperatorGroups.AsNoTracking().Include(g => g.Seats).ToListAsync(cancellationToken);
        var granted = (await db.GroupGrants.AsNoTracking().ToListAsync(cancellationToken)).GroupBy(g => g.ViewerId, g => g.GroupId);
        var given = granted.ToDictionary(g => g.Key, g => Seats(groups.Where(x => g.Contains(x.Id))), StringComparer.Ordinal);
        foreach (var (viewerId, names) in configured)
        {
            given[viewerId] = Seats(groups.Where(g => names.Contains(g.Name, StringComparer.OrdinalIgnoreCase)));
        }

        var before = _given;
        _given = given;
        return [.. before.Keys.Union(given.Keys).Where(id => !Equals(before.GetValueOrDefault(id), given.GetValueOrDefault(id)))];
    }

    private static SeatSet Seats(IEnumerable<OperatorGroup> groups) => new(groups.SelectMany(g => g.Seats).Select(s => (s.Pbx, s.Extension)));
}
