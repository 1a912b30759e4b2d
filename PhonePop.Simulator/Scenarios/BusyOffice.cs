using System.Collections.Concurrent;
using PhonePop.Simulator.Pbx;

namespace PhonePop.Simulator.Scenarios;

/// <summary>Settings of a <see cref="BusyOffice"/>.</summary>
public sealed record BusyOfficeOptions
{
    /// <summary>Who may get automatic calls. At least two.</summary>
    public required IReadOnlyList<string> Extensions { get; init; }

    /// <summary>Who calls. At least one.</summary>
    public required IReadOnlyList<SimCustomer> Customers { get; init; }

    /// <summary>The shortest and the longest pause between two calls. Default 8 to 15 s.</summary>
    public (TimeSpan Min, TimeSpan Max) Pause { get; init; } = (TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(15));

    /// <summary>Never more stories than this at once. Default 3.</summary>
    public int MaxCalls { get; init; } = 3;

    /// <summary>How long an operator is left alone after a call. Default 20 s.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The same seed chooses the same stories. Default 1.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>Lets calls come by themselves: one story after the other, on operators who have nothing to do.</summary>
public sealed class BusyOffice
{
    private readonly EmulatedPbx _pbx;
    private readonly BusyOfficeOptions _options;
    private readonly TimeProvider _clock;
    private readonly Random _random;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _restUntil = [];
    private readonly List<Task> _stories = [];
    private int _playing;

    /// <summary>Prepares; nothing rings before <see cref="RunAsync"/>.</summary>
    public BusyOffice(EmulatedPbx pbx, BusyOfficeOptions options, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Extensions.Count, 2);
        ArgumentOutOfRangeException.ThrowIfZero(options.Customers.Count);
        _pbx = pbx;
        _options = options;
        _clock = clock ?? TimeProvider.System;
        _random = new Random(options.Seed);
    }

    /// <summary>How many stories are being played.</summary>
    public int Playing => Volatile.Read(ref _playing);

    /// <summary>Plays until cancelled, and returns when every story has stopped. Calls that are on then stay on.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var (min, max) = _options.Pause;
                await Task.Delay(min + ((max - min) * _random.NextDouble()), _clock, cancellationToken).ConfigureAwait(false);
                _stories.RemoveAll(story => story.IsCompleted);
                if (_stories.Count < _options.MaxCalls)
                {
                    Begin(cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Task.WhenAll(_stories).ConfigureAwait(false);
        }
    }

    private void Begin(CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        var free = _options.Extensions.Where(e => !_pbx.IsBusy(e) && _restUntil.GetValueOrDefault(e) <= now).ToArray();
        if (free.Length == 0)
        {
            return;
        }

        _random.Shuffle(free);
        var stage = new Stage(_pbx, _clock, _random.Next());
        var customer = stage.Pick(_options.Customers);
        var taken = free.Take(2).ToList();
        taken.ForEach(extension => _restUntil[extension] = DateTimeOffset.MaxValue); // theirs until the story is over
        _stories.Add(PlayAsync(stage, () => Choose(stage, stage.Pick(customer.Numbers), free, cancellationToken), taken));
    }

    private Task Choose(Stage stage, string number, string[] free, CancellationToken cancellationToken)
    {
        var one = free[0];
        var two = free.Length > 1 ? free[1] : null;
        var queue = _pbx.Queues.FirstOrDefault(q => q.Value.Contains(one)).Key;
        return _random.Next(100) switch
        {
            < 12 when two is not null => BlindTransferCall.PlayAsync(stage, number, one, two, cancellationToken),
            < 24 when two is not null => AttendedTransferCall.PlayAsync(stage, number, one, two, cancellationToken),
            < 30 when two is not null => RingGroupCall.PlayAsync(stage, number, one, two, cancellationToken),
            < 35 when two is not null => InternalCall.PlayAsync(stage, one, two, cancellationToken),
            < 47 when queue is not null => QueueCall.PlayAsync(stage, number, queue, one, cancellationToken),
            < 59 => OutboundCall.PlayAsync(stage, number, one, cancellationToken),
            < 66 => MissedCall.PlayAsync(stage, number, one, cancellationToken),
            < 70 => WithheldCall.PlayAsync(stage, one, cancellationToken),
            < 75 => SecondCall.PlayAsync(stage, number, stage.UnknownNumber(), one, cancellationToken),
            < 83 => HoldCall.PlayAsync(stage, number, one, cancellationToken),
            < 88 => InboundCall.PlayAsync(stage, stage.UnknownNumber(), one, cancellationToken),
            _ => InboundCall.PlayAsync(stage, number, one, cancellationToken),
        };
    }

    private async Task PlayAsync(Stage stage, Func<Task> story, List<string> taken)
    {
        Interlocked.Increment(ref _playing);
        try
        {
            await stage.RunAsync(story).ConfigureAwait(false);
        }
        finally
        {
            taken.ForEach(extension => _restUntil[extension] = _clock.GetUtcNow() + _options.Rest);
            Interlocked.Decrement(ref _playing);
        }
    }
}
