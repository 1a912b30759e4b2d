using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;

namespace PhonePop.Server.Customers.Import;

/// <summary>
/// Writes the rows of a file, a batch in one transaction: calls and customers that others write meanwhile wait for one batch, and who reads does not wait.
/// Customers who are there already are changed as on their card; new ones are many, and added without being tracked.
/// </summary>
internal sealed class ImportWriter : IAsyncDisposable
{
    // Names and numbers come in no order, so that every batch touches pages all over the indices: they stay in memory, and go to the file less often.
    // What was committed last may be gone after a power failure; the file is whole, and can be imported again.
    private const string Settings = "PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=0; PRAGMA synchronous=NORMAL;";
    private const string Defaults = "PRAGMA cache_size=-2000; PRAGMA wal_autocheckpoint=1000; PRAGMA synchronous=FULL;";
    private const string WriteBack = "PRAGMA wal_checkpoint(TRUNCATE)";
    private const int BatchesBetweenWriteBacks = 8;

    // Time for others who write: they look for a gap, and would find none between two transactions.
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(20);

    private readonly PhonePopDbContext _db;
    private readonly CustomerStore _store;
    private readonly PhoneNumberReader _numbers;
    private readonly ImportMapping _mapping;
    private readonly DateTime _now;
    private int _batches;

    private ImportWriter(PhonePopDbContext db, CustomerStore store, PhoneNumberReader numbers, ImportMapping mapping, DateTime now) =>
        (_db, _store, _numbers, _mapping, _now) = (db, store, numbers, mapping, now);

    /// <summary>Opens a connection for the whole file.</summary>
    public static async Task<ImportWriter> OpenAsync(
        IDbContextFactory<PhonePopDbContext> database, CustomerStore store, PhoneNumberReader numbers, ImportMapping mapping, DateTime now, CancellationToken cancellationToken)
    {
        var db = await database.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync(Settings, cancellationToken);
        return new ImportWriter(db, store, numbers, mapping, now);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _db.Database.ExecuteSqlRawAsync(WriteBack);
        await _db.Database.ExecuteSqlRawAsync(Defaults); // the next who gets this connection out of the pool
        await _db.DisposeAsync();
    }

    /// <summary>Writes a batch.</summary>
    /// <returns>The rows that were recognised as customers who are there already.</returns>
    public async Task<List<(ImportRepeat Repeat, string[] Fields)>> SaveAsync(IReadOnlyList<ImportRow> rows, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var found = await TrySaveAsync(rows, cancellationToken);
                await GiveWayAsync();
                return found;
            }
            catch (DbUpdateConcurrencyException)
            {
                // Somebody saved one of these customers on its card meanwhile: read again.
            }
        }
    }

    // Readers who are always about keep the log from starting anew by itself, and it would grow to many times the database.
    private async Task GiveWayAsync()
    {
        if (++_batches % BatchesBetweenWriteBacks == 0)
        {
            await _db.Database.ExecuteSqlRawAsync(WriteBack);
        }

        await Task.Delay(Gap);
    }

    private async Task<List<(ImportRepeat Repeat, string[] Fields)>> TrySaveAsync(IReadOnlyList<ImportRow> rows, CancellationToken cancellationToken)
    {
        _db.ChangeTracker.Clear();
        await using var transaction = await _db.Database.BeginTransactionAsync(cancellationToken);
        var known = await KnownCustomers.ReadAsync(_db, rows, cancellationToken);
        var (added, found) = (new List<ImportRow>(), new List<(Customer Customer, ImportRow Row, RepeatRule Rule)>());
        foreach (var row in rows)
        {
            if (known.Find(row) is not { } match)
            {
                known.Add(row.Customer);
                added.Add(row);
                continue;
            }

            Change(known, match.Customer, Over(match.Customer, row, match.Rule));
            found.Add((match.Customer, row, match.Rule));
        }

        await _db.SaveChangesAsync(cancellationToken);
        Add(added, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return found.ConvertAll(f => (new ImportRepeat(f.Row.Line, f.Customer.Id, f.Customer.Name, f.Rule), f.Row.Fields));
    }

    private void Add(List<ImportRow> rows, CancellationToken cancellationToken)
    {
        using var customers = new RowInserter<Customer>(_db);
        using var phones = new RowInserter<CustomerNumber>(_db);
        using var changes = new RowInserter<CustomerChange>(_db);
        foreach (var (_, _, edit, customer) in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            customers.Insert(customer);
            foreach (var phone in customer.Numbers)
            {
                phone.CustomerId = customer.Id;
                phones.Insert(phone);
            }

            changes.Insert(CustomerAudit.Event(customer.Id, "imported", customer.Name, edit.By, _now));
        }
    }

    private void Change(KnownCustomers known, Customer customer, CustomerEdit edit)
    {
        if (!Differs(customer, edit))
        {
            return;
        }

        var before = CustomerAudit.Of(customer, _numbers);
        _store.Apply(edit, customer, _now);
        known.Add(customer);
        _db.CustomerChanges.AddRange(customer.Id == 0 ? [] : CustomerAudit.Changes(customer.Id, before, CustomerAudit.Of(customer, _numbers), edit.By, _now));
    }

    /// <summary>What the customer is to be: the row's fields where the file has such a column, and the old ones elsewhere.</summary>
    private CustomerEdit Over(Customer old, ImportRow row, RepeatRule rule)
    {
        var (edit, replaces) = (row.Edit, rule == RepeatRule.ExternalId);
        var named = row.Customer.Numbers.Select(n => old.Numbers.Find(o => ImportRow.KeyOf(o) == ImportRow.KeyOf(n)) ?? n);
        var phones = !_mapping.Has(ImportField.Number) ? old.Numbers : (replaces ? named : old.Numbers.Concat(named)).DistinctBy(ImportRow.KeyOf);
        return edit with
        {
            Company = Taken(ImportField.Company, edit.Company, old.Company),
            Email = Taken(ImportField.Email, edit.Email, old.Email),
            Note = Taken(ImportField.Note, edit.Note, old.Note),
            ExternalId = edit.ExternalId ?? old.ExternalId,
            Inactive = old.Inactive,
            Numbers = [.. phones.Select(n => new CustomerNumberEdit(n.Raw, n.Label, n.Kind))],
        };

        string? Taken(ImportField field, string? said, string? before) => _mapping.Has(field) && (said is not null || replaces) ? said : before;
    }

    // In the order of the cost: most rows of a file that is imported again change nothing.
    private static bool Differs(Customer old, CustomerEdit edit) =>
        old.Name != edit.Name.Trim() || old.Company != edit.Company || old.Email != edit.Email || old.Note != edit.Note || old.ExternalId != edit.ExternalId
        || !old.Numbers.Select(n => new CustomerNumberEdit(n.Raw, n.Label, n.Kind)).ToHashSet().SetEquals(edit.Numbers);
}
