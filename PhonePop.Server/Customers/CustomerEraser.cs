using Microsoft.EntityFrameworkCore;
using PhonePop.Ami.Calls;
using PhonePop.Server.Data;

namespace PhonePop.Server.Customers;

/// <summary>
/// Deletes a customer's data for good: card, numbers, notes and changes, what was written about their calls, and whom their calls were with.
/// That there were calls stays, with operator, times and outcome: statistics are about operators. It cannot be undone.
/// </summary>
public sealed class CustomerEraser(IDbContextFactory<PhonePopDbContext> database, CustomerMatcher matcher)
{
    /// <summary>Erases. Calls of numbers that another customer has too stay as they are, unless they are known to be this customer's.</summary>
    /// <returns>False where there is no such customer.</returns>
    public async Task<bool> EraseAsync(int id, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);

        // One connection for all of it, which overwrites what it deletes: bytes that are merely free can be read from the file.
        await db.Database.OpenConnectionAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync("PRAGMA secure_delete=ON", cancellationToken);
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            var numbers = await db.CustomerNumbers.Where(n => n.CustomerId == id).ToListAsync(cancellationToken);
            if (await db.Customers.Where(c => c.Id == id).ExecuteDeleteAsync(cancellationToken) == 0)
            {
                return false;
            }

            await db.CustomerNumbers.Where(n => n.CustomerId == id).ExecuteDeleteAsync(cancellationToken);
            await db.CustomerNotes.Where(n => n.CustomerId == id).ExecuteDeleteAsync(cancellationToken);
            await db.CustomerChanges.Where(c => c.CustomerId == id).ExecuteDeleteAsync(cancellationToken);
            await db.NumberChoices.Where(c => c.CustomerId == id).ExecuteDeleteAsync(cancellationToken);
            await db.MergedCustomers.Where(m => m.IntoId == id).ExecuteDeleteAsync(cancellationToken);
            var keys = CustomerStore.Keys(numbers);
            var shared = await db.CustomerNumbers.Where(n => keys.Contains(n.Key)).Select(n => n.Key).ToListAsync(cancellationToken);
            var own = keys.Except(shared).ToList();
            await ScrubAsync(db, id, own, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            matcher.CustomersChanged(keys);
        }

        // The log of changes holds what was overwritten: it is emptied too.
        await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken);
        return true;
    }

    private static async Task ScrubAsync(PhonePopDbContext db, int id, List<string> numbers, CancellationToken cancellationToken)
    {
        var calls = db.Calls.Where(c => c.CustomerId == id || (c.CustomerId == null && numbers.Contains(c.NumberKey)));
        await db.CallWork.Where(w => calls.Any(c => c.Id == w.CallId)).ExecuteUpdateAsync(w => w.SetProperty(x => x.Note, (string?)null), cancellationToken);
        await db.CallExplanations.Where(e => calls.Any(c => c.Id == e.Id)).ExecuteDeleteAsync(cancellationToken);
        await db.Callbacks.Where(c => c.CustomerId == id || (c.CustomerId == null && numbers.Contains(c.NumberKey))).ExecuteDeleteAsync(cancellationToken);
        await calls.ExecuteUpdateAsync(
            c => c.SetProperty(x => x.PartyKind, PartyKind.Anonymous).SetProperty(x => x.Number, "").SetProperty(x => x.E164, (string?)null).SetProperty(x => x.NumberKey, "")
                .SetProperty(x => x.PartyName, (string?)null).SetProperty(x => x.CustomerName, (string?)null).SetProperty(x => x.CustomerCompany, (string?)null)
                .SetProperty(x => x.CustomerExternalId, (string?)null).SetProperty(x => x.CustomerUrl, (string?)null).SetProperty(x => x.CustomerSource, (string?)null)
                .SetProperty(x => x.CustomerId, (int?)null),
            cancellationToken);
    }
}
