using System.Globalization;
using Microsoft.Extensions.Logging;
using PhonePop.Ami.Calls;
using PhonePop.Simulator.Office;
using PhonePop.Simulator.Pbx;

namespace PhonePop.Simulator.Soak;

/// <summary>
/// Lets a case happen, over real TCP, with PhonePop watching: what it shows must be what the PBX knows. Without spoilt events after each
/// step, and two PhonePops agree on every id; with them after each quiet moment, when one list has come. In the end each call that was
/// shown has ended exactly once.
/// </summary>
internal sealed class OfficeRun : IAsyncDisposable
{
    private static readonly TimeSpan Torn = TimeSpan.FromMilliseconds(300); // a call that has lost its links ends after 200 ms
    private static readonly TimeSpan StatusInterval = TimeSpan.FromSeconds(6); // repairs are counted into the status every 5 s
    private readonly OfficeCase _case;
    private readonly ManualClock _clock;
    private readonly EmulatedPbx _pbx;
    private readonly OfficeDriver _driver;
    private readonly List<PbxWatcher> _watchers = [];
    private readonly string _secret;
    private readonly bool _asksLists;
    private int _marks;
    private int _checks;

    private OfficeRun(OfficeCase office, ILogger? logger)
    {
        _case = office;
        _clock = new ManualClock();
        _asksLists = office.Steps.Any(s => s.Kind is StepKind.List or StepKind.StuckList);
        _secret = string.Create(CultureInfo.InvariantCulture, $"office-{office.Seed}");
        _pbx = EmulatedPbx.Start(OfficePlan.Pbx(office, _secret), _clock, logger);
        var silentQueues = office.Asterisk == "11" && !office.AgentEvents; // who is rung there is known by the number on its display alone
        var distinct = office.NeedsLists || _asksLists || silentQueues || office.Steps.Any(s => s.Kind == StepKind.Join);
        _driver = new OfficeDriver(_pbx, OfficePlan.Extensions(office), distinct, listsOnly: office.NeedsLists, byDisplay: office.Asterisk == "11");
    }

    /// <param name="office">What happens.</param>
    /// <param name="logger">Told what happens, in words.</param>
    /// <param name="received">Takes a copy of what the first PhonePop receives.</param>
    public static async Task<OfficeResult> RunAsync(OfficeCase office, CancellationToken cancellationToken, ILogger? logger = null, Stream? received = null)
    {
        ArgumentNullException.ThrowIfNull(office);
        var run = new OfficeRun(office, logger);
        await using (run.ConfigureAwait(false))
        {
            string? mismatch;
            try
            {
                mismatch = await run.PlayAsync(received, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException e)
            {
                mismatch = e.Message;
            }

            return new OfficeResult(mismatch, run._driver.Begun, run._checks);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var watcher in _watchers)
        {
            await watcher.DisposeAsync().ConfigureAwait(false);
        }

        await _pbx.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<string?> PlayAsync(Stream? received, CancellationToken cancellationToken)
    {
        await WatchAsync(received, cancellationToken).ConfigureAwait(false);
        if (!_case.NeedsLists)
        {
            await WatchAsync(null, cancellationToken).ConfigureAwait(false);
        }

        _case.Faults.ApplyTo(_pbx.Faults, _case.Seed);
        for (var i = 0; i < _case.Steps.Count; i++)
        {
            var step = _case.Steps[i];
            if (await StepAsync(step, cancellationToken).ConfigureAwait(false) is { } mismatch)
            {
                return string.Create(CultureInfo.InvariantCulture, $"after step {i + 1} ({step}): {mismatch}");
            }
        }

        return await EndAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<string?> StepAsync(OfficeStep step, CancellationToken cancellationToken)
    {
        switch (step.Kind)
        {
            case StepKind.Quiet:
                return await CheckAsync(cancellationToken).ConfigureAwait(false);
            case StepKind.Join:
                return await JoinAsync(cancellationToken).ConfigureAwait(false);
            case StepKind.List:
                await ReadAllAsync(cancellationToken).ConfigureAwait(false);
                await _watchers[0].BeginListAsync(cancellationToken).ConfigureAwait(false);
                return null;
            case StepKind.StuckList:
                await StickAsync(cancellationToken).ConfigureAwait(false);
                return null;
            case StepKind.Drop:
                _pbx.Faults.DropAfter(((step.A * 100) + step.B) % 5_000);
                return null;
        }

        return _driver.Do(step) && !_case.NeedsLists && !_case.Faults.Interleaved ? await CheckAsync(cancellationToken).ConfigureAwait(false) : null;
    }

    private async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        _checks++;
        _pbx.Mark(++_marks);
        foreach (var watcher in _watchers)
        {
            if (!await watcher.ReadToAsync(_marks, cancellationToken).ConfigureAwait(false)
                || (_case.NeedsLists && !await watcher.ListAsync(Release, cancellationToken).ConfigureAwait(false)))
            {
                await watcher.ReconnectAsync(Release, cancellationToken).ConfigureAwait(false);
            }
        }

        _clock.Advance(_asksLists ? StatusInterval : Torn);
        return _watchers.Select(w => Compare(w.Shown, _case.NeedsLists)).FirstOrDefault(m => m is not null) ?? CompareIds() ?? Repaired();
    }

    private async Task<string?> JoinAsync(CancellationToken cancellationToken)
    {
        _checks++;
        _pbx.Mark(++_marks);
        var interleaved = _pbx.Faults.InterleaveLists;
        _pbx.Faults.InterleaveLists = false;
        var late = await PbxWatcher.StartAsync(_case, _pbx.Port, _secret, _clock, null, cancellationToken).ConfigureAwait(false);
        await using (late.ConfigureAwait(false))
        {
            _pbx.Faults.InterleaveLists = interleaved;
            return Compare(late.Shown, withoutHolds: true) is { } mismatch ? $"who joins now: {mismatch}" : null;
        }
    }

    // Before time passes all have seen the same. A list that is coming comes to its end.
    private async Task<bool> ReadAllAsync(CancellationToken cancellationToken)
    {
        _pbx.Mark(++_marks);
        var all = true;
        foreach (var watcher in _watchers)
        {
            all &= await watcher.ReadToAsync(_marks, cancellationToken).ConfigureAwait(false);
        }

        return all;
    }

    private async Task StickAsync(CancellationToken cancellationToken)
    {
        if (!await ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            return; // no connection, no list
        }

        _pbx.Faults.NeverFinishLists = true;
        var begun = await _watchers[0].BeginListAsync(cancellationToken).ConfigureAwait(false);
        _pbx.Mark(++_marks);
        _pbx.Faults.NeverFinishLists = false;
        if (begun && await _watchers[0].ReadToAsync(_marks, cancellationToken).ConfigureAwait(false))
        {
            await _watchers[0].GiveUpListAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string?> EndAsync(CancellationToken cancellationToken)
    {
        if (await CheckAsync(cancellationToken).ConfigureAwait(false) is { } before)
        {
            return $"in the end: {before}";
        }

        _driver.Close();
        if (await CheckAsync(cancellationToken).ConfigureAwait(false) is { } after)
        {
            return $"when all have hung up: {after}";
        }

        foreach (var watcher in _watchers)
        {
            if (watcher.Wrong is [var wrong, ..])
            {
                return wrong;
            }

            if (watcher.Told.FirstOrDefault(c => !c.IsFinal) is { } open)
            {
                return $"{open.Id} never ended: it is {open.Phase}, {open.Outcome}";
            }
        }

        return Differ(_watchers.Select(w => w.Told), "what was told in the end");
    }

    private async Task WatchAsync(Stream? received, CancellationToken cancellationToken)
    {
        // The second one lives on events alone: what lists do may make no difference.
        var asksLists = _watchers.Count == 0 && (_case.NeedsLists || _asksLists);
        TimeSpan? interval = asksLists ? TimeSpan.FromHours(1) : null;
        _watchers.Add(await PbxWatcher.StartAsync(_case, _pbx.Port, _secret, _clock, interval, cancellationToken, received).ConfigureAwait(false));
    }

    // To all: rows that wait for events which may never come.
    private void Release() => _pbx.Mark(++_marks);

    private string? Compare(IReadOnlyList<Call> calls, bool withoutHolds)
    {
        var (expected, shown) = (CallTruth.Expected(_pbx.Truth()), CallTruth.Shown(calls));
        if (withoutHolds)
        {
            (expected, shown) = (CallTruth.WithoutHolds(expected), CallTruth.WithoutHolds(shown));
        }

        return expected.SequenceEqual(shown) ? null : $"true is [{string.Join("; ", expected)}], shown is [{string.Join("; ", shown)}]";
    }

    private string? CompareIds() => Differ(_watchers.Select(w => w.Shown), "two that watch the same PBX");

    private static string? Differ(IEnumerable<IReadOnlyList<Call>> watched, string what)
    {
        var ids = watched.Select(calls => string.Join(' ', calls.Select(c => c.Id).Order(StringComparer.Ordinal))).Distinct().ToList();
        return ids.Count <= 1 ? null : $"{what} differ: {string.Join(" <> ", ids)}";
    }

    // A list that corrects something although every event came found an error of the model, or made one.
    private string? Repaired() => _case.NeedsLists || _watchers.Find(w => w.Status.Repairs.Values.Any(n => n > 0)) is not { } watcher
        ? null
        : $"lists repaired what was right: {string.Join(", ", watcher.Status.Repairs.Select(r => $"{r.Key} {r.Value}"))}";
}
