using System.Text;
using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;

namespace PhonePop.Server.Customers;

/// <summary>
/// Takes customers from a CSV file with a header: <c>name</c>, <c>company</c>, <c>email</c>, <c>note</c>, <c>externalId</c>, and any number of columns that begin
/// with <c>phone</c>, <c>number</c> or <c>mobile</c>; one cell may hold several numbers. Comma, semicolon or tab; UTF-8.
/// A row that is torn or breaks a rule is reported with its line; the others are taken.
/// </summary>
public sealed class CustomerImport(IDbContextFactory<PhonePopDbContext> database, CustomerStore store, CustomerMatcher matcher, TimeProvider clock, ILogger<CustomerImport> logger)
{
    private const int BatchSize = 500;
    private const int MostErrors = 1000;

    /// <summary>Reads the file to its end. Customers with a known external id are replaced, the others added.</summary>
    public async Task<ImportResult> RunAsync(Stream file, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(file, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 64 * 1024, leaveOpen: true);
        var errors = new List<ImportError>();
        var (created, updated, rejected) = (0, 0, 0);
        Columns? columns = null;
        var batch = new List<CustomerEdit>(BatchSize);
        await foreach (var (line, fields) in CsvRecords.ReadAsync(reader, cancellationToken))
        {
            if (columns is null)
            {
                columns = Columns.From(fields ?? []);
                if (columns.Mistake is { } mistake)
                {
                    return new ImportResult(0, 0, [new ImportError(line, mistake)], 1);
                }

                continue;
            }

            if (columns.Read(fields, out var edit) is { } reason)
            {
                rejected++;
                if (errors.Count < MostErrors)
                {
                    errors.Add(new ImportError(line, reason));
                }

                continue;
            }

            batch.Add(edit);
            if (batch.Count == BatchSize)
            {
                await SaveAsync();
            }
        }

        await SaveAsync();
        if (columns is null)
        {
            return new ImportResult(0, 0, [new ImportError(1, "The file is empty.")], 1);
        }

        matcher.CustomersChanged(null);
        CustomersLog.Imported(logger, created, updated, rejected);
        return new ImportResult(created, updated, errors, rejected);

        async Task SaveAsync()
        {
            var (isNew, isOld) = await SaveBatchAsync(batch, cancellationToken);
            (created, updated) = (created + isNew, updated + isOld);
            batch.Clear();
        }
    }

    private async Task<(int Created, int Updated)> SaveBatchAsync(List<CustomerEdit> batch, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var ids = batch.Select(e => e.ExternalId).OfType<string>().Distinct().ToList();
        var known = new Dictionary<string, Customer>(StringComparer.Ordinal);
        if (ids.Count > 0)
        {
            await foreach (var customer in db.Customers.Include(c => c.Numbers).Where(c => c.ExternalId != null && ids.Contains(c.ExternalId)).AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                known[customer.ExternalId!] = customer;
            }
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var created = 0;
        foreach (var edit in batch)
        {
            if (edit.ExternalId is null || !known.TryGetValue(edit.ExternalId, out var customer))
            {
                customer = new Customer { Name = "", CreatedAt = now };
                db.Customers.Add(customer);
                created++;
                if (edit.ExternalId is not null)
                {
                    known[edit.ExternalId] = customer; // named twice in one file: the later row wins
                }
            }

            store.Apply(edit, customer, now);
        }

        await db.SaveChangesAsync(cancellationToken);
        return (created, batch.Count - created);
    }

    private sealed class Columns
    {
        private static readonly char[] NumberSeparators = [';', ',', '|', '/', '\n'];
        private readonly Dictionary<string, int> _named = new(StringComparer.OrdinalIgnoreCase);
        private readonly List<int> _numbers = [];
        private int _count;

        public string? Mistake => _named.ContainsKey("name") ? null : "The first line must name the columns, and one of them must be \"name\".";

        public static Columns From(string[] header)
        {
            var columns = new Columns { _count = header.Length };
            for (var i = 0; i < header.Length; i++)
            {
                var name = header[i].Trim().Trim('\uFEFF', '"').Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
                if (name.StartsWith("phone", StringComparison.OrdinalIgnoreCase) || name.StartsWith("number", StringComparison.OrdinalIgnoreCase) || name.StartsWith("mobile", StringComparison.OrdinalIgnoreCase))
                {
                    columns._numbers.Add(i);
                }
                else
                {
                    columns._named.TryAdd(name, i);
                }
            }

            return columns;
        }

        /// <summary>What is wrong with the row, or null.</summary>
        public string? Read(string[]? fields, out CustomerEdit edit)
        {
            edit = new CustomerEdit();
            if (fields is null)
            {
                return "A quote is not closed, or stands in the middle of a field.";
            }

            if (fields.Length != _count)
            {
                return $"{fields.Length} fields where the header has {_count}.";
            }

            edit = new CustomerEdit
            {
                Name = Field("name") ?? "",
                Company = Field("company"),
                Email = Field("email"),
                Note = Field("note"),
                ExternalId = Field("externalId"),
                Numbers = [.. _numbers.SelectMany(i => fields[i].Split(NumberSeparators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Select(n => new CustomerNumberEdit(n))],
            };
            return CustomerEditRules.Mistakes(edit) is [var first, ..] ? $"{first.Field}: {first.Message}" : null;

            string? Field(string name) => _named.TryGetValue(name, out var i) ? CustomerText.Clean(fields[i]) : null;
        }
    }
}
