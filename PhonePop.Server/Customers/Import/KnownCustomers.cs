using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;

namespace PhonePop.Server.Customers.Import;

/// <summary>The customers that rows of a file may mean: those in the database, and those that rows before them have added.</summary>
internal sealed class KnownCustomers
{
    private readonly bool _areNamesAsked;
    private readonly Dictionary<string, Customer> _byExternalId = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Name, string Number), Customer> _byNumber = [];
    private readonly Dictionary<(string Folded, string? Email), Customer> _byName = [];

    private KnownCustomers(bool areNamesAsked) => _areNamesAsked = areNamesAsked;

    /// <summary>Reads those that these rows could mean. They are not tracked: most rows of a file that comes again change nothing.</summary>
    public static async Task<KnownCustomers> ReadAsync(PhonePopDbContext db, ImportKeys sought, CancellationToken cancellationToken)
    {
        var (ids, named, names) = (sought.ExternalIds, sought.Names, sought.NamesAlone);
        var keys = named.Select(k => k.Key).ToList();

        // Each by its own index: one question with three "or" would read the whole table for every batch. As one parameter, or each batch would be another statement of thousands.
        var found = await db.Customers.Where(c => c.ExternalId != null && EF.Parameter(ids).Contains(c.ExternalId)).Select(c => c.Id).ToListAsync(cancellationToken);
        var owners = db.CustomerNumbers.Where(n => EF.Parameter(keys).Contains(n.Key)).Join(db.Customers, n => n.CustomerId, c => c.Id, (n, c) => new { n.Key, c.Id, c.Folded });
        await foreach (var owner in owners.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            // Thousands may have the number of a switchboard; only those with a name that is asked for are read whole.
            if (named[owner.Key].Any(name => owner.Folded.StartsWith(name, StringComparison.Ordinal)))
            {
                found.Add(owner.Id);
            }
        }

        found.AddRange(names.Count == 0 ? [] : await db.Customers.Where(c => EF.Parameter(names).Contains(c.Folded)).Select(c => c.Id).ToListAsync(cancellationToken));
        var known = new KnownCustomers(names.Count > 0);
        if (found.Count > 0)
        {
            var customers = found.Distinct().ToList();
            await foreach (var customer in db.Customers.AsNoTracking().Include(c => c.Numbers).Where(c => EF.Parameter(customers).Contains(c.Id)).OrderBy(c => c.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                known.Add(customer, CustomerText.Fold(customer.Name));
            }
        }

        return known;
    }

    /// <summary>Takes another one, or one that has changed, with the name as search compares it.</summary>
    public void Add(Customer customer, string foldedName)
    {
        if (customer.ExternalId is { } id)
        {
            _byExternalId[id] = customer;
        }

        foreach (var number in customer.Numbers)
        {
            if (ImportRow.KeyOf(number) is { } key)
            {
                _byNumber.TryAdd((foldedName, key), customer);
            }
        }

        if (_areNamesAsked)
        {
            _byName.TryAdd((customer.Folded, customer.Email), customer);
        }
    }

    /// <summary>Whom the row means, or null: somebody new. Two ids of the other system are two customers, whatever else is alike.</summary>
    public (Customer Customer, RepeatRule Rule)? Find(ImportRow row)
    {
        if (row.Edit.ExternalId is { } id && _byExternalId.TryGetValue(id, out var byId))
        {
            return (byId, RepeatRule.ExternalId);
        }

        foreach (var number in row.Customer.Numbers)
        {
            if (ImportRow.KeyOf(number) is { } key && _byNumber.TryGetValue((row.FoldedName, key), out var byNumber) && (row.Edit.ExternalId is null || byNumber.ExternalId is null))
            {
                return (byNumber, RepeatRule.NameAndNumber);
            }
        }

        return row.HasNameOnly && _byName.TryGetValue((row.Customer.Folded, row.Customer.Email), out var byName) ? (byName, RepeatRule.NameAlone) : null;
    }
}
