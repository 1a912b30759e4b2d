using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;

namespace PhonePop.Server.Customers;

/// <summary>Customers, for pages and API.</summary>
public sealed class CustomerStore(
    IDbContextFactory<PhonePopDbContext> database, PhoneNumberReader numbers, CardUrlTemplate cards, CustomerMatcher matcher, TimeProvider clock)
{
    /// <summary>A page of the customers whose name, company or number holds the text; by name. Words may come in any order and case, numbers in any notation.</summary>
    public async Task<Paged<CustomerInfo>> SearchAsync(CustomerQuery query, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var found = Matching(db.Customers.AsNoTracking(), query.Text);
        var total = await found.CountAsync(cancellationToken);
        var rows = await found.OrderBy(c => c.Folded).ThenBy(c => c.Id).Skip(Math.Max(0, query.Skip)).Take(Math.Clamp(query.Take, 1, 500))
            .Include(c => c.Numbers).ToListAsync(cancellationToken);
        return new Paged<CustomerInfo>(rows.ConvertAll(Info), total);
    }

    /// <summary>The customers with exactly this number, newest contact first: who would pop.</summary>
    public async Task<IReadOnlyList<CustomerInfo>> FindByNumberAsync(string number, CancellationToken cancellationToken)
    {
        var match = await matcher.FindAsync(numbers.Read(number), cancellationToken) ?? CustomerMatch.None;
        var ids = match.Customers.Select(c => c.Id).OfType<int>().ToList();
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var rows = await db.Customers.AsNoTracking().Include(c => c.Numbers).Where(c => ids.Contains(c.Id)).ToListAsync(cancellationToken);
        return [.. rows.OrderBy(c => ids.IndexOf(c.Id)).Select(Info)];
    }

    /// <summary>One customer, or null.</summary>
    public async Task<CustomerInfo?> GetAsync(int id, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await db.Customers.AsNoTracking().Include(c => c.Numbers).FirstOrDefaultAsync(c => c.Id == id, cancellationToken) is { } row ? Info(row) : null;
    }

    /// <summary>Adds a customer. Check it with <see cref="CustomerEditRules.Mistakes"/> first.</summary>
    public async Task<CustomerInfo> CreateAsync(CustomerEdit edit, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow().UtcDateTime;
        var customer = new Customer { Name = "", CreatedAt = now };
        Apply(edit, customer, now);
        db.Customers.Add(customer);
        await db.SaveChangesAsync(cancellationToken);
        matcher.CustomersChanged(Keys(customer.Numbers));
        return Info(customer);
    }

    /// <summary>Replaces the whole customer, numbers included. Check it with <see cref="CustomerEditRules.Mistakes"/> first.</summary>
    public async Task<(SaveResult Result, CustomerInfo? Customer)> UpdateAsync(int id, CustomerEdit edit, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var customer = await db.Customers.Include(c => c.Numbers).FirstOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (customer is null)
        {
            return (SaveResult.NotFound, null);
        }

        if (edit.Version is { } read && customer.Version != read)
        {
            return (SaveResult.Conflict, Info(customer));
        }

        var keys = Keys(customer.Numbers);
        Apply(edit, customer, clock.GetUtcNow().UtcDateTime);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return (SaveResult.Conflict, await GetAsync(id, cancellationToken));
        }

        keys.UnionWith(Keys(customer.Numbers));
        matcher.CustomersChanged(keys);
        return (SaveResult.Saved, Info(customer));
    }

    /// <summary>Notes that calls with these customers ended. Forgets the order in which they were matched.</summary>
    internal async Task TouchAsync(IReadOnlyCollection<(int CustomerId, string Key, DateTime At)> contacts, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        foreach (var (customerId, _, at) in contacts)
        {
            await db.Customers.Where(c => c.Id == customerId && (c.LastContactAt == null || c.LastContactAt < at))
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.LastContactAt, at), cancellationToken);
        }

        matcher.Forget(contacts.Select(c => c.Key).ToHashSet());
    }

    /// <summary>Writes the edit into the row; shared with the import.</summary>
    internal void Apply(CustomerEdit edit, Customer customer, DateTime now)
    {
        customer.Name = edit.Name.Trim();
        customer.Company = CustomerText.Clean(edit.Company);
        customer.Email = CustomerText.Clean(edit.Email);
        customer.Note = CustomerText.Clean(edit.Note);
        customer.ExternalId = CustomerText.Clean(edit.ExternalId);
        customer.Inactive = edit.Inactive;
        customer.Folded = CustomerText.Fold(customer.Name, customer.Company);
        customer.UpdatedAt = now;
        customer.Version++;
        customer.Numbers.Clear();
        foreach (var entered in edit.Numbers)
        {
            var number = numbers.Read(entered.Number);
            if (number.Raw.Length > 0)
            {
                customer.Numbers.Add(new CustomerNumber { Raw = number.Raw, E164 = number.E164, Key = number.Key, Label = CustomerText.Clean(entered.Label), Kind = entered.Kind });
            }
        }
    }

    internal static HashSet<string> Keys(IEnumerable<CustomerNumber> numbers) => numbers.Select(n => n.Key).Where(k => k.Length > 0).ToHashSet(StringComparer.Ordinal);

    private IQueryable<Customer> Matching(IQueryable<Customer> customers, string? text)
    {
        var folded = CustomerText.Fold(text);
        if (folded.Length == 0)
        {
            return customers;
        }

        if (CustomerText.NumberPiece(folded) is { } piece)
        {
            var whole = numbers.Read(text);

            // 8 916… and 0 30… are written without their trunk digit in E.164.
            var shorter = piece.Length > 4 ? piece[1..] : piece;
            return customers.Where(c => c.Folded.Contains(folded) || c.ExternalId == folded || c.Numbers.Any(n =>
                n.Key.Contains(piece) || n.E164!.Contains(piece) || n.E164!.Contains(shorter) || (whole.E164 != null && n.E164 == whole.E164)));
        }

        foreach (var word in folded.Split(' '))
        {
            customers = customers.Where(c => c.Folded.Contains(word));
        }

        return customers;
    }

    private CustomerInfo Info(Customer c) => new()
    {
        Id = c.Id,
        Name = c.Name,
        Company = c.Company,
        Email = c.Email,
        Note = c.Note,
        ExternalId = c.ExternalId,
        Inactive = c.Inactive,
        Version = c.Version,
        LastContactAt = c.LastContactAt,
        CreatedAt = c.CreatedAt,
        Numbers = [.. c.Numbers.OrderBy(n => n.Id).Select(n => new CustomerNumberInfo(n.Raw, n.E164, numbers.Display(n.E164 ?? n.Raw), n.Label, n.Kind))],
        Url = cards.For(c.Id, c.ExternalId, c.Numbers.OrderBy(n => n.Id).Select(n => n.E164 ?? n.Raw).FirstOrDefault()),
    };
}
