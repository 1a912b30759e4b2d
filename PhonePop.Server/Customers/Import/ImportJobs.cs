using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace PhonePop.Server.Customers.Import;

/// <summary>How an import stands.</summary>
public enum ImportState
{
    Running,
    Done,

    /// <summary>Somebody stopped it: what was taken until then stays.</summary>
    Cancelled,

    /// <summary>It broke; the log says why.</summary>
    Failed,
}

/// <summary>An import that runs on its own, so that a page may be left or loaded again meanwhile. Safe from any thread.</summary>
public sealed class ImportJob : IImportReport
{
    private const int MostReported = 10_000;
    private readonly CancellationTokenSource _stop;
    private readonly List<(int Line, ImportError? Error, ImportRepeat? Repeat, string[] Fields)> _report = [];
    private readonly IReadOnlyList<string> _header;

    internal ImportJob(string fileName, ImportMapping mapping, CancellationToken hostStops)
    {
        FileName = fileName;
        _header = mapping.Header;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(hostStops);
    }

    /// <summary>Names it in addresses; not to be guessed.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("n");

    /// <summary>As the sender called it.</summary>
    public string FileName { get; }

    public ImportState State { get; private set; } = ImportState.Running;

    public ImportProgress Progress { get; private set; } = new(0, 0, 0, 0);

    /// <summary>What became of it; null while it runs, or when it failed.</summary>
    public ImportResult? Result { get; private set; }

    /// <summary>Ends with the import, whatever became of it.</summary>
    public Task Finished { get; private set; } = Task.CompletedTask;

    /// <summary>True where the report has rows.</summary>
    public bool HasReport
    {
        get
        {
            lock (_report)
            {
                return _report.Count > 0;
            }
        }
    }

    /// <summary>Raised with each step, and at the end. Handlers must not block.</summary>
    public event Action? Changed;

    /// <summary>Stops it soon; when it has ended, nothing happens.</summary>
    public void Cancel()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended while the button was on its way.
        }
    }

    /// <summary>Rows that were left out or changed a customer, as CSV for a spreadsheet: what could be a formula there begins with an apostrophe.</summary>
    public string Report(ImportReportWords words)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = ";", InjectionOptions = InjectionOptions.Escape }))
        {
            Write(csv, [words.Line, words.Result, words.Reason, .. _header]);
            lock (_report)
            {
                foreach (var (line, error, repeat, fields) in _report)
                {
                    Write(csv, [line.ToString(CultureInfo.InvariantCulture), error is not null ? words.LeftOut : words.Updated, error is not null ? words.WhyLeftOut(error) : words.WhyUpdated(repeat!), .. fields]);
                }
            }
        }

        return text.ToString();
    }

    void IImportReport.Rejected(ImportError error, string[]? fields) => Add((error.Line, error, null, fields ?? []));

    void IImportReport.Repeated(ImportRepeat repeat, string[] fields) => Add((repeat.Line, null, repeat, fields));

    internal void Start(CustomerImport import, CsvFile file, ImportMapping mapping, string by, ILogger logger) => Finished = Task.Run(() => RunAsync(import, file, mapping, by, logger));

    private async Task RunAsync(CustomerImport import, CsvFile file, ImportMapping mapping, string by, ILogger logger)
    {
        try
        {
            Result = await import.RunAsync(file, mapping, by, this, Step, _stop.Token);
            State = Result.Cancelled ? ImportState.Cancelled : ImportState.Done;
        }
        catch (Exception e)
        {
            CustomersLog.ImportFailed(logger, e);
            State = ImportState.Failed;
        }
        finally
        {
            await file.DisposeAsync();
            _stop.Dispose();
            Changed?.Invoke();
        }
    }

    private void Step(ImportProgress progress)
    {
        Progress = progress;
        Changed?.Invoke();
    }

    private static void Write(CsvWriter csv, IEnumerable<string> fields)
    {
        foreach (var field in fields)
        {
            csv.WriteField(field);
        }

        csv.NextRecord();
    }

    private void Add((int Line, ImportError? Error, ImportRepeat? Repeat, string[] Fields) row)
    {
        lock (_report)
        {
            if (_report.Count < MostReported)
            {
                _report.Add(row);
            }
        }
    }
}

/// <summary>The last imports, one of which may be running.</summary>
public sealed class ImportJobs(CustomerImport import, IHostApplicationLifetime lifetime, ILogger<ImportJobs> logger)
{
    private const int MostKept = 5;
    private readonly Lock _lock = new();
    private readonly List<ImportJob> _jobs = [];

    /// <summary>The import that was started last, or null.</summary>
    public ImportJob? Latest
    {
        get
        {
            lock (_lock)
            {
                return _jobs.LastOrDefault();
            }
        }
    }

    /// <summary>The import of this id; null where there is none, or it was long ago.</summary>
    public ImportJob? Find(string id)
    {
        lock (_lock)
        {
            return _jobs.Find(j => j.Id == id);
        }
    }

    /// <summary>Begins, and takes the file over. Null where another import still runs: the file stays the caller's.</summary>
    public ImportJob? Start(CsvFile file, ImportMapping mapping, string by)
    {
        ImportJob job;
        lock (_lock)
        {
            if (_jobs.LastOrDefault() is { State: ImportState.Running })
            {
                return null;
            }

            job = new ImportJob(file.Name, mapping, lifetime.ApplicationStopping);
            job.Start(import, file, mapping, by, logger);
            _jobs.Add(job);
            if (_jobs.Count > MostKept)
            {
                _jobs.RemoveAt(0);
            }
        }

        return job;
    }
}
