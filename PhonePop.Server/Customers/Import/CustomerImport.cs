using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;

namespace PhonePop.Server.Customers.Import;

/// <summary>
/// Takes customers from a CSV file. A row that is torn or breaks a rule is reported with its line; the others are taken. A row whose external id is
/// known replaces what the file says of that customer; one with a known name and number adds to it. Columns that the file lacks are left as they are.
/// </summary>
public sealed class CustomerImport(
    IDbContextFactory<PhonePopDbContext> database, CustomerStore store, PhoneNumberReader numbers, CustomerMatcher matcher, TimeProvider clock, ILogger<CustomerImport> logger)
{
    private const int BatchSize = 250;
    private const int MostListed = 1000;

    /// <summary>Reads the file to its end with the columns that its header names.</summary>
    /// <exception cref="InvalidDataException">It is too large.</exception>
    public async Task<ImportResult> RunAsync(Stream content, string? by, CancellationToken cancellationToken)
    {
        await using var file = await CsvFile.TakeAsync(content, "", cancellationToken);
        var header = await file.FirstAsync(1, cancellationToken);
        return header.Count == 0
            ? new ImportResult(0, 0, [new ImportError(1, "The file is empty.", "header")], 1)
            : await RunAsync(file, new ImportMapping(header[0]), by, null, null, cancellationToken);
    }

    /// <summary>Reads the file to its end, or until it is cancelled; that is no exception, for what was taken stays.</summary>
    internal async Task<ImportResult> RunAsync(CsvFile file, ImportMapping mapping, string? by, IImportReport? report, Action<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        if (mapping.Mistake is { } mistake)
        {
            return new ImportResult(0, 0, [new ImportError(1, mistake, "header")], 1);
        }

        var (errors, repeats) = (new List<ImportError>(), new List<ImportRepeat>());
        var (created, updated, rejected, cancelled) = (0, 0, 0, false);
        var batch = new List<Row>(BatchSize);
        try
        {
            var isHeader = true;
            await foreach (var (line, fields) in file.RecordsAsync(cancellationToken))
            {
                if (isHeader)
                {
                    isHeader = false;
                }
                else if (mapping.Read(line, fields, out var edit) is { } error)
                {
                    rejected++;
                    report?.Rejected(error, fields);
                    if (errors.Count < MostListed)
                    {
                        errors.Add(error);
                    }
                }
                else
                {
                    batch.Add(new Row(line, fields!, edit with { By = by }));
                    if (batch.Count == BatchSize)
                    {
                        await SaveAsync();
                    }
                }
            }

            await SaveAsync();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            cancelled = true;
        }

        matcher.CustomersChanged(null);
        CustomersLog.Imported(logger, created, updated, rejected);
        return new ImportResult(created, updated, errors, rejected) { Repeats = repeats, Cancelled = cancelled };

        async Task SaveAsync()
        {
            var found = await SaveBatchAsync(batch, mapping, cancellationToken);
            created += batch.Count - found.Count;
            updated += found.Count;
            repeats.AddRange(found.Take(MostListed - repeats.Count).Select(f => f.Repeat));
            found.ForEach(f => report?.Repeated(f.Repeat, f.Fields));
            batch.Clear();
            progress?.Invoke(new ImportProgress(file.Read, created, updated, rejected));
        }
    }

    private async Task<List<(ImportRepeat Repeat, string[] Fields)>> SaveBatchAsync(List<Row> batch, ImportMapping mapping, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await TrySaveAsync(batch, mapping, cancellationToken);
            }
            catch (DbUpdateConcurrencyException)
            {
                // Somebody saved one of these customers on its card meanwhile: read again.
            }
        }
    }

    private async Task<List<(ImportRepeat Repeat, string[] Fields)>> TrySaveAsync(List<Row> batch, ImportMapping mapping, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var known = await KnownCustomers.ReadAsync(db, batch.ConvertAll(r => r.Edit), numbers, cancellationToken);
        var now = clock.GetUtcNow().UtcDateTime;
        var (added, changed) = (new List<(Customer Customer, string? By)>(), new List<(Customer Customer, Row Row, RepeatRule Rule)>());
        foreach (var row in batch)
        {
            if (known.Find(row.Edit) is not { } match)
            {
                var customer = new Customer { Name = "", CreatedAt = now };
                store.Apply(row.Edit, customer, now);
                db.Customers.Add(customer);
                known.Add(customer);
                added.Add((customer, row.Edit.By));
                continue;
            }

            var before = CustomerAudit.Of(match.Customer, numbers);
            var edit = Over(match.Customer, row.Edit, mapping, match.Rule);
            if (match.Customer.Id == 0 || Differs(match.Customer, edit))
            {
                store.Apply(edit, match.Customer, now);
                known.Add(match.Customer);
                db.CustomerChanges.AddRange(match.Customer.Id == 0 ? [] : CustomerAudit.Changes(match.Customer.Id, before, CustomerAudit.Of(match.Customer, numbers), row.Edit.By, now));
            }

            changed.Add((match.Customer, row, match.Rule));
        }

        await db.SaveChangesAsync(cancellationToken);
        db.CustomerChanges.AddRange(added.Select(a => CustomerAudit.Event(a.Customer.Id, "imported", a.Customer.Name, a.By, now)));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return changed.ConvertAll(c => (new ImportRepeat(c.Row.Line, c.Customer.Id, c.Customer.Name, c.Rule), c.Row.Fields));
    }

    /// <summary>What the customer is to be: the row's fields where the file has such a column, and the old ones elsewhere.</summary>
    private CustomerEdit Over(Customer old, CustomerEdit row, ImportMapping mapping, RepeatRule rule)
    {
        var before = old.Numbers.ConvertAll(n => new CustomerNumberEdit(n.Raw, n.Label, n.Kind));
        var named = row.Numbers.Select(n => before.Find(b => Same(b.Number, n.Number)) ?? n);
        var all = rule == RepeatRule.ExternalId ? named : before.Concat(named);
        return row with
        {
            Company = mapping.Has(ImportField.Company) && (row.Company is not null || rule == RepeatRule.ExternalId) ? row.Company : old.Company,
            Email = mapping.Has(ImportField.Email) && (row.Email is not null || rule == RepeatRule.ExternalId) ? row.Email : old.Email,
            Note = mapping.Has(ImportField.Note) && (row.Note is not null || rule == RepeatRule.ExternalId) ? row.Note : old.Note,
            ExternalId = row.ExternalId ?? old.ExternalId,
            Inactive = old.Inactive,
            Numbers = mapping.Has(ImportField.Number) ? [.. all.DistinctBy(n => NumberChoices.KeyOf(numbers.Read(n.Number)))] : before,
        };
    }

    private bool Differs(Customer old, CustomerEdit edit)
    {
        var probe = new Customer { Name = "" };
        store.Apply(edit, probe, default);
        return CustomerAudit.Changes(old.Id, CustomerAudit.Of(old, numbers), CustomerAudit.Of(probe, numbers), null, default).Count > 0;
    }

    private bool Same(string a, string b) => NumberChoices.KeyOf(numbers.Read(a)) == NumberChoices.KeyOf(numbers.Read(b));

    private sealed record Row(int Line, string[] Fields, CustomerEdit Edit);
}
