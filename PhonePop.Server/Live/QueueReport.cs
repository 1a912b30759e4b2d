using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PhonePop.Ami.Calls;
using PhonePop.Server.Data;

namespace PhonePop.Server.Live;

/// <summary>How a queue did since a moment.</summary>
/// <param name="Queue">The queue's name.</param>
/// <param name="Answered">Callers who were answered.</param>
/// <param name="InTime">Of them those who were answered within the target.</param>
/// <param name="Abandoned">Callers who were not answered.</param>
/// <param name="LongestWait">The longest wait of somebody who was answered.</param>
public sealed record QueueDay(string Queue, int Answered, int InTime, int Abandoned, TimeSpan LongestWait)
{
    /// <summary>The share of all callers who were answered within the target, 0 to 100; null before the first caller.</summary>
    public int? ServiceLevel => Answered + Abandoned == 0 ? null : (int)Math.Round(100.0 * InTime / (Answered + Abandoned));
}

/// <summary>What history says of the queues.</summary>
public sealed class QueueReport(IDbContextFactory<PhonePopDbContext> database, IOptionsMonitor<SupervisionOptions> options)
{
    /// <summary>Each queue by name, from the conversations that ended at or after that moment. Each caller counts once, however many phones rang.</summary>
    public async Task<IReadOnlyList<QueueDay>> SinceAsync(DateTimeOffset from, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var since = from.UtcDateTime;
        var calls = await db.Calls.AsNoTracking().Where(c => c.EndedAt >= since && c.Queue != null && c.Direction == CallDirection.Inbound)
            .Select(c => new { Queue = c.Queue!, c.ConversationId, From = c.WaitingSince ?? c.StartedAt, c.AnsweredAt }).ToListAsync(cancellationToken);

        // Who gave up before any phone rang has no call of an operator: the list of those to call back knows them.
        var known = calls.Select(c => c.ConversationId).ToHashSet(StringComparer.Ordinal);
        var unheard = (await db.MissedConversations.AsNoTracking().Where(m => m.At >= since)
            .Join(db.Callbacks.Where(k => k.Queue != null), m => m.CallbackId, k => k.Id, (m, k) => new { m.ConversationId, Queue = k.Queue! }).ToListAsync(cancellationToken))
            .Where(m => !known.Contains(m.ConversationId)).ToLookup(m => m.Queue, StringComparer.Ordinal);

        var waits = calls.GroupBy(c => (c.Queue, c.ConversationId)).ToLookup(g => g.Key.Queue, g => g.Min(c => c.AnsweredAt) - g.Min(c => c.From), StringComparer.Ordinal);
        return
        [
            .. waits.Select(w => w.Key).Union(unheard.Select(u => u.Key)).Order(StringComparer.CurrentCultureIgnoreCase).Select(queue =>
            {
                var answered = waits[queue].OfType<TimeSpan>().ToList();
                return new QueueDay(
                    queue, answered.Count, answered.Count(w => w <= options.CurrentValue.AnswerTarget), waits[queue].Count() - answered.Count + unheard[queue].Count(), answered.Count == 0 ? TimeSpan.Zero : answered.Max());
            }),
        ];
    }
}
