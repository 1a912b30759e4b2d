using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;

namespace PhonePop.Server.Live;

/// <summary>From what is asked to the calls, so that an index leads there.</summary>
public sealed partial class CallHistoryStore
{
    private const int WholeNumberDigits = 10;

    // Who is led to few calls by another index has those of outcome and queue hidden by an expression: SQLite holds all for equally good, and half of all calls may be of one outcome.
    private async Task<IQueryable<CallRecord>> NarrowAsync(PhonePopDbContext db, CallHistoryQuery query, bool isLed, CancellationToken cancellationToken)
    {
        var calls = db.Calls.AsNoTracking();
        var (pbx, extension) = (query.Audience.Pbx, query.Audience.Extension);
        calls = calls.Where(c => (pbx == null || c.Pbx == pbx) && (extension == null || c.Extension == extension));
        calls = query.Audience.Seats?.Keys is { } seats ? calls.Where(c => seats.Contains(c.Pbx + "/" + c.Extension)) : calls;
        calls = query.Pbx is { } onPbx ? calls.Where(c => c.Pbx == onPbx) : calls;
        calls = query.Extension is { } at ? calls.Where(c => c.Extension == at) : calls;
        calls = query.Direction is { } direction ? calls.Where(c => c.Direction == direction) : calls;
        calls = query.Outcome is { } outcome ? isLed ? calls.Where(c => ((int?)c.Outcome ?? -1) == (int)outcome) : calls.Where(c => c.Outcome == outcome) : calls;
        calls = query.From?.UtcDateTime is { } from ? calls.Where(c => c.EndedAt >= from) : calls;
        calls = query.To?.UtcDateTime is { } to ? calls.Where(c => c.EndedAt < to) : calls;
        calls = query.Queue is { Length: > 0 } queue ? isLed ? calls.Where(c => (c.Queue ?? "") == queue) : calls.Where(c => c.Queue == queue) : calls;
        if (WholeNumber(query) is { } asked)
        {
            var (whole, ending) = (asked.E164, asked.Key);
            calls = calls.Where(c => c.NumberKey == ending && c.E164 == whole);
        }
        else if (query.Text?.Trim() is { Length: > 0 } words)
        {
            var (piece, folded) = (CustomerText.NumberPiece(words), CustomerText.Fold(words));

            // Who may not read numbers finds by whole ones alone: pieces would tell the rest bit by bit.
            calls = piece is not null && query.Audience.Mask.Hides
                ? calls.Where(c => false)
                : piece is not null
                ? calls.Where(c => c.Number.Contains(piece) || c.E164!.Contains(piece))
                : calls.Where(c => c.CustomerName!.Contains(words) || c.PartyName!.Contains(words) || db.Customers.Any(k => k.Id == c.CustomerId && k.Folded.Replace("\n", " ").Contains(folded)));
        }

        if (query.CustomerId is { } customer)
        {
            // Also those from before the customer, or that number, was in the list.
            var own = await db.CustomerNumbers.AsNoTracking().Where(n => n.CustomerId == customer).Select(n => new { n.E164, n.Key }).ToListAsync(cancellationToken);
            var (keys, whole, ends) = (own.ConvertAll(n => n.Key), own.Select(n => n.E164).OfType<string>().ToList(), own.Where(n => n.E164 is null).Select(n => n.Key).ToList());
            calls = calls.Where(c => c.CustomerId == customer
                || (keys.Contains(c.NumberKey) && c.CustomerId == null && (whole.Contains(c.E164!) || (c.E164 == null && ends.Contains(c.NumberKey)))));
        }

        return query.Number is { Length: > 0 } number ? Of(calls, numbers.Read(number)) : calls;
    }

    // One number has one key, and that has an index.
    private static IQueryable<CallRecord> Of(IQueryable<CallRecord> calls, PhoneNumber number)
    {
        var (e164, key) = (number.E164, number.Key);
        return calls.Where(c => c.NumberKey == key && (e164 == null || c.E164 == null || c.E164 == e164));
    }

    private bool IsLed(CallHistoryQuery query) => query.IsNarrow || WholeNumber(query) is not null;

    /// <summary>The number, where the text is a whole one; a valid number of fewer digits may be meant as a piece.</summary>
    private PhoneNumber? WholeNumber(CallHistoryQuery query) =>
        query.Text is { } text && CustomerText.NumberPiece(text) is { } digits && (digits.Length >= WholeNumberDigits || query.Audience.Mask.Hides) && numbers.Read(text) is { E164: not null } number ? number : null;

    private static IQueryable<CallRecord> Following(IQueryable<CallRecord> calls, (DateTimeOffset EndedAt, string Id)? after)
    {
        if (after is not var (time, id))
        {
            return calls;
        }

        var at = time.UtcDateTime;
        return calls.Where(c => c.EndedAt <= at && (c.EndedAt < at || c.Id.CompareTo(id) < 0));
    }

    /// <summary>
    /// The same calls, in parts each of which one index has in order. Only a customer has several: the calls that are known to be theirs, and for each number
    /// those from before the customer, or that number, was in the list.
    /// </summary>
    private async Task<List<IQueryable<CallRecord>>> PartsAsync(PhonePopDbContext db, CallHistoryQuery query, CancellationToken cancellationToken)
    {
        var calls = await NarrowAsync(db, query with { CustomerId = null }, IsLed(query), cancellationToken);
        if (query.CustomerId is not { } customer)
        {
            return [calls];
        }

        var own = await db.CustomerNumbers.AsNoTracking().Where(n => n.CustomerId == customer && n.Key != "").Select(n => new PhoneNumber(n.Raw, n.E164, n.Key)).ToListAsync(cancellationToken);
        var unknown = own.DistinctBy(n => (n.E164, n.Key)).Select(n => n.E164 is { } e164
            ? calls.Where(c => c.NumberKey == n.Key && c.CustomerId == null && c.E164 == e164)
            : calls.Where(c => c.NumberKey == n.Key && c.CustomerId == null && c.E164 == null));
        return [calls.Where(c => c.CustomerId == customer), .. unknown];
    }
}
