using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;

namespace PhonePop.Server.Customers.Import;

/// <summary>
/// Takes customers from a CSV file. A row that is torn or breaks a rule is reported with its line; the others are taken. A row whose external id is
/// known replaces what the file says of that customer; one with a known name and number adds to it, and so does one with neither id nor number whose name,
/// company and address are known: the same file twice adds nobody. Columns that the file lacks are left as they are.
/// </summary>
public sealed class CustomerImport(
    IDbContextFactory<PhonePopDbContext> database, WriteTurns turns, SearchIndices indices, CustomerStore store, PhoneNumberReader numbers, CustomerMatcher matcher, TimeProvider clock, ILogger<CustomerImport> logger)
{
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

        var now = clock.GetUtcNow().UtcDateTime;
        var (errors, repeats) = (new List<ImportError>(), new List<ImportRepeat>());
        var (created, updated, rejected, cancelled) = (0, 0, 0, false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reader = new ImportReader(file, mapping, store, by, now);
        var reading = Task.Run(() => reader.RunAsync(stop.Token), CancellationToken.None);
        try
        {
            await indices.LeaveOutAsync(file.Length, cancellationToken);
            await using var writer = await ImportWriter.OpenAsync(database, turns, store, numbers, mapping, clock, cancellationToken);
            await foreach (var first in reader.Batches(cancellationToken))
            {
                (await writer.SaveAsync(first, reader.TryNext, cancellationToken)).ForEach(Taken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            cancelled = true;
        }
        finally
        {
            await stop.CancelAsync();
            await reading; // the file is read by nobody when it is disposed
            await indices.MakeAsync();
            matcher.CustomersChanged(null);
        }

        CustomersLog.Imported(logger, created, updated, rejected);
        return new ImportResult(created, updated, errors, rejected) { Repeats = repeats, Cancelled = cancelled };

        void Taken(WrittenBatch written)
        {
            created += written.Created;
            updated += written.Found.Count;
            rejected += written.Rejected.Count;
            repeats.AddRange(written.Found.Take(MostListed - repeats.Count).Select(f => f.Repeat));
            errors.AddRange(written.Rejected.Take(MostListed - errors.Count).Select(r => r.Error));
            written.Rejected.ForEach(r => report?.Rejected(r.Error, r.Fields));
            written.Found.ForEach(f => report?.Repeated(f.Repeat, f.Fields));
            progress?.Invoke(new ImportProgress(written.Read, created, updated, rejected));
        }
    }
}
