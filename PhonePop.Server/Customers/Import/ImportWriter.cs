using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;

namespace PhonePop.Server.Customers.Import;

/// <summary>
/// Writes the rows of a file, several batches in one transaction: the fewer transactions, the seldomer the same pages of the indices go to the file. It ends soon when
/// somebody else wants to write; who reads does not wait. Customers who are there already are changed as on their card; new ones are many, and added without being tracked.
/// </summary>
internal sealed class ImportWriter : IAsyncDisposable
{
    // Numbers come in no order, so that every batch touches pages all over their index: they stay in memory, and go to the file less often.
    // What was committed last may be gone after a power failure; the file is whole, and can be imported again.
    private const string Settings = "PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=0; PRAGMA synchronous=NORMAL;";
    private const string Defaults = "PRAGMA cache_size=-2000; PRAGMA wal_autocheckpoint=1000; PRAGMA synchronous=FULL;";

    // First without a lock, so that little is left for the second, which begins the log anew: readers who are always about keep it from doing so by itself.
    internal const string WriteBack = "PRAGMA wal_checkpoint(PASSIVE); PRAGMA wal_checkpoint(TRUNCATE)";
    private const long LongestLog = 128 * 1024 * 1024;

    private static readonly TimeSpan LongestTransaction = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestAwaited = TimeSpan.FromMilliseconds(200);

    // Time for those who waited to begin; and now and then for those of whom nothing is known but that they look for a gap ten times a second.
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(5);
    internal static readonly TimeSpan WideGap = TimeSpan.FromMilliseconds(110);
    private static readonly TimeSpan BetweenWideGaps = TimeSpan.FromSeconds(4);

    private readonly PhonePopDbContext _db;
    private readonly WriteTurns _turns;
    private readonly CustomerStore _store;
    private readonly PhoneNumberReader _numbers;
    private readonly ImportMapping _mapping;
    private readonly TimeProvider _clock;
    private readonly DateTime _now;
    private readonly FileInfo _log;
    private readonly RowInserter<Customer> _customers;
    private readonly RowInserter<CustomerNumber> _phones;
    private readonly RowInserter<CustomerChange> _changes;
    private long _lastWideGap;

    private ImportWriter(PhonePopDbContext db, WriteTurns turns, CustomerStore store, PhoneNumberReader numbers, ImportMapping mapping, TimeProvider clock)
    {
        (_db, _turns, _store, _numbers, _mapping, _clock) = (db, turns, store, numbers, mapping, clock);
        (_now, _lastWideGap) = (clock.GetUtcNow().UtcDateTime, clock.GetTimestamp());
        (_customers, _phones, _changes) = (new(db), new(db), new(db));
        _log = new FileInfo(db.Database.GetDbConnection().DataSource + "-wal");
    }

    /// <summary>Opens a connection for the whole file.</summary>
    public static async Task<ImportWriter> OpenAsync(
        IDbContextFactory<PhonePopDbContext> database, WriteTurns turns, CustomerStore store, PhoneNumberReader numbers, ImportMapping mapping, TimeProvider clock, CancellationToken cancellationToken)
    {
        var db = await database.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync(Settings, cancellationToken);
        return new ImportWriter(db, turns, store, numbers, mapping, clock);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _customers.Dispose();
        _phones.Dispose();
        _changes.Dispose();
        await _db.Database.ExecuteSqlRawAsync(WriteBack);
        await _db.Database.ExecuteSqlRawAsync(Defaults); // the next who gets this connection out of the pool
        await _db.DisposeAsync();
    }

    /// <summary>Writes a batch, and those that are ready after it while there is time.</summary>
    public async Task<List<WrittenBatch>> SaveAsync(ImportBatch first, Func<ImportBatch?> next, CancellationToken cancellationToken)
    {
        var written = new List<WrittenBatch>();
        await using (var transaction = await _db.Database.BeginTransactionAsync(cancellationToken))
        {
            using var turn = _turns.Take();
            for (var batch = first; batch is not null; batch = turn.Lasts < LongestTransaction && turn.Awaited < LongestAwaited ? next() : null)
            {
                var found = batch.Rows.Count == 0 ? [] : await WriteAsync(batch, cancellationToken);
                written.Add(new WrittenBatch(batch.Rows.Count - found.Count, found, batch.Rejected, batch.Read));
            }

            await transaction.CommitAsync(cancellationToken);
        }

        await GiveWayAsync();
        return written;
    }

    private async Task GiveWayAsync()
    {
        _log.Refresh();
        if (_log.Exists && _log.Length > LongestLog)
        {
            await _db.Database.ExecuteSqlRawAsync(WriteBack);
        }

        var isWide = _clock.GetElapsedTime(_lastWideGap) > BetweenWideGaps;
        await Task.Delay(isWide ? WideGap : Gap); // of the real time, as those wait
        _lastWideGap = isWide ? _clock.GetTimestamp() : _lastWideGap;
    }

    // The lock is ours: what is read here cannot be changed by others before it is written.
    private async Task<List<(ImportRepeat Repeat, string[] Fields)>> WriteAsync(ImportBatch batch, CancellationToken cancellationToken)
    {
        _db.ChangeTracker.Clear();
        if (batch.Keys.NamesAlone.Count > 0)
        {
            await SearchIndices.MakeNamesAsync(_db, cancellationToken);
        }

        var known = await KnownCustomers.ReadAsync(_db, batch.Keys, cancellationToken);
        var (added, found) = (new List<ImportRow>(), new List<(Customer Customer, ImportRow Row, RepeatRule Rule)>());
        foreach (var row in batch.Rows)
        {
            if (known.Find(row) is not { } match)
            {
                known.Add(row.Customer, row.FoldedName);
                added.Add(row);
                continue;
            }

            Change(known, match.Customer, row.FoldedName, Over(match.Customer, row, match.Rule));
            found.Add((match.Customer, row, match.Rule));
        }

        await _db.SaveChangesAsync(cancellationToken);
        Add(added, cancellationToken);
        return found.ConvertAll(f => (new ImportRepeat(f.Row.Line, f.Customer.Id, f.Customer.Name, f.Rule), f.Row.Fields));
    }

    private void Add(List<ImportRow> rows, CancellationToken cancellationToken)
    {
        foreach (var (_, _, edit, customer) in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _customers.Insert(customer);
            foreach (var phone in customer.Numbers)
            {
                phone.CustomerId = customer.Id;
                _phones.Insert(phone);
            }

            _changes.Insert(CustomerAudit.Event(customer.Id, "imported", customer.Name, edit.By, _now));
        }
    }

    private void Change(KnownCustomers known, Customer customer, string foldedName, CustomerEdit edit)
    {
        if (!Differs(customer, edit))
        {
            return;
        }

        if (customer.Id != 0 && _db.Entry(customer).State == EntityState.Detached)
        {
            _db.Attach(customer);
        }

        var before = CustomerAudit.Of(customer, _numbers);
        _store.Apply(edit, customer, _now);
        known.Add(customer, foldedName);
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
