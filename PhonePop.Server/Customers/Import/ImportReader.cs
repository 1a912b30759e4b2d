using System.Threading.Channels;
using PhonePop.Server.Data;

namespace PhonePop.Server.Customers.Import;

/// <summary>Reads a file ahead of who writes, a few batches at most: numbers are read while the batch before is written, and memory does not grow with the file.</summary>
internal sealed class ImportReader(CsvFile file, ImportMapping mapping, CustomerStore store, string? by, DateTime now)
{
    /// <summary>So many rows are looked for and written together.</summary>
    public const int BatchSize = 500;

    private const int BatchesAhead = 4;
    private readonly Channel<ImportBatch> _batches = Channel.CreateBounded<ImportBatch>(BatchesAhead);

    /// <summary>The batches, in the order of the file. Ends with its error, if it cannot be read.</summary>
    public IAsyncEnumerable<ImportBatch> Batches(CancellationToken cancellationToken) => _batches.Reader.ReadAllAsync(cancellationToken);

    /// <summary>The next batch, if it was read by now.</summary>
    public ImportBatch? TryNext() => _batches.Reader.TryRead(out var batch) ? batch : null;

    /// <summary>Reads to the end of the file.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Exception? broken = null;
        try
        {
            var (batch, isHeader) = (new ImportBatch(), true);
            await foreach (var (line, fields) in file.RecordsAsync(cancellationToken))
            {
                if (isHeader)
                {
                    isHeader = false;
                    continue;
                }

                Take(batch, line, fields);
                if (batch.Rows.Count + batch.Rejected.Count >= BatchSize)
                {
                    await PassOnAsync(batch, cancellationToken);
                    batch = new ImportBatch();
                }
            }

            await PassOnAsync(batch, cancellationToken);
        }
        catch (Exception e)
        {
            broken = e;
        }

        _batches.Writer.Complete(broken);
    }

    private ValueTask PassOnAsync(ImportBatch batch, CancellationToken cancellationToken)
    {
        batch.Close(file.Read);
        return _batches.Writer.WriteAsync(batch, cancellationToken);
    }

    private void Take(ImportBatch batch, int line, string[]? fields)
    {
        if (mapping.Read(line, fields, out var edit) is { } error)
        {
            batch.Rejected.Add((error, fields));
            return;
        }

        edit = edit with { By = by };
        var customer = new Customer { Name = "", CreatedAt = now };
        store.Apply(edit, customer, now);
        batch.Rows.Add(new ImportRow(line, fields!, edit, customer));
    }
}
