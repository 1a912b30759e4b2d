using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Server.Security;

namespace PhonePop.Server.Work;

/// <summary>A conversation in which nobody answered somebody outside.</summary>
/// <param name="ConversationId">Counts once.</param>
/// <param name="Pbx">The PBX.</param>
/// <param name="Number">The caller's number, which can be called back.</param>
/// <param name="Queue">The queue, or null.</param>
/// <param name="Did">The line that was called, or null.</param>
/// <param name="At">When the caller gave up, UTC.</param>
public sealed record MissedCall(string ConversationId, string Pbx, PhoneNumber Number, string? Queue, string? Did, DateTime At);

/// <summary>What became of a click on an entry.</summary>
public enum CallbackResult
{
    /// <summary>It is so now.</summary>
    Ok,

    /// <summary>There is no such entry, or no longer.</summary>
    Gone,

    /// <summary>It belongs to a list that is not the asker's.</summary>
    NotYours,

    /// <summary>Somebody else takes care of it.</summary>
    Taken,
}

/// <summary>
/// Writes the list of people to call back, and shows each change on the <see cref="CallbackBoard"/>. One change at a time: of two who
/// claim at once the first wins, and the board is never behind the database.
/// </summary>
public sealed class CallbackStore(
    IDbContextFactory<PhonePopDbContext> database, CallbackBoard board, PhoneNumberReader numbers, CustomerMatcher matcher, IOptionsMonitor<WorkOptions> options, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1);

    /// <summary>Shows what an earlier run of the server knew; the names come with <see cref="RenameAsync"/>.</summary>
    public Task LoadAsync(CancellationToken cancellationToken) => AloneAsync(
        async db => (await db.Callbacks.AsNoTracking().ToListAsync(cancellationToken)).ForEach(row => Publish(row)), cancellationToken);

    /// <summary>Notes a missed call: on the entry of who has one already, else on a new one. A conversation that was noted before changes nothing.</summary>
    public async Task MissAsync(MissedCall missed, CancellationToken cancellationToken)
    {
        var match = await matcher.FindAsync(missed.Number, cancellationToken); // before it is our turn: a slow look-up must not keep others from claiming
        await AloneAsync(db => MissAsync(db, missed, match, cancellationToken), cancellationToken);
    }

    /// <summary>Somebody talked with this number: entries of earlier missed calls end, on every PBX.</summary>
    /// <param name="number">Whom they talked with.</param>
    /// <param name="customerId">The only customer with that number, or null.</param>
    /// <param name="answeredAt">When they began, UTC.</param>
    /// <param name="by">The operator's name.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public async Task ReachedAsync(PhoneNumber number, int? customerId, DateTime answeredAt, string by, CancellationToken cancellationToken)
    {
        // Asked for every change of every call that is talked in: where nobody waits for a call back the database need not know.
        if (Reached() is { Count: > 0 })
        {
            await AloneAsync(async db =>
            {
                foreach (var entry in Reached())
                {
                    await EndAsync(db, entry.Id, by, CallbackEnd.Reached, cancellationToken);
                }
            }, cancellationToken);
        }

        List<CallbackInfo> Reached() => [.. board.Entries(Team.Everybody).Where(c => c.IsOpen && c.LastAt <= answeredAt && c.Is(number, customerId))];
    }

    /// <summary>The viewer takes care of it.</summary>
    public Task<CallbackResult> ClaimAsync(int id, Viewer viewer, CancellationToken cancellationToken) => ChangeAsync(id, viewer, mayTakeOver: false, row =>
        (row.ClaimedById, row.ClaimedBy, row.ClaimedAt) = (viewer.Id, viewer.Name, row.ClaimedAt ?? Now), cancellationToken);

    /// <summary>The viewer no longer takes care of it. A supervisor may say so for others.</summary>
    public Task<CallbackResult> ReleaseAsync(int id, Viewer viewer, CancellationToken cancellationToken) => ChangeAsync(id, viewer, viewer.IsSupervisor, row =>
        (row.ClaimedById, row.ClaimedBy, row.ClaimedAt) = (null, null, null), cancellationToken);

    /// <summary>It is done. Who takes care of it says so, or a supervisor; where nobody does, anybody.</summary>
    public Task<CallbackResult> DoneAsync(int id, Viewer viewer, CancellationToken cancellationToken) => ChangeAsync(id, viewer, viewer.IsSupervisor, row =>
        (row.EndedAt, row.EndedBy, row.End) = (Now, viewer.Name, CallbackEnd.Done), cancellationToken);

    /// <summary>Ends and forgets what is older than <see cref="WorkOptions.MissedKeep"/>.</summary>
    public Task SweepAsync(CancellationToken cancellationToken) => AloneAsync(async db =>
    {
        var oldest = Now - options.CurrentValue.MissedKeep;
        foreach (var entry in board.Entries(Team.Everybody).Where(c => c.IsOpen && c.LastAt < oldest))
        {
            await EndAsync(db, entry.Id, null, CallbackEnd.Expired, cancellationToken);
        }

        await db.MissedConversations.Where(m => m.At < oldest).ExecuteDeleteAsync(cancellationToken);
        await db.Callbacks.Where(c => c.LastAt < oldest && c.EndedAt != null).ExecuteDeleteAsync(cancellationToken);
        board.Forget(c => !c.IsOpen && c.LastAt < oldest);
    }, cancellationToken);

    /// <summary>Shows the entries with these keys (<see cref="PhoneNumber.Key"/>; null: all) with their customers as they are now.</summary>
    public async Task RenameAsync(IReadOnlySet<string>? keys, CancellationToken cancellationToken)
    {
        foreach (var entry in board.Entries(Team.Everybody).Where(c => keys is null || keys.Contains(c.Number.Key)))
        {
            if (await matcher.FindAsync(entry.Number, cancellationToken) is { } match)
            {
                await AloneAsync(_ =>
                {
                    if (board.Find(entry.Id) is { } now)
                    {
                        board.Publish(now with { Match = match });
                    }

                    return Task.CompletedTask;
                }, cancellationToken);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _writing.Dispose();

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private async Task MissAsync(PhonePopDbContext db, MissedCall missed, CustomerMatch? match, CancellationToken cancellationToken)
    {
        if (await db.MissedConversations.AnyAsync(m => m.ConversationId == missed.ConversationId, cancellationToken))
        {
            return;
        }

        var customerId = match?.Only?.Id;
        var known = board.Entries(new Team(missed.Pbx)).FirstOrDefault(c => c.IsOpen && c.Is(missed.Number, customerId));
        var row = known is null ? null : await db.Callbacks.FindAsync([known.Id], cancellationToken);
        row ??= db.Add(new Callback { Pbx = missed.Pbx, Number = missed.Number.E164 ?? missed.Number.Raw, E164 = missed.Number.E164, NumberKey = missed.Number.Key, FirstAt = missed.At, LastAt = missed.At }).Entity;
        row.Count++;
        row.CustomerId = customerId ?? row.CustomerId;
        row.FirstAt = missed.At < row.FirstAt ? missed.At : row.FirstAt;
        if (missed.At >= row.LastAt)
        {
            (row.LastAt, row.Queue, row.Did) = (missed.At, missed.Queue, missed.Did);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        db.Add(new MissedConversation { ConversationId = missed.ConversationId, CallbackId = row.Id, At = missed.At });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Publish(row, match);
    }

    private async Task<CallbackResult> ChangeAsync(int id, Viewer viewer, bool mayTakeOver, Action<Callback> change, CancellationToken cancellationToken)
    {
        var result = CallbackResult.Gone;
        await AloneAsync(async db =>
        {
            if (await db.Callbacks.FindAsync([id], cancellationToken) is not { } row)
            {
                return;
            }

            result = !Team.Of(viewer).Includes(row.Pbx) ? CallbackResult.NotYours
                : row.EndedAt is not null ? CallbackResult.Gone
                : row.ClaimedById is not null && row.ClaimedById != viewer.Id && !mayTakeOver ? CallbackResult.Taken
                : CallbackResult.Ok;
            if (result == CallbackResult.Ok)
            {
                change(row);
                await db.SaveChangesAsync(cancellationToken);
                Publish(row);
            }
        }, cancellationToken);
        return result;
    }

    private async Task EndAsync(PhonePopDbContext db, int id, string? by, CallbackEnd end, CancellationToken cancellationToken)
    {
        if (await db.Callbacks.FindAsync([id], cancellationToken) is { EndedAt: null } row)
        {
            (row.EndedAt, row.EndedBy, row.End) = (Now, by, end);
            await db.SaveChangesAsync(cancellationToken);
            Publish(row);
        }
    }

    private async Task AloneAsync(Func<PhonePopDbContext, Task> write, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await using var db = await database.CreateDbContextAsync(cancellationToken);
            await write(db);
        }
        finally
        {
            _writing.Release();
        }
    }

    private void Publish(Callback row, CustomerMatch? match = null)
    {
        var number = numbers.Read(row.Number);
        board.Publish(new CallbackInfo
        {
            Id = row.Id,
            Pbx = row.Pbx,
            Number = number,
            CustomerId = row.CustomerId,
            Match = match ?? matcher.Cached(number) ?? board.Find(row.Id)?.Match,
            Count = row.Count,
            FirstAt = row.FirstAt,
            LastAt = row.LastAt,
            Queue = row.Queue,
            Did = row.Did,
            ClaimedById = row.ClaimedById,
            ClaimedBy = row.ClaimedBy,
            ClaimedAt = row.ClaimedAt,
            EndedAt = row.EndedAt,
            EndedBy = row.EndedBy,
            End = row.End,
        });
    }
}
