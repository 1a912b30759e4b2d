using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using PhonePop.Simulator.Pbx;
using PhonePop.Simulator.Scenarios;

namespace PhonePop.Simulator;

/// <summary>Settings of a <see cref="DemoOffice"/>.</summary>
public sealed record DemoOfficeOptions
{
    /// <summary>Who calls. At least one.</summary>
    public required IReadOnlyList<SimCustomer> Customers { get; init; }

    /// <summary>Who has a phone. Default: 100 to 106.</summary>
    public IReadOnlyList<SimOperator> Operators { get; init; } =
    [
        new("100", "Call Centre"), new("101", "Ivan Petrov"), new("102", "Пётр Сидоров"), new("103", "Olga Smirnova"),
        new("104", "Мария Кузнецова"), new("105", "Anton Volkov"), new("106", "Elena Orlova"),
    ];

    /// <summary>Those operators whose calls somebody may be looking at: as <see cref="BusyOfficeOptions.Seats"/>.</summary>
    public IReadOnlyList<string> Seats { get; init; } = [];

    /// <summary>Whether calls come by themselves. Default on.</summary>
    public bool AutomaticCalls { get; init; } = true;

    /// <summary>The port on 127.0.0.1. Default 0: any free one.</summary>
    public int Port { get; init; }

    /// <summary>The same seed chooses the same calls. Default 1.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>
/// The office of the demo: an emulated PBX on 127.0.0.1 with a secret of its own, calls that come by themselves, and a method for each
/// button of the demo. A call that a button starts rings until it is answered (<see cref="AnswerAsync"/>) or 25 s are over.
/// </summary>
public sealed partial class DemoOffice : IAsyncDisposable
{
    private readonly DemoOfficeOptions _options;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, bool> _stories = new();
    private readonly Task _automatic;
    private int _seed;

    private DemoOffice(DemoOfficeOptions options, TimeProvider clock, ILogger? logger)
    {
        _options = options;
        _clock = clock;
        _seed = options.Seed;
        Secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var extensions = options.Operators.Select(o => o.Extension).ToList();
        Pbx = EmulatedPbx.Start(
            new()
            {
                Port = options.Port,
                User = User,
                Secret = Secret,
                Operators = options.Operators,
                Queues = new Dictionary<string, IReadOnlyList<string>>
                {
                    ["support"] = [.. extensions.Where(IsSupport)],
                    ["sales"] = [.. extensions.Where(e => !IsSupport(e))],
                },
                MemberEvents = true,
                Seed = options.Seed,
            },
            clock,
            logger);
        var office = new BusyOffice(Pbx, new() { Extensions = extensions, Seats = options.Seats, Customers = options.Customers, Seed = options.Seed }, clock);
        _automatic = options.AutomaticCalls ? office.RunAsync(_stop.Token) : Task.CompletedTask;
    }

    /// <summary>The PBX, for calls of one's own.</summary>
    public EmulatedPbx Pbx { get; }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port => Pbx.Port;

    /// <summary>The AMI account.</summary>
    public string User { get; } = "demo";

    /// <summary>Its secret, new at each start.</summary>
    public string Secret { get; }

    /// <summary>Opens the office.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public static DemoOffice Start(DemoOfficeOptions options, TimeProvider? clock = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfZero(options.Customers.Count);
        return new DemoOffice(options, clock ?? TimeProvider.System, logger);
    }

    /// <summary>A customer calls this extension.</summary>
    public Task CustomerCallsAsync(string extension) =>
        Play((stage, stop) => DemoStories.RingAsync(stage, Number(stage), "", extension, stop));

    /// <summary>Somebody whom nobody knows calls this extension.</summary>
    public Task UnknownCallerAsync(string extension) =>
        Play((stage, stop) => DemoStories.RingAsync(stage, stage.UnknownNumber(), "", extension, stop));

    /// <summary>A caller who withholds the number calls this extension.</summary>
    public Task WithheldNumberAsync(string extension) =>
        Play((stage, stop) => DemoStories.RingAsync(stage, "anonymous", "Anonymous", extension, stop));

    /// <summary>While this extension talks, another customer calls. If it has no call yet, one comes first and is answered by itself.</summary>
    public Task SecondCallAsync(string extension) => Play(async (stage, stop) =>
    {
        if (!Pbx.IsBusy(extension))
        {
            var first = Pbx.Inbound(Number(stage), "", Stage.DidOf(extension), extension);
            if (!await stage.AnswerAsync(first, extension, stop).ConfigureAwait(false))
            {
                return;
            }

            _ = Play((own, stopped) => own.TalkAndEndAsync(first, 90, 150, stopped));
            await stage.PauseAsync(2, 3, stop).ConfigureAwait(false);
        }

        await DemoStories.RingAsync(stage, Number(stage), "", extension, stop).ConfigureAwait(false);
    });

    /// <summary>A colleague answers a customer and sends the call to this extension.</summary>
    public Task BlindTransferAsync(string extension) =>
        Play((stage, stop) => DemoStories.BlindTransferAsync(stage, Number(stage), Colleague(extension), extension, stop));

    /// <summary>A colleague answers a customer, consults this extension, and some seconds after it answered hands the customer over.</summary>
    public Task AttendedTransferAsync(string extension) =>
        Play((stage, stop) => DemoStories.AttendedTransferAsync(stage, Number(stage), Colleague(extension), extension, stop));

    /// <summary>A customer calls the queue that this extension works in; all its members ring who have no call.</summary>
    public Task QueueCallAsync(string extension)
    {
        var queue = Pbx.Queues.First(q => q.Value.Contains(extension)).Key;
        return Play((stage, stop) => DemoStories.QueueAsync(stage, Number(stage), queue, stop));
    }

    /// <summary>A customer calls this extension and gives up after some seconds.</summary>
    public Task CallerGivesUpAsync(string extension) =>
        Play((stage, stop) => DemoStories.RingAsync(stage, Number(stage), "", extension, stop, seconds: 6));

    /// <summary>This extension picks up what rings there, the oldest first; a call that it talks in goes on hold.</summary>
    /// <returns>Whether anything rang.</returns>
    public Task<bool> AnswerAsync(string extension)
    {
        var calls = Pbx.Calls;
        if (calls.FirstOrDefault(call => call.Ringing.Contains(extension)) is not { } ringing)
        {
            return Task.FromResult(false);
        }

        return Task.FromResult(Try(() =>
        {
            foreach (var call in calls.Where(call => call.IsTalking && call.Operators.Contains(extension) && !call.IsHeldBy(extension)))
            {
                call.Hold(extension);
            }

            ringing.Answer(extension);
        }));
    }

    /// <summary>This extension hangs up: the call it talks in, or else the one it holds, dials or is rung by. After it, a held one is taken back.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> HangupAsync(string extension)
    {
        var mine = Pbx.Calls.Where(call => call.Operators.Contains(extension) || call.Ringing.Contains(extension)).ToList();
        if (mine.OrderBy(call => call.IsTalking ? call.IsHeldBy(extension) ? 1 : 0 : 2).FirstOrDefault() is not { } call)
        {
            return Task.FromResult(false);
        }

        return Task.FromResult(Try(() =>
        {
            call.HangUp(extension);
            if (mine.Find(other => other != call && other.IsHeldBy(extension)) is { } held && !mine.Exists(o => o != call && o.IsTalking && !o.IsHeldBy(extension)))
            {
                held.Unhold(extension);
            }
        }));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _automatic.ConfigureAwait(false);
        await Task.WhenAll(_stories.Keys).ConfigureAwait(false);
        await Pbx.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private static bool IsSupport(string extension) => extension is "101" or "102" or "103";

    // The other side may hang up between our look and our move: then there was nothing to do.
    private static bool Try(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private string Number(Stage stage) => stage.Pick(stage.Pick(_options.Customers).Numbers);

    // One who has nothing to do, if there is one.
    private string Colleague(string extension)
    {
        var others = _options.Operators.Select(o => o.Extension).Where(e => e != extension).ToList();
        return others.Find(e => !Pbx.IsBusy(e)) ?? others[0];
    }

    // The first ring has happened when this returns; the rest of the story follows by itself.
    private Task Play(Func<Stage, CancellationToken, Task> story)
    {
        var stage = new Stage(Pbx, _clock, Interlocked.Increment(ref _seed));
        var playing = stage.RunAsync(() => story(stage, _stop.Token));
        _stories[playing] = true;
        _ = playing.ContinueWith(done => _stories.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return Task.CompletedTask;
    }
}
