using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;

namespace PhonePop.Server.Customers;

/// <summary>A number that nobody can read: it has no country code, or is no number at all.</summary>
public sealed record UnreadableNumber(string Number, string? Label, int CustomerId, string CustomerName, string? Company);

/// <summary>A number that many customers have.</summary>
public sealed record SharedNumber(string E164, string Display, int Customers);

/// <summary>What is wrong with the customers' numbers: what cannot be read does not pop, or pops by its last digits only; what many share needs a choice.</summary>
public sealed class NumberHygiene(IDbContextFactory<PhonePopDbContext> database, PhoneNumberReader numbers)
{
    /// <summary>A page of the numbers without E.164, by customer.</summary>
    public async Task<Paged<UnreadableNumber>> UnreadableAsync(int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var found = from number in db.CustomerNumbers.AsNoTracking()
                    join customer in db.Customers on number.CustomerId equals customer.Id
                    where number.E164 == null
                    orderby customer.Folded, number.Id
                    select new UnreadableNumber(number.Raw, number.Label, customer.Id, customer.Name, customer.Company);
        var total = await db.CustomerNumbers.CountAsync(n => n.E164 == null, cancellationToken);
        return new Paged<UnreadableNumber>(await found.Skip(skip).Take(take).ToListAsync(cancellationToken), total);
    }

    /// <summary>A page of the numbers that several customers have and that are not marked as a company's line; most customers first.</summary>
    public async Task<Paged<SharedNumber>> SharedAsync(int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var shared = Repeated(db).GroupBy(n => n.E164!)
            .Select(g => new { E164 = g.Key, Customers = g.Select(n => n.CustomerId).Distinct().Count() }).Where(g => g.Customers > 1);
        var rows = await shared.OrderByDescending(g => g.Customers).ThenBy(g => g.E164).Skip(skip).Take(take).ToListAsync(cancellationToken);
        return new Paged<SharedNumber>(rows.ConvertAll(r => new SharedNumber(r.E164, numbers.Display(r.E164), r.Customers)), await shared.CountAsync(cancellationToken));
    }

    /// <summary>
    /// The numbers of customers that are there more than once, companies' lines left out; some may be one customer's own twice. One pass over the index of the last digits
    /// finds which could be: few are, and only those are looked at.
    /// </summary>
    internal static IQueryable<CustomerNumber> Repeated(PhonePopDbContext db)
    {
        var endings = db.CustomerNumbers.GroupBy(n => n.Key).Where(g => g.Count() > 1).Select(g => g.Key);
        return db.CustomerNumbers.AsNoTracking().Where(n => endings.Contains(n.Key) && n.E164 != null && n.Kind != NumberKind.CompanyLine);
    }
}
