using System.Runtime.CompilerServices;
using System.Threading.Channels;
using PhonePop.Ami;
using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;
using PhonePop.Server.Components.Text;
using PhonePop.Server.Pbx;

namespace PhonePop.Server.Doctor;

/// <summary>Waits for a call and follows it, step by step, until every step is good or the time is over.</summary>
internal sealed class TestCall(PbxOptions pbx, AmiSession session, RingWatch watch, DeviceReader reader, ICallWitness witness, DoctorTimes times, TimeProvider clock)
{
    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(1);

    private readonly Channel<Evidence> _evidence = Channel.CreateBounded<Evidence>(256);

    /// <summary>Each step whenever it changes. Returns early only when all is good, or when no screen can be seen and the call is explained.</summary>
    public async IAsyncEnumerable<Check> RunAsync(TimeSpan wait, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var steps = new TestCallSteps(pbx, witness.SeesScreens, times, clock);
        var said = new Dictionary<CheckId, (CheckState State, string? Found)>();
        using var limit = new CancellationTokenSource(wait, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        Func<CancellationToken, Task>[] sources = [RingsAsync, ListsAsync, WitnessAsync, TicksAsync, LineAsync];
        var pumps = Task.WhenAll(sources.Select(source => PumpAsync(source, stop.Token)));
        try
        {
            do
            {
                foreach (var step in Changed(steps.Now(), said))
                {
                    yield return step;
                }
            }
            while (!IsOver(steps) && await TakeAsync(steps, stop.Token));

            cancellationToken.ThrowIfCancellationRequested();
            foreach (var step in Changed(steps.AtEnd(wait), said))
            {
                yield return step;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await pumps.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool IsOver(TestCallSteps steps)
    {
        var now = steps.Now();
        return steps.SawCall && now.All(s => s.IsSettled) && (!witness.SeesScreens || now.All(s => s.State != CheckState.Failed));
    }

    private static List<Check> Changed(IReadOnlyList<Check> steps, Dictionary<CheckId, (CheckState State, string? Found)> said)
    {
        var changed = new List<Check>();
        foreach (var step in steps)
        {
            var now = (step.State, step.Found?.Invoke(Texts.English));
            if (!said.TryGetValue(step.Id, out var before) || before != now)
            {
                said[step.Id] = now;
                changed.Add(step);
            }
        }

        return changed;
    }

    /// <returns>False when the time is over.</returns>
    private async Task<bool> TakeAsync(TestCallSteps steps, CancellationToken cancellationToken)
    {
        try
        {
            steps.Apply(await _evidence.Reader.ReadAsync(cancellationToken));
            while (_evidence.Reader.TryRead(out var more))
            {
                steps.Apply(more);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    // A source that breaks by a mistake of ours ends the waiting: who waits for a call must not wait for nothing.
    private async Task PumpAsync(Func<CancellationToken, Task> source, CancellationToken cancellationToken)
    {
        try
        {
            await source(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            _evidence.Writer.TryComplete(e);
        }
    }

    private async Task RingsAsync(CancellationToken cancellationToken)
    {
        await foreach (var channel in watch.Rings.ReadAllAsync(cancellationToken))
        {
            await TellAsync(channel, byEvent: true, cancellationToken);
        }
    }

    // What a list shows and no event told is a right that is missing.
    private async Task ListsAsync(CancellationToken cancellationToken)
    {
        HashSet<string>? before = null; // what rang before we listened was told to others
        while (true)
        {
            try
            {
                var rows = await session.SendListAsync(AmiAction.CoreShowChannels, cancellationToken);
                var ringing = rows.Rows.Where(RingWatch.Rang).Select(row => row.Get("Channel")).ToList();
                before ??= [.. ringing];
                foreach (var channel in ringing.Where(c => !before.Contains(c)))
                {
                    await TellAsync(channel, watch.SawCall, cancellationToken);
                }
            }
            catch (Exception e) when (e is TimeoutException or AmiException or IOException)
            {
                // A PBX that does not answer in time is asked again; a lost line is told by who waits for its end.
            }

            await Task.Delay(times.List, clock, cancellationToken);
        }
    }

    private async Task TellAsync(string channel, bool byEvent, CancellationToken cancellationToken)
    {
        var reading = Read(channel);
        if (reading.Kind != DeviceKind.Plumbing)
        {
            await _evidence.Writer.WriteAsync(new Rang(channel, reading, byEvent), cancellationToken);
        }
    }

    // Two pumps read names; the reader remembers them and is not for two threads.
    private DeviceReading Read(string channel)
    {
        lock (reader)
        {
            return reader.ReadChannel(channel);
        }
    }

    private async Task WitnessAsync(CancellationToken cancellationToken)
    {
        await foreach (var seen in witness.WatchAsync(pbx.Name, cancellationToken))
        {
            await _evidence.Writer.WriteAsync(seen, cancellationToken);
        }
    }

    private async Task TicksAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(TickEvery, clock, cancellationToken);
            await _evidence.Writer.WriteAsync(new Tick(), cancellationToken);
        }
    }

    private async Task LineAsync(CancellationToken cancellationToken)
    {
        try
        {
            await session.Completion.WaitAsync(cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Why it ended matters less here than that it did.
        }

        await _evidence.Writer.WriteAsync(new LineLost(), cancellationToken);
    }
}
