using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;

namespace PhonePop.Server.Customers.Import;

/// <summary>The customers that rows of a file may mean: those in the database, and those that rows before them have added.</summary>
internal sealed class KnownCustomers(PhoneNumberReader numbers)
{
    private readonly Dictionary<string, Customer> _byExternalId = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Name, string Number), Customer> _byNumber = [];

    /// <summary>Reads those that these rows could mean.</summary>
    public static async Task<KnownCustomers> ReadAsync(PhonePopDbContext db, List<CustomerEdit> rows, PhoneNumberReader numbers, CancellationToken cancellationToken)
    {
        var ids = rows.Select(e => e.ExternalId).OfType<string>().Distinct().ToList();
        var read = rows.SelectMany(e => e.Numbers).Select(n => numbers.Read(n.Number)).Where(n => n.CanBeFound).ToList();
        var whole = read.Select(n => n.E164).OfType<string>().Distinct().ToList();
        var ends = read.Where(n => n.E164 is null).Select(n => n.Key).Distinct().ToList();

        // Each by its own index: one question with three "or" would read the whole table for every batch.
        var found = await db.Customers.Where(c => c.ExternalId != null && ids.Contains(c.ExternalId)).Select(c => c.Id).ToListAsync(cancellationToken);
        found.AddRange(await db.CustomerNumbers.Where(n => whole.Contains(n.E164!)).Select(n => n.CustomerId).ToListAsync(cancellationToken));
        found.AddRange(await db.CustomerNumbers.Where(n => ends.Contains(n.Key) && n.E164 == null).Select(n => n.CustomerId).ToListAsync(cancellationToken));
        var customers = found.Distinct().ToList();
        var known = new KnownCustomers(numbers);
        await foreach (var customer in db.Customers.Include(c => c.Numbers).Where(c => customers.Contains(c.Id)).OrderBy(c => c.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            known.Add(customer);
        }

        return known;
    }

    /// <summary>Takes another one, or one that has changed.</summary>
    public void Add(Customer customer)
    {
        if (customer.ExternalId is { } id)
        {
            _byExternalId[id] = customer;
        }

        foreach (var number in customer.Numbers.Where(n => n.Key.Length > 0))
        {
            _byNumber.TryAdd((CustomerText.Fold(customer.Name), number.E164 ?? number.Key), customer);
        }
    }

    /// <summary>Whom the row means, or null: somebody new. Two ids of the other system are two customers, whatever else is alike.</summary>
    public (Customer Customer, RepeatRule Rule)? Find(CustomerEdit row)
    {
        if (row.ExternalId is { } id && _byExternalId.TryGetValue(id, out var byId))
        {
            return (byId, RepeatRule.ExternalId);
        }

        var name = CustomerText.Fold(row.Name);
        foreach (var number in row.Numbers)
        {
            if (NumberChoices.KeyOf(numbers.Read(number.Number)) is { } key && _byNumber.TryGetValue((name, key), out var byNumber)
                && (row.ExternalId is null || byNumber.ExternalId is null))
            {
                return (byNumber, RepeatRule.NameAndNumber);
            }
        }

        return null;
    }
}
