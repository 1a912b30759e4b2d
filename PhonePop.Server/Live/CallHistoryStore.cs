using Microsoft.EntityFrameworkCore;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;

namespace PhonePop.Server.Live;

/// <summary>One conversation with all its calls that the reader may see: a transferred call is one story.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="Legs">Its calls, oldest first; never empty.</param>
public sealed record CallStory(string ConversationId, IReadOnlyList<LiveCall> Legs)
{
    /// <summary>The call that says how it came out: the last one that was talked in, else the last.</summary>
    public LiveCall Head => Legs.Where(l => l.Call.AnsweredAt is not null).MaxBy(l => l.Call.EndedAt) ?? Legs.MaxBy(l => l.Call.EndedAt)!;
}

/// <summary>
/// The calls that have ended for good, newest first. Made for ten million of them: each question is led by an index that ends with the time, or looks at a
/// bounded number of calls and says so; nothing is counted beyond <see cref="CountsTo"/>.
/// </summary>
public sealed partial class CallHistoryStore(IDbContextFactory<PhonePopDbContext> database, PhoneNumberReader numbers, CardUrlTemplate cards)
{
    /// <summary>More than so many are not counted: somebody who has so many looks for something narrower.</summary>
    public const int CountsTo = 10_000;

    /// <summary>So many calls are looked through at most where no index leads to what is asked: some weeks of a busy office, a second of work.</summary>
    public const int LooksThrough = 200_000;

    private const int MostQueues = 200;
    private static readonly TimeSpan LongestConversation = TimeSpan.FromHours(12);

    /// <summary>
    /// A page of calls, with the customer as it is called now. A <see cref="CallHistoryQuery.Skip"/> that leads far into very many calls walks over all before it:
    /// <see cref="CallHistoryQuery.After"/> does not.
    /// </summary>
    public async Task<FoundCalls<LiveCall>> SearchAsync(CallHistoryQuery query, CancellationToken cancellationToken)
    {
        var (bounded, since) = await BoundAsync(query, cancellationToken);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var total = 0;
        foreach (var part in await PartsAsync(db, bounded, cancellationToken))
        {
            total += await part.Take(CountsTo + 1).CountAsync(cancellationToken);
        }

        total = Math.Min(total, CountsTo + 1);
        IReadOnlyList<LiveCall> items = total <= CountsTo && bounded.Skip >= total ? [] : await ReadAsync(bounded, cancellationToken);
        return new FoundCalls<LiveCall>(items, total, since);
    }

    /// <summary>The same page without counting. With <see cref="CallHistoryQuery.After"/> the way to read all of them: narrow the query once with <see cref="BoundAsync"/>.</summary>
    public async Task<IReadOnlyList<LiveCall>> ReadAsync(CallHistoryQuery query, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var (skip, take) = (Math.Max(0, query.Skip), Math.Clamp(query.Take, 1, 500));
        var parts = await PartsAsync(db, query, cancellationToken);
        var rows = new List<CallRecord>();
        foreach (var part in parts)
        {
            var ordered = Following(part, query.After).OrderByDescending(c => c.EndedAt).ThenByDescending(c => c.Id);
            rows.AddRange(await (parts.Count == 1 ? ordered.Skip(skip).Take(take) : ordered.Take(skip + take)).ToListAsync(cancellationToken));
        }

        var page = parts.Count == 1 ? rows : [.. rows.OrderByDescending(c => c.EndedAt).ThenByDescending(c => c.Id, StringComparer.Ordinal).Skip(skip).Take(take)];
        return (await WithCustomersAsync(db, page, cancellationToken)).ConvertAll(query.Audience.Mask.Of);
    }

    /// <summary>The query with a time from which it can be answered in bounded time, and that time where the query did not have it.</summary>
    public async Task<(CallHistoryQuery Query, DateTimeOffset? Since)> BoundAsync(CallHistoryQuery query, CancellationToken cancellationToken)
    {
        if (!query.MustLook || IsLed(query))
        {
            return (query, null);
        }

        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var (from, to) = (query.From?.UtcDateTime ?? DateTime.MinValue, query.To?.UtcDateTime ?? DateTime.MaxValue);
        var oldest = await db.Calls.Where(c => c.EndedAt >= from && c.EndedAt < to).OrderByDescending(c => c.EndedAt).Skip(LooksThrough).Select(c => (DateTime?)c.EndedAt).FirstOrDefaultAsync(cancellationToken);

        // With a time in any case: without one SQLite takes a narrow filter for a reason to read the whole table and sort it.
        return oldest is { } since ? (query with { From = since }, since) : (query with { From = query.From ?? DateTimeOffset.MinValue }, null);
    }

    /// <summary>A page of conversations in which a call is as asked for, each with all its calls that the audience may see; newest first.</summary>
    public async Task<FoundCalls<CallStory>> StoriesAsync(CallHistoryQuery query, CancellationToken cancellationToken)
    {
        (query, var since) = await BoundAsync(query, cancellationToken);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var found = await NarrowAsync(db, query, IsLed(query), cancellationToken);

        // The last of a conversation's calls stands for it. Read from the newest on, and each conversation noted once: a question for each call whether a later one
        // is asked for too is answered by whatever index the database takes to, and grouping would read them all.
        var (seen, page, read) = (new HashSet<string>(StringComparer.Ordinal), new List<(string Id, DateTime At)>(), 0);
        var (skip, take) = (Math.Max(0, query.Skip), Math.Clamp(query.Take, 1, 500));
        var newest = found.OrderByDescending(c => c.EndedAt).ThenByDescending(c => c.Id).Select(c => new { c.ConversationId, c.EndedAt }).Take(LooksThrough);
        await foreach (var call in newest.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            read++;
            if (seen.Add(call.ConversationId) && seen.Count > skip && page.Count < take)
            {
                page.Add((call.ConversationId, call.EndedAt));
            }

            if (seen.Count > CountsTo && seen.Count >= skip + take)
            {
                break;
            }
        }

        var total = read == LooksThrough ? CountsTo + 1 : Math.Min(seen.Count, CountsTo + 1);
        if (page.Count == 0)
        {
            return new FoundCalls<CallStory>([], total, since);
        }

        // By time as well: no conversation lasts longer than so.
        var (ids, from, to) = (page.ConvertAll(s => s.Id), page[^1].At - LongestConversation, page[0].At + LongestConversation);
        var mine = await NarrowAsync(db, new CallHistoryQuery { Audience = query.Audience }, isLed: true, cancellationToken);
        var rows = await mine.Where(c => EF.Parameter(ids).Contains(c.ConversationId) && c.EndedAt >= from && c.EndedAt <= to).OrderBy(c => c.StartedAt).ThenBy(c => c.Id).ToListAsync(cancellationToken);
        var legs = (await WithCustomersAsync(db, rows, cancellationToken)).Select(query.Audience.Mask.Of).ToLookup(l => l.Call.ConversationId);
        return new FoundCalls<CallStory>([.. ids.Select(id => new CallStory(id, [.. legs[id]]))], total, since);
    }

    /// <summary>The queues that calls came through within the last 30 days, by name; the first two hundred.</summary>
    public async Task<IReadOnlyList<string>> QueuesAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var (since, queues, last) = (now.AddDays(-30).UtcDateTime, new List<string>(), "");

        // From name to name along the index: a month's calls are hundreds of thousands, and the queues a handful.
        while (queues.Count < MostQueues && await db.Calls.Where(c => c.Queue!.CompareTo(last) > 0).MinAsync(c => c.Queue, cancellationToken) is { } queue)
        {
            last = queue;
            if (await db.Calls.AnyAsync(c => c.Queue == queue && c.EndedAt >= since, cancellationToken))
            {
                queues.Add(queue);
            }
        }

        return queues;
    }

    /// <summary>The call with this id, or null. For the server's own use: nothing is masked in it.</summary>
    public async Task<LiveCall?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var rows = await db.Calls.AsNoTracking().Where(c => c.Id == id).ToListAsync(cancellationToken);
        return (await WithCustomersAsync(db, rows, cancellationToken)).FirstOrDefault();
    }

    /// <summary>Why an ended call was shown as it was; null where that is not known, or no longer.</summary>
    public async Task<WhyDto?> WhyAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await db.CallExplanations.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, cancellationToken) is { } row ? WhyDto.Unpack(row.Why) : null;
    }

    private async Task<List<LiveCall>> WithCustomersAsync(PhonePopDbContext db, List<CallRecord> rows, CancellationToken cancellationToken)
    {
        var ids = rows.Select(r => r.CustomerId).OfType<int>().Distinct().ToList();
        var customers = await db.Customers.AsNoTracking().Where(c => EF.Parameter(ids).Contains(c.Id))
            .Select(c => new { c.Id, c.Name, c.Company, c.ExternalId }).ToDictionaryAsync(c => c.Id, cancellationToken);
        var callIds = rows.ConvertAll(r => r.Id);
        var works = await db.CallWork.AsNoTracking().Where(w => EF.Parameter(callIds).Contains(w.CallId)).ToDictionaryAsync(w => w.CallId, cancellationToken);
        return rows.ConvertAll(row =>
        {
            var customer = row.CustomerId is { } id ? customers.GetValueOrDefault(id) : null;
            var live = CallRecords.ToLive(row, customer is null
                ? CallRecords.NamedElsewhere(row) ?? CustomerMatch.None
                : new CustomerMatch([new CustomerSummary(customer.Id, customer.Name, customer.Company, cards.For(customer.Id, customer.ExternalId, row.E164 ?? row.Number), customer.ExternalId)]));
            return works.GetValueOrDefault(row.Id) is { } work ? live with { Work = new CallWorkInfo(work.Note, work.Outcome, work.Author, work.UpdatedAt) } : live;
        });
    }
}
