using Microsoft.EntityFrameworkCore;
using PhonePop.Ami.Calls;
using PhonePop.Server.Data;

namespace PhonePop.Server.Live;

/// <summary>An operator's work since a moment.</summary>
/// <param name="Pbx">The PBX of the phone.</param>
/// <param name="Extension">The phone.</param>
/// <param name="Calls">Calls in which they talked with somebody outside.</param>
/// <param name="TalkTime">How long in all.</param>
/// <param name="Missed">Calls that rang there and that nobody took.</param>
public sealed record OperatorDay(string Pbx, string Extension, int Calls, TimeSpan TalkTime, int Missed);

/// <summary>The callers from outside who came within a quarter of an hour: time zones differ by no less.</summary>
/// <param name="From">When it began.</param>
/// <param name="Answered">Callers who were answered.</param>
/// <param name="Missed">Callers who were not, among those for whom a phone rang.</param>
/// <param name="Within10">Of the answered those who waited 10 s at most.</param>
/// <param name="Within20">20 s at most, the former included.</param>
/// <param name="Within30">30 s at most.</param>
/// <param name="Within60">60 s at most.</param>
public sealed record CallSlot(DateTimeOffset From, int Answered, int Missed, int Within10, int Within20, int Within30, int Within60);

/// <summary>
/// Numbers over time, from history; grouped by the database. By expressions, not by columns: for a column SQLite walks the whole index that is in its order,
/// and saves itself the sorting of a day's rows by reading all the years.
/// </summary>
public sealed class CallReport(IDbContextFactory<PhonePopDbContext> database)
{
    /// <summary>What the operators of this audience did in calls that ended at or after a moment.</summary>
    public async Task<IReadOnlyList<OperatorDay>> OperatorsAsync(Audience audience, DateTimeOffset from, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var since = from.UtcDateTime;
        var rows = await Of(audience, db.Calls.AsNoTracking()).Where(c => c.EndedAt >= since && c.PartyKind != PartyKind.Internal).GroupBy(c => c.Pbx + "/" + c.Extension)
            .Select(g => new
            {
                g.Key,
                Calls = g.Count(c => c.AnsweredAt != null),
                Talk = g.Sum(c => c.AnsweredAt == null ? 0 : c.EndedAt.Ticks - c.AnsweredAt.Value.Ticks),
                Missed = g.Count(c => c.Outcome == CallOutcome.Missed),
            }).ToListAsync(cancellationToken);
        return rows.ConvertAll(r => new OperatorDay(r.Key[..r.Key.IndexOf('/', StringComparison.Ordinal)], r.Key[(r.Key.IndexOf('/', StringComparison.Ordinal) + 1)..], r.Calls, TimeSpan.FromSeconds(Math.Round(TimeSpan.FromTicks(r.Talk).TotalSeconds)), r.Missed));
    }

    /// <summary>The callers of this audience who came from a moment on. Each counts once, however many phones rang.</summary>
    public async Task<IReadOnlyList<CallSlot>> SlotsAsync(Audience audience, DateTimeOffset from, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var since = from.UtcDateTime;
        var rows = await Of(audience, db.Calls.AsNoTracking()).Where(c => c.EndedAt >= since && c.Direction == CallDirection.Inbound && c.PartyKind != PartyKind.Internal)
            .GroupBy(c => c.ConversationId + "")
            .Select(g => new { Came = g.Min(c => c.WaitingSince ?? c.StartedAt), Answered = g.Min(c => c.AnsweredAt) })
            .Where(c => c.Came >= since)
            .Select(c => new { c.Came.Date, c.Came.Hour, Quarter = c.Came.Minute / 15, Wait = c.Answered == null ? null : (long?)(c.Answered.Value.Ticks - c.Came.Ticks) })
            .GroupBy(c => new { c.Date, c.Hour, c.Quarter })
            .Select(g => new
            {
                g.Key,
                Answered = g.Count(c => c.Wait != null),
                Missed = g.Count(c => c.Wait == null),
                Within10 = g.Count(c => c.Wait <= 10 * TimeSpan.TicksPerSecond),
                Within20 = g.Count(c => c.Wait <= 20 * TimeSpan.TicksPerSecond),
                Within30 = g.Count(c => c.Wait <= 30 * TimeSpan.TicksPerSecond),
                Within60 = g.Count(c => c.Wait <= 60 * TimeSpan.TicksPerSecond),
            }).ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(r => new CallSlot(
                new DateTimeOffset(DateTime.SpecifyKind(r.Key.Date, DateTimeKind.Utc).AddHours(r.Key.Hour).AddMinutes(15 * r.Key.Quarter)), r.Answered, r.Missed, r.Within10, r.Within20, r.Within30, r.Within60))
                .OrderBy(s => s.From),
        ];
    }

    private static IQueryable<CallRecord> Of(Audience audience, IQueryable<CallRecord> calls)
    {
        var (pbx, extension) = (audience.Pbx, audience.Extension);
        calls = calls.Where(c => (pbx == null || c.Pbx == pbx) && (extension == null || c.Extension == extension));
        return audience.Seats?.Keys is { } seats ? calls.Where(c => seats.Contains(c.Pbx + "/" + c.Extension)) : calls;
    }
}
