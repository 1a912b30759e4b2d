using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Server.Live;
using PhonePop.Server.Security;

namespace PhonePop.Server.Work;

/// <summary>What to write about a call. Null leaves a field as it is, empty clears it.</summary>
/// <param name="Note">At most <see cref="CallWorkStore.LongestNote"/> characters.</param>
/// <param name="Outcome">One of <see cref="WorkOptions.Outcomes"/>.</param>
public sealed record CallWorkEdit(string? Note, string? Outcome);

/// <summary>What became of an attempt to write about a call.</summary>
public enum CallWorkResult
{
    /// <summary>It is in the database.</summary>
    Saved,

    /// <summary>There is no such call.</summary>
    NoSuchCall,

    /// <summary>It is somebody else's call.</summary>
    NotYours,
}

/// <summary>A change of what is written about a call; <paramref name="Work"/> is null where it was cleared.</summary>
public sealed record CallWorkChange(string CallId, string Pbx, string Extension, CallWorkInfo? Work);

/// <summary>
/// What operators write about calls, from the first ring on: it is kept by the call's id and does not wait for the call's row in history.
/// Whose call it is decides who may write: see <see cref="Viewer.Audience"/>.
/// </summary>
public sealed class CallWorkStore(
    IDbContextFactory<PhonePopDbContext> database, LiveCallBoard calls, CallHistoryStore history, IOptionsMonitor<WorkOptions> options, TimeProvider clock) : IDisposable
{
    /// <summary>The longest note, in characters.</summary>
    public const int LongestNote = 4_000;

    private readonly Board<CallWorkChange> _board = new(clock);

    // One writer: two tabs may save the first words of one call at once.
    private readonly SemaphoreSlim _writing = new(1);

    /// <summary>What is wrong with the edit, by field; empty when nothing is. An outcome that the list has lost may be kept by leaving it out.</summary>
    public IReadOnlyList<(string Field, string Message)> Mistakes(CallWorkEdit edit)
    {
        var mistakes = new List<(string, string)>();
        if (edit.Note?.Length > LongestNote)
        {
            mistakes.Add(("note", $"At most {LongestNote} characters."));
        }

        if (edit.Outcome is { Length: > 0 } outcome && !options.CurrentValue.Outcomes.Contains(outcome))
        {
            mistakes.Add(("outcome", options.CurrentValue.Outcomes.Count == 0 ? "There are no outcomes to choose from." : $"One of: {string.Join(", ", options.CurrentValue.Outcomes)}."));
        }

        return mistakes;
    }

    /// <summary>Writes about a call, live or ended. Check the edit with <see cref="Mistakes"/> first.</summary>
    /// <returns>The result, and what stands there now (null: nothing).</returns>
    public async Task<(CallWorkResult Result, CallWorkInfo? Work)> SaveAsync(Viewer viewer, string callId, CallWorkEdit edit, CancellationToken cancellationToken)
    {
        if ((calls.Find(callId) ?? await history.FindAsync(callId, cancellationToken)) is not { Call: var call })
        {
            return (CallWorkResult.NoSuchCall, null);
        }

        if (!viewer.Audience.Sees(call.Pbx, call.Extension))
        {
            return (CallWorkResult.NotYours, null);
        }

        await _writing.WaitAsync(cancellationToken);
        try
        {
            await using var db = await database.CreateDbContextAsync(cancellationToken);
            var row = await db.CallWork.FindAsync([callId], cancellationToken);
            var (note, outcome) = (Clean(viewer.Mask.Restore(edit.Note, row?.Note), row?.Note), Clean(edit.Outcome, row?.Outcome)); // who sees numbers masked sends them back so
            if (note == row?.Note && outcome == row?.Outcome)
            {
                return (CallWorkResult.Saved, Shown(viewer.Mask, Info(row))); // who wrote it stays its author
            }

            if (note is null && outcome is null)
            {
                db.Remove(row!);
                row = null;
            }
            else
            {
                row ??= db.Add(new CallWork { CallId = callId, ConversationId = call.ConversationId, AuthorId = viewer.Id, Author = viewer.Name }).Entity;
                (row.Note, row.Outcome, row.AuthorId, row.Author, row.UpdatedAt) = (note, outcome, viewer.Id, viewer.Name, clock.GetUtcNow().UtcDateTime);
            }

            await db.SaveChangesAsync(cancellationToken);
            Publish(new CallWorkChange(callId, call.Pbx, call.Extension, Info(row)));
            return (CallWorkResult.Saved, Shown(viewer.Mask, Info(row)));
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>What is written about these calls; calls of which nothing is written are not in it.</summary>
    public async Task<IReadOnlyDictionary<string, CallWorkInfo>> FindAsync(IReadOnlyCollection<string> callIds, NumberMask mask, CancellationToken cancellationToken)
    {
        if (callIds.Count == 0)
        {
            return new Dictionary<string, CallWorkInfo>();
        }

        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await db.CallWork.AsNoTracking().Where(w => callIds.Contains(w.CallId)).ToDictionaryAsync(w => w.CallId, w => mask.Of(Info(w)!), cancellationToken);
    }

    /// <summary>The newest note about this conversation by others than that call's operator: what a colleague wrote before handing the customer over. Null where there is none.</summary>
    public async Task<CallWorkInfo?> HandedOverAsync(string conversationId, string exceptCallId, NumberMask mask, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return Shown(mask, Info(await db.CallWork.AsNoTracking().Where(w => w.ConversationId == conversationId && w.CallId != exceptCallId && w.Note != null)
            .OrderByDescending(w => w.UpdatedAt).FirstOrDefaultAsync(cancellationToken)));
    }

    /// <summary>Each change from now on.</summary>
    /// <param name="audience">Whose calls.</param>
    /// <param name="minimumInterval">The least time between two batches.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    public IAsyncEnumerable<IReadOnlyList<CallWorkChange>> Subscribe(Audience audience, TimeSpan minimumInterval, CancellationToken cancellationToken) =>
        _board.Subscribe(static _ => false, change => audience.Sees(change.Pbx, change.Extension), minimumInterval, cancellationToken).Changes
            .Select(batch => (IReadOnlyList<CallWorkChange>)[.. batch.Select(c => c with { Work = Shown(audience.Mask, c.Work) })]);

    /// <inheritdoc />
    public void Dispose() => _writing.Dispose();

    private void Publish(CallWorkChange change)
    {
        _board.Update(change.CallId, (_, _) => change);
        _board.Forget(change.CallId, change); // the database knows it; only who listens now is told
    }

    private static string? Clean(string? edited, string? before)
    {
        if (edited is null)
        {
            return before;
        }

        var text = string.Concat(edited.ReplaceLineEndings("\n").Where(c => !char.IsControl(c) || c is '\n' or '\t')).TrimEnd();
        return text.Length == 0 ? null : text;
    }

    private static CallWorkInfo? Shown(NumberMask mask, CallWorkInfo? work) => work is null ? null : mask.Of(work);

    private static CallWorkInfo? Info(CallWork? row) => row is null ? null : new CallWorkInfo(row.Note, row.Outcome, row.Author, row.UpdatedAt);
}
