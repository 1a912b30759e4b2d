using Microsoft.EntityFrameworkCore;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;

namespace PhonePop.Server.Live;

/// <summary>What to look for among the calls that have ended. Null narrows nothing.</summary>
public sealed record CallHistoryQuery
{
    /// <summary>Whose calls; required, because it is what keeps an operator to their own.</summary>
    public required Audience Audience { get; init; }
    public string? Pbx { get; init; }
    public string? Extension { get; init; }

    /// <summary>The calls of a customer, with those from one of their numbers before anybody knew whose it was.</summary>
    public int? CustomerId { get; init; }

    /// <summary>In any notation.</summary>
    public string? Number { get; init; }
    public CallDirection? Direction { get; init; }
    public CallOutcome? Outcome { get; init; }

    /// <summary>The queue that it came through.</summary>
    public string? Queue { get; init; }

    /// <summary>A piece of a name or of a number, as people type it.</summary>
    public string? Text { get; init; }

    /// <summary>Ended at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Ended before.</summary>
    public DateTimeOffset? To { get; init; }
    public int Skip { get; init; }

    /// <summary>1 to 500.</summary>
    public int Take { get; init; } = 50;
}

/// <summary>One conversation with all its calls that the reader may see: a transferred call is one story.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="Legs">Its calls, oldest first; never empty.</param>
public sealed record CallStory(string ConversationId, IReadOnlyList<LiveCall> Legs)
{
    /// <summary>The call that says how it came out: the last one that was talked in, else the last.</summary>
    public LiveCall Head => Legs.Where(l => l.Call.AnsweredAt is not null).MaxBy(l => l.Call.EndedAt) ?? Legs.MaxBy(l => l.Call.EndedAt)!;
}

/// <summary>The calls that have ended for good, newest first.</summary>
public sealed class CallHistoryStore(IDbContextFactory<PhonePopDbContext> database, PhoneNumberReader numbers, CardUrlTemplate cards)
{
    /// <summary>More conversations than so are not counted: somebody who has so many looks for something narrower.</summary>
    public const int CountsTo = 10_000;

    private static readonly TimeSpan LongestConversation = TimeSpan.FromHours(12);

    /// <summary>A page of calls, with the customer as it is called now.</summary>
    public async Task<Paged<LiveCall>> SearchAsync(CallHistoryQuery query, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var found = await NarrowAsync(db, query, cancellationToken);
        var total = await found.CountAsync(cancellationToken);
        var rows = await found.OrderByDescending(c => c.EndedAt).ThenByDescending(c => c.Id)
            .Skip(Math.Max(0, query.Skip)).Take(Math.Clamp(query.Take, 1, 500)).ToListAsync(cancellationToken);
        return new Paged<LiveCall>((await WithCustomersAsync(db, rows, cancellationToken)).ConvertAll(query.Audience.Mask.Of), total);
    }

    /// <summary>
    /// A page of conversations in which a call is as asked for, each with all its calls that the audience may see; newest first. The total stops at <see cref="CountsTo"/>,
    /// or a page without a time range would read the whole table.
    /// </summary>
    public async Task<Paged<CallStory>> StoriesAsync(CallHistoryQuery query, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var found = await NarrowAsync(db, query, cancellationToken);
        var total = await found.Select(c => c.ConversationId).Distinct().OrderBy(id => id).Take(CountsTo + 1).CountAsync(cancellationToken);

        // The last of a conversation's calls stands for it: read from the newest on, and no further than the page. Grouping would read them all.
        var page = await found.Where(c => !found.Any(l => l.ConversationId == c.ConversationId && (l.EndedAt > c.EndedAt || (l.EndedAt == c.EndedAt && l.Id.CompareTo(c.Id) > 0))))
            .OrderByDescending(c => c.EndedAt).ThenByDescending(c => c.Id).Select(c => new { Id = c.ConversationId, At = c.EndedAt })
            .Skip(Math.Max(0, query.Skip)).Take(Math.Clamp(query.Take, 1, 500)).ToListAsync(cancellationToken);
        if (page.Count == 0)
        {
            return new Paged<CallStory>([], total);
        }

        // By time as well: that has an index, and no conversation lasts longer than so.
        var (ids, from, to) = (page.ConvertAll(s => s.Id), page[^1].At - LongestConversation, page[0].At + LongestConversation);
        var mine = await NarrowAsync(db, new CallHistoryQuery { Audience = query.Audience }, cancellationToken);
        var rows = await mine.Where(c => c.EndedAt >= from && c.EndedAt <= to && ids.Contains(c.ConversationId)).OrderBy(c => c.StartedAt).ThenBy(c => c.Id).ToListAsync(cancellationToken);
        var legs = (await WithCustomersAsync(db, rows, cancellationToken)).Select(query.Audience.Mask.Of).ToLookup(l => l.Call.ConversationId);
        return new Paged<CallStory>([.. ids.Select(id => new CallStory(id, [.. legs[id]]))], total);
    }

    /// <summary>The queues that calls came through within the last 30 days, by name.</summary>
    public async Task<IReadOnlyList<string>> QueuesAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var since = now.AddDays(-30).UtcDateTime;
        return await db.Calls.AsNoTracking().Where(c => c.EndedAt >= since && c.Queue != null).Select(c => c.Queue!).Distinct().OrderBy(q => q).ToListAsync(cancellationToken);
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

    private async Task<IQueryable<CallRecord>> NarrowAsync(PhonePopDbContext db, CallHistoryQuery query, CancellationToken cancellationToken)
    {
        var calls = db.Calls.AsNoTracking();
        var (pbx, extension) = (query.Audience.Pbx, query.Audience.Extension);
        calls = calls.Where(c => (pbx == null || c.Pbx == pbx) && (extension == null || c.Extension == extension));
        calls = query.Audience.Seats?.Keys is { } seats ? calls.Where(c => seats.Contains(c.Pbx + "/" + c.Extension)) : calls;
        calls = query.Pbx is { } onPbx ? calls.Where(c => c.Pbx == onPbx) : calls;
        calls = query.Extension is { } at ? calls.Where(c => c.Extension == at) : calls;
        calls = query.Direction is { } direction ? calls.Where(c => c.Direction == direction) : calls;
        calls = query.Outcome is { } outcome ? calls.Where(c => c.Outcome == outcome) : calls;
        calls = query.From?.UtcDateTime is { } from ? calls.Where(c => c.EndedAt >= from) : calls;
        calls = query.To?.UtcDateTime is { } to ? calls.Where(c => c.EndedAt < to) : calls;
        calls = query.Queue is { Length: > 0 } queue ? calls.Where(c => c.Queue == queue) : calls;
        if (query.Text?.Trim() is { Length: > 0 } words)
        {
            var (piece, read, folded) = (CustomerText.NumberPiece(words), numbers.Read(words), CustomerText.Fold(words));
            var (whole, key) = (read.E164, read.Key);
            // Who may not read numbers finds by whole ones alone: pieces would tell the rest bit by bit.
            calls = piece is not null && query.Audience.Mask.Hides
                ? calls.Where(c => whole != null && c.NumberKey == key && c.E164 == whole)
                : piece is not null
                ? calls.Where(c => c.Number.Contains(piece) || c.E164!.Contains(piece) || (whole != null && c.E164 == whole))
                : calls.Where(c => c.CustomerName!.Contains(words) || c.PartyName!.Contains(words) || db.Customers.Any(k => k.Id == c.CustomerId && k.Folded.Contains(folded)));
        }

        if (query.CustomerId is { } customer)
        {
            // Also those from before the customer, or that number, was in the list.
            var own = await db.CustomerNumbers.AsNoTracking().Where(n => n.CustomerId == customer).Select(n => new { n.E164, n.Key }).ToListAsync(cancellationToken);
            var (keys, whole, ends) = (own.ConvertAll(n => n.Key), own.Select(n => n.E164).OfType<string>().ToList(), own.Where(n => n.E164 is null).Select(n => n.Key).ToList());
            calls = calls.Where(c => c.CustomerId == customer
                || (keys.Contains(c.NumberKey) && c.CustomerId == null && (whole.Contains(c.E164!) || (c.E164 == null && ends.Contains(c.NumberKey)))));
        }

        if (query.Number is { Length: > 0 } text)
        {
            var number = numbers.Read(text);
            var (e164, key) = (number.E164, number.Key);
            calls = calls.Where(c => c.NumberKey == key && (e164 == null || c.E164 == null || c.E164 == e164)); // one number has one key, and that has an index
        }

        return calls;
    }

    private async Task<List<LiveCall>> WithCustomersAsync(PhonePopDbContext db, List<CallRecord> rows, CancellationToken cancellationToken)
    {
        var ids = rows.Select(r => r.CustomerId).OfType<int>().Distinct().ToList();
        var customers = await db.Customers.AsNoTracking().Where(c => ids.Contains(c.Id))
            .Select(c => new { c.Id, c.Name, c.Company, c.ExternalId }).ToDictionaryAsync(c => c.Id, cancellationToken);
        var callIds = rows.ConvertAll(r => r.Id);
        var works = await db.CallWork.AsNoTracking().Where(w => callIds.Contains(w.CallId)).ToDictionaryAsync(w => w.CallId, cancellationToken);
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
