using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;

namespace PhonePop.Server.Customers;

/// <summary>Customers, for pages and API.</summary>
public sealed partial class CustomerStore(
    IDbContextFactory<PhonePopDbContext> database, SearchPieces pieces, PhoneNumberReader numbers, CardUrlTemplate cards, CustomerMatcher matcher, TimeProvider clock)
{
    /// <summary>The customers with exactly this number, newest contact first: who would pop.</summary>
    public async Task<IReadOnlyList<CustomerInfo>> FindByNumberAsync(string number, CancellationToken cancellationToken)
    {
        var match = await matcher.FindHereAsync(numbers.Read(number), cancellationToken) ?? CustomerMatch.None;
        var ids = match.Customers.Select(c => c.Id).OfType<int>().ToList();
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var rows = await db.Customers.AsNoTracking().Include(c => c.Numbers).Where(c => ids.Contains(c.Id)).ToListAsync(cancellationToken);
        return [.. rows.OrderBy(c => ids.IndexOf(c.Id)).Select(Info)];
    }

    /// <summary>All customers who have this number, newest contact first: who could be meant, whoever was chosen for it before.</summary>
    public async Task<IReadOnlyList<CustomerInfo>> WithNumberAsync(string number, CancellationToken cancellationToken)
    {
        var (e164, key) = (numbers.Read(number).E164, numbers.Read(number).Key);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var rows = key.Length == 0 ? [] : await db.Customers.AsNoTracking().Include(c => c.Numbers)
            .Where(c => !c.Inactive && db.CustomerNumbers.Where(n => n.Key == key && (e164 == null || n.E164 == null || n.E164 == e164)).Select(n => n.CustomerId).Contains(c.Id))
            .OrderByDescending(c => c.LastContactAt).ThenByDescending(c => c.Id).Take(100).ToListAsync(cancellationToken);
        return rows.ConvertAll(Info);
    }

    /// <summary>The other people of a company, by name.</summary>
    public async Task<IReadOnlyList<CustomerInfo>> ColleaguesAsync(CustomerInfo customer, int take, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var (id, company) = (customer.Id, customer.Company);
        var rows = company is null ? [] : await db.Customers.AsNoTracking().Include(c => c.Numbers).Where(c => c.Company == company && c.Id != id && !c.Inactive)
            .OrderBy(c => c.Folded).ThenBy(c => c.Id).Take(take).ToListAsync(cancellationToken);
        return rows.ConvertAll(Info);
    }

    /// <summary>The id of the customer that a merged one became, or null.</summary>
    public async Task<int?> MergedIntoAsync(int id, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await db.MergedCustomers.Where(m => m.Id == id).Select(m => (int?)m.IntoId).FirstOrDefaultAsync(cancellationToken);
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
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = clock.GetUtcNow().UtcDateTime;
        var customer = new Customer { Name = "", CreatedAt = now };
        Apply(edit, customer, now);
        db.Customers.Add(customer);
        await db.SaveChangesAsync(cancellationToken);
        db.CustomerChanges.Add(CustomerAudit.Event(customer.Id, "created", customer.Name, edit.By, now));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        matcher.CustomersChanged(Keys(customer.Numbers));
        return Info(customer);
    }

    /// <summary>Replaces the whole customer, numbers included. Check it with <see cref="CustomerEditRules.Mistakes"/> first.</summary>
    /// <returns>With a conflict the customer as somebody else has left it.</returns>
    public Task<(SaveResult Result, CustomerInfo? Customer)> UpdateAsync(int id, CustomerEdit edit, CancellationToken cancellationToken) =>
        ChangeAsync(id, edit.Version, edit.By, customer => Apply(edit, customer, clock.GetUtcNow().UtcDateTime), cancellationToken);

    /// <summary>Adds one number to a customer who may be changed by somebody else meanwhile; one that is there already stays as it is.</summary>
    public async Task<(SaveResult Result, CustomerInfo? Customer)> AddNumberAsync(int id, CustomerNumberEdit number, string? by, CancellationToken cancellationToken)
    {
        while (true)
        {
            var saved = await ChangeAsync(id, null, by, Add, cancellationToken);
            if (saved.Result != SaveResult.Conflict)
            {
                return saved;
            }
        }

        void Add(Customer customer)
        {
            var added = Number(number);
            if (added is not null && !customer.Numbers.Any(n => CustomerMerger.Same(n, added)))
            {
                customer.Numbers.Add(added);
            }

            customer.Inactive = false; // who calls is one again
            Stamp(customer, by, clock.GetUtcNow().UtcDateTime);
        }
    }

    private async Task<(SaveResult Result, CustomerInfo? Customer)> ChangeAsync(int id, int? version, string? by, Action<Customer> change, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var customer = await db.Customers.Include(c => c.Numbers).FirstOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (customer is null)
        {
            return (SaveResult.NotFound, null);
        }

        if (version is { } read && customer.Version != read)
        {
            return (SaveResult.Conflict, Info(customer));
        }

        var (keys, before) = (Keys(customer.Numbers), CustomerAudit.Of(customer, numbers));
        change(customer);
        db.CustomerChanges.AddRange(CustomerAudit.Changes(id, before, CustomerAudit.Of(customer, numbers), by, customer.UpdatedAt));
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
        if (contacts.Count == 0)
        {
            return;
        }

        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken); // one wait for the disk, not one for each
        foreach (var (customerId, at) in contacts.GroupBy(c => c.CustomerId, (id, all) => (id, all.Max(c => c.At))))
        {
            await db.Customers.Where(c => c.Id == customerId && (c.LastContactAt == null || c.LastContactAt < at))
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.LastContactAt, at), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
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
        customer.Numbers.Clear();
        customer.Numbers.AddRange(edit.Numbers.Select(Number).OfType<CustomerNumber>());
        Stamp(customer, edit.By, now);
    }

    private static void Stamp(Customer customer, string? by, DateTime now)
    {
        customer.Folded = CustomerText.Fold(customer.Name, customer.Company);
        customer.UpdatedAt = now;
        customer.UpdatedBy = by;
        customer.Version++;
    }

    /// <summary>The number as a row, or null where there is none.</summary>
    internal CustomerNumber? Number(CustomerNumberEdit entered) => numbers.ReadOnce(entered.Number) is { Raw.Length: > 0 } number
        ? new CustomerNumber { Raw = number.Raw, E164 = number.E164, Key = number.Key, Label = CustomerText.Clean(entered.Label), Kind = entered.Kind }
        : null;

    internal static HashSet<string> Keys(IEnumerable<CustomerNumber> numbers) => numbers.Select(n => n.Key).Where(k => k.Length > 0).ToHashSet(StringComparer.Ordinal);

    /// <summary>The row as pages and API show it.</summary>
    internal CustomerInfo Info(Customer c) => new()
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
        UpdatedAt = c.UpdatedAt,
        UpdatedBy = c.UpdatedBy,
        Numbers = [.. c.Numbers.OrderBy(n => n.Id).Select(n => new CustomerNumberInfo(n.Raw, n.E164, numbers.Display(n.E164 ?? n.Raw), n.Label, n.Kind))],
        Url = cards.For(c.Id, c.ExternalId, c.Numbers.OrderBy(n => n.Id).Select(n => n.E164 ?? n.Raw).FirstOrDefault()),
    };
}
