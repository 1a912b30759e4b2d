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

    /// <summary>Of <see cref="Extensions"/>, those that somebody may be looking at: every second call is theirs, by turns. Default: none.</summary>
    public IReadOnlyList<string> Seats { get; init; } = [];

    /// <summary>How long until the first call. Default 3 s.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromSeconds(3);

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
    private readonly Dictionary<string, int> _served = []; // by operator, the number of the last story
    private readonly List<Task> _stories = [];
    private bool _seatsTurn = true;
    private int _begun;
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
        var (min, max) = _options.Pause;
        try
        {
            await Task.Delay(_options.First, _clock, cancellationToken).ConfigureAwait(false);
            while (true)
            {
                _stories.RemoveAll(story => story.IsCompleted);
                if (_stories.Count < _options.MaxCalls)
                {
                    Begin(cancellationToken);
                }

                await Task.Delay(min + ((max - min) * _random.NextDouble()), _clock, cancellationToken).ConfigureAwait(false);
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
        var seats = free.Where(IsSeat).OrderBy(e => _served.GetValueOrDefault(e)).ToArray();
        var others = free.Where(e => !IsSeat(e)).ToArray();
        var one = (_seatsTurn ? seats.Concat(others) : others.Concat(seats)).First();
        var two = others.FirstOrDefault(e => e != one);
        _seatsTurn = !IsSeat(one);
        _served[one] = ++_begun;

        var stage = new Stage(_pbx, _clock, _random.Next());
        var number = stage.Pick(stage.Pick(_options.Customers).Numbers);
        List<string> taken = two is null ? [one] : [one, two];
        taken.ForEach(extension => _restUntil[extension] = DateTimeOffset.MaxValue); // theirs until the story is over
        _stories.Add(PlayAsync(stage, () => _begun == 1 ? InboundCall.PlayAsync(stage, number, one, cancellationToken) : Choose(stage, number, one, two, cancellationToken), taken));
    }

    private bool IsSeat(string extension) => _options.Seats.Contains(extension);

    // At a seat something is to be seen: there a colleague's calls arrive, and nobody dials.
    private Task Choose(Stage stage, string number, string one, string? two, CancellationToken cancellationToken)
    {
        var (from, to) = IsSeat(one) ? (two, one) : (one, two);
        var queue = _pbx.Queues.FirstOrDefault(q => q.Value.Contains(one)).Key;
        return _random.Next(100) switch
        {
            < 12 when from is not null && to is not null => BlindTransferCall.PlayAsync(stage, number, from, to, cancellationToken),
            < 24 when from is not null && to is not null => AttendedTransferCall.PlayAsync(stage, number, from, to, cancellationToken),
            < 30 when two is not null => RingGroupCall.PlayAsync(stage, number, one, two, cancellationToken),
            < 35 when from is not null && to is not null => InternalCall.PlayAsync(stage, from, to, cancellationToken),
            < 47 when queue is not null => QueueCall.PlayAsync(stage, number, queue, one, cancellationToken),
            < 59 => IsSeat(one) ? HoldCall.PlayAsync(stage, number, one, cancellationToken) : OutboundCall.PlayAsync(stage, number, one, cancellationToken),
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
