using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;

namespace PhonePop.Server.Customers;

/// <summary>Customers who may be one: the same number, or the same name at the same company.</summary>
/// <param name="Number">The number that they share, in E.164, or null where it is the name.</param>
/// <param name="Customers">Newest contact first.</param>
public sealed record DuplicateGroup(string? Number, IReadOnlyList<CustomerInfo> Customers);

/// <summary>Finds customers who are in the list twice, and makes one of two.</summary>
public sealed class CustomerMerger(IDbContextFactory<PhonePopDbContext> database, CustomerStore store, CustomerMatcher matcher, PhoneNumberReader numbers, TimeProvider clock)
{
    /// <summary>A page of groups. A company's own line makes nobody a duplicate.</summary>
    public async Task<Paged<DuplicateGroup>> FindAsync(int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var byNumber = NumberHygiene.Repeated(db).GroupBy(n => n.E164!)
            .Where(g => g.Select(n => n.CustomerId).Distinct().Count() > 1).Select(g => g.Key);
        var byName = db.Customers.Where(c => c.Company != null).GroupBy(c => c.Folded).Where(g => g.Count() > 1).Select(g => g.Key);
        var (numberGroups, nameGroups) = (await byNumber.CountAsync(cancellationToken), await byName.CountAsync(cancellationToken));
        var groups = new List<DuplicateGroup>();
        foreach (var number in await byNumber.OrderBy(n => n).Skip(skip).Take(take).ToListAsync(cancellationToken))
        {
            var key = numbers.Read(number).Key;
            groups.Add(new DuplicateGroup(number, await ReadAsync(db.Customers.Where(c => db.CustomerNumbers.Where(n => n.Key == key && n.E164 == number && n.Kind != NumberKind.CompanyLine).Select(n => n.CustomerId).Contains(c.Id)), cancellationToken)));
        }

        foreach (var name in await byName.OrderBy(n => n).Skip(Math.Max(0, skip - numberGroups)).Take(take - groups.Count).ToListAsync(cancellationToken))
        {
            groups.Add(new DuplicateGroup(null, await ReadAsync(db.Customers.Where(c => c.Folded == name), cancellationToken)));
        }

        return new Paged<DuplicateGroup>(groups, numberGroups + nameGroups);
    }

    /// <summary>Who may be the same as this customer.</summary>
    public async Task<IReadOnlyList<CustomerInfo>> LikeAsync(int id, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var own = await db.CustomerNumbers.Where(n => n.CustomerId == id && n.E164 != null && n.Kind != NumberKind.CompanyLine).Select(n => new { n.Key, n.E164 }).ToListAsync(cancellationToken);
        var (keys, whole) = (own.ConvertAll(n => n.Key), own.ConvertAll(n => n.E164));
        var folded = await db.Customers.Where(c => c.Id == id && c.Company != null).Select(c => c.Folded).FirstOrDefaultAsync(cancellationToken);
        var sameNumber = db.CustomerNumbers.Where(n => keys.Contains(n.Key) && whole.Contains(n.E164) && n.Kind != NumberKind.CompanyLine).Select(n => n.CustomerId);
        var same = folded is null ? sameNumber : sameNumber.Union(db.Customers.Where(c => c.Folded == folded && c.Company != null).Select(c => c.Id));
        return await ReadAsync(db.Customers.Where(c => c.Id != id && same.Contains(c.Id)), cancellationToken);
    }

    /// <summary>
    /// Makes one customer of two: numbers, notes, calls and remembered choices move to the one that is kept, whose empty fields are filled from the other.
    /// Links to the other's card lead here from then on. It cannot be undone; what the other was is written into the changes.
    /// </summary>
    /// <returns>The customer that is kept; null where one of the two does not exist, or they are the same.</returns>
    public async Task<CustomerInfo?> MergeAsync(int keptId, int goneId, string by, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await TryMergeAsync(keptId, goneId, by, cancellationToken);
            }
            catch (DbUpdateConcurrencyException)
            {
                // Somebody saved one of the two just now: what they wrote comes along.
            }
        }
    }

    private async Task<CustomerInfo?> TryMergeAsync(int keptId, int goneId, string by, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var both = await db.Customers.Include(c => c.Numbers).Where(c => c.Id == keptId || c.Id == goneId).ToListAsync(cancellationToken);
        if (keptId == goneId || both.Count < 2)
        {
            return null;
        }

        var (kept, gone) = (both.Single(c => c.Id == keptId), both.Single(c => c.Id == goneId));
        var keys = CustomerStore.Keys(kept.Numbers.Concat(gone.Numbers));
        var now = clock.GetUtcNow().UtcDateTime;
        var before = CustomerAudit.Of(kept, numbers);
        var goneState = CustomerAudit.Of(gone, numbers);
        if (gone.Note is { } note && kept.Note is not null && note != kept.Note)
        {
            db.CustomerNotes.Add(new CustomerNote { CustomerId = keptId, Text = note, Author = by, At = now });
        }

        Take(kept, gone);
        (kept.UpdatedAt, kept.UpdatedBy, kept.Version) = (now, by, kept.Version + 1);
        db.Customers.Remove(gone);
        db.CustomerChanges.Add(CustomerAudit.Event(keptId, "merged", string.Join(CustomerAudit.Between, new[] { $"#{goneId}", goneState.Name, goneState.Company, goneState.Email, goneState.ExternalId }.OfType<string>()), by, now));
        db.CustomerChanges.AddRange(CustomerAudit.Changes(keptId, before, CustomerAudit.Of(kept, numbers), by, now));
        db.MergedCustomers.Add(new MergedCustomer { Id = goneId, IntoId = keptId });
        await db.SaveChangesAsync(cancellationToken);
        await db.MergedCustomers.Where(m => m.IntoId == goneId).ExecuteUpdateAsync(m => m.SetProperty(x => x.IntoId, keptId), cancellationToken);
        await db.CustomerNotes.Where(n => n.CustomerId == goneId).ExecuteUpdateAsync(n => n.SetProperty(x => x.CustomerId, keptId), cancellationToken);
        await db.CustomerChanges.Where(n => n.CustomerId == goneId).ExecuteUpdateAsync(n => n.SetProperty(x => x.CustomerId, keptId), cancellationToken);
        await db.NumberChoices.Where(n => n.CustomerId == goneId).ExecuteUpdateAsync(n => n.SetProperty(x => x.CustomerId, keptId), cancellationToken);
        await db.Calls.Where(n => n.CustomerId == goneId).ExecuteUpdateAsync(n => n.SetProperty(x => x.CustomerId, keptId), cancellationToken);
        await db.Callbacks.Where(n => n.CustomerId == goneId).ExecuteUpdateAsync(n => n.SetProperty(x => x.CustomerId, keptId), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        matcher.CustomersChanged(keys);
        return await store.GetAsync(keptId, cancellationToken);
    }

    private static void Take(Customer kept, Customer gone)
    {
        kept.Company ??= gone.Company;
        kept.Email ??= gone.Email;
        kept.ExternalId ??= gone.ExternalId;
        kept.Note ??= gone.Note;
        kept.Inactive &= gone.Inactive;
        kept.Folded = CustomerText.Fold(kept.Name, kept.Company);
        kept.CreatedAt = kept.CreatedAt < gone.CreatedAt ? kept.CreatedAt : gone.CreatedAt;
        kept.LastContactAt = kept.LastContactAt is null || gone.LastContactAt > kept.LastContactAt ? gone.LastContactAt : kept.LastContactAt;
        foreach (var number in gone.Numbers.Where(n => !kept.Numbers.Any(own => Same(own, n))).ToList())
        {
            kept.Numbers.Add(new CustomerNumber { Raw = number.Raw, E164 = number.E164, Key = number.Key, Label = number.Label, Kind = number.Kind });
        }
    }

    /// <summary>Two ways to write one number.</summary>
    internal static bool Same(CustomerNumber a, CustomerNumber b) => a.E164 is not null || b.E164 is not null ? a.E164 == b.E164 : a.Key == b.Key;

    private async Task<IReadOnlyList<CustomerInfo>> ReadAsync(IQueryable<Customer> customers, CancellationToken cancellationToken) =>
        (await customers.AsNoTracking().Include(c => c.Numbers).OrderByDescending(c => c.LastContactAt).ThenBy(c => c.Id).Take(20).ToListAsync(cancellationToken)).ConvertAll(store.Info);
}
