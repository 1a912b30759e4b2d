using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;

namespace PhonePop.Server.Presence;

/// <summary>What was last chosen at each phone, in the database: a restart keeps "away".</summary>
public sealed class PresenceStore(IDbContextFactory<PhonePopDbContext> database)
{
    internal async Task<IReadOnlyList<(string Pbx, string Extension, PresenceState State, DateTime Since)>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var rows = await db.ChosenPresences.AsNoTracking().ToListAsync(cancellationToken);
        return [.. rows.Select(r => (r.Pbx, r.Extension, Enum.TryParse<PresenceState>(r.State, out var state) ? state : PresenceState.Available, r.Since))];
    }

    internal async Task WriteAsync(string pbx, string extension, PresenceState state, DateTime since, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var row = await db.ChosenPresences.FindAsync([pbx, extension], cancellationToken);
        if (row is null)
        {
            db.ChosenPresences.Add(new ChosenPresence { Pbx = pbx, Extension = extension, State = state.ToString(), Since = since });
        }
        else
        {
            (row.State, row.Since) = (state.ToString(), since);
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
