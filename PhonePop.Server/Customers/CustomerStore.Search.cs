using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;

namespace PhonePop.Server.Customers;

/// <summary>Search, made for a million customers: <see cref="SearchPieces"/> leads to some thousand of them, or the first page is found in the order of the names.</summary>
public sealed partial class CustomerStore
{
    /// <summary>More than so many that a text finds are not counted.</summary>
    public const int CountsTo = 10_000;

    private const int WholeNumberDigits = 10; // a valid number of fewer may be meant as a piece
    private const int FirstRows = 500; // as far as it is worth while to ask each customer in turn for a number that many have

    /// <summary>
    /// A page of the customers whose name, company or number holds the text; by name. Words may come in any order and case, numbers in any notation.
    /// The total of a text's customers is <see cref="CountsTo"/> + 1 where they are more than so many.
    /// </summary>
    public async Task<Paged<CustomerInfo>> SearchAsync(CustomerQuery query, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var isWhole = pieces.IsWhole;
        var page = await PageAsync(db, query, isWhole, cancellationToken);

        // An import that began meanwhile has emptied the index.
        return isWhole && !pieces.IsWhole ? await PageAsync(db, query, false, cancellationToken) : page;
    }

    private async Task<Paged<CustomerInfo>> PageAsync(PhonePopDbContext db, CustomerQuery query, bool isLed, CancellationToken cancellationToken)
    {
        var (skip, take, folded) = (Math.Max(0, query.Skip), Math.Clamp(query.Take, 1, 500), CustomerText.Fold(query.Text));
        var (all, led, isCut) = NumberOf(folded) is { } piece
            ? await OfNumberAsync(db, query, folded, piece, isLed, skip, cancellationToken)
            : await OfNamesAsync(db, folded, isLed, cancellationToken);
        var rows = await (isCut ? all : led).OrderBy(c => c.Folded).ThenBy(c => c.Id).Skip(skip).Take(take).Include(c => c.Numbers).ToListAsync(cancellationToken);
        if (skip == 0 && rows.Count < take)
        {
            return new Paged<CustomerInfo>(rows.ConvertAll(Info), rows.Count);
        }

        var total = await Counted(led).CountAsync(cancellationToken);
        if (isCut && total <= CountsTo)
        {
            total = await Counted(all).CountAsync(cancellationToken); // most of those led to only looked like it
        }

        return new Paged<CustomerInfo>(rows.ConvertAll(Info), total);

        IQueryable<Customer> Counted(IQueryable<Customer> found) => folded.Length == 0 ? found : found.Take(CountsTo + 1);
    }

    // Found: in the order of names, whatever was led to. Led: the same among those led to. Cut: there are more of them than are led to.
    private async Task<(IQueryable<Customer> Found, IQueryable<Customer> Led, bool IsCut)> OfNamesAsync(PhonePopDbContext db, string folded, bool isLed, CancellationToken cancellationToken)
    {
        var (found, words) = (db.Customers.AsNoTracking(), folded.Split(' '));
        foreach (var word in words.Where(w => w.Length > 0))
        {
            found = found.Where(c => c.Folded.Contains(word));
        }

        var ids = isLed ? await pieces.InNamesAsync(db, words, cancellationToken) : null;
        return (found, ids is null ? found : found.Where(c => EF.Parameter(ids).Contains(c.Id)), ids?.Count > pieces.Most);
    }

    private async Task<(IQueryable<Customer> Found, IQueryable<Customer> Led, bool IsCut)> OfNumberAsync(
        PhonePopDbContext db, CustomerQuery query, string folded, string piece, bool isLed, int skip, CancellationToken cancellationToken)
    {
        var (customers, phones, read, shorter) = (db.Customers.AsNoTracking(), db.CustomerNumbers.AsNoTracking(), numbers.Read(query.Text), numbers.WithoutTrunk(piece));
        var (e164, key) = (read.E164, read.Key);
        var exact = phones.Where(n => e164 != null && n.Key == key && n.E164 == e164).Select(n => n.CustomerId);
        if (query.WholeNumbers)
        {
            return (customers.Where(c => exact.Contains(c.Id)), customers.Where(c => exact.Contains(c.Id)), false);
        }

        var isWhole = e164 is not null && piece.Length >= WholeNumberDigits;
        Expression<Func<CustomerNumber, bool>> holds = n => n.Key.Contains(piece) || n.E164!.Contains(piece) || n.E164!.Contains(shorter);
        var (inNames, inNumbers) = (isLed ? await pieces.InNamesAsync(db, [folded], cancellationToken) : null, isLed && !isWhole ? await pieces.InNumbersAsync(db, shorter, cancellationToken) : null);
        var isCut = inNames?.Count > pieces.Most || inNumbers?.Count > pieces.Most;

        var led = ByIds(inNames, inNumbers);
        var found = !isCut ? led : skip > FirstRows ? ByIds(null, null)
            : customers.Where(c => c.Folded.Contains(folded) || c.ExternalId == folded || exact.Contains(c.Id) || (!isWhole && c.Numbers.AsQueryable().Any(holds)));
        return (found, led, isCut);

        // By ids from an index, or from one pass over the numbers and one over the names: with "or" in one condition every customer's numbers would be looked at.
        IQueryable<Customer> ByIds(List<int>? names, List<int>? numberIds)
        {
            var byText = (names is null ? db.Customers : db.Customers.Where(c => EF.Parameter(names).Contains(c.Id))).Where(c => c.Folded.Contains(folded)).Select(c => c.Id);
            var ids = byText.Concat(db.Customers.Where(c => c.ExternalId == folded).Select(c => c.Id));
            ids = e164 is null ? ids : ids.Concat(exact);
            if (!isWhole)
            {
                ids = ids.Concat((numberIds is null ? phones : phones.Where(n => EF.Parameter(numberIds).Contains(n.Id))).Where(holds).Select(n => n.CustomerId));
            }

            return customers.Where(c => ids.Contains(c.Id));
        }
    }

    private static string? NumberOf(string folded) =>
        CustomerText.NumberPiece(folded.StartsWith("tel:", StringComparison.Ordinal) || folded.StartsWith("sip:", StringComparison.Ordinal) ? folded[4..] : folded);
}
