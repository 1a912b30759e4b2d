using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PhonePop.Simulator.Wire;

namespace PhonePop.Simulator.Replay;

/// <summary>
/// An AMI server on 127.0.0.1 that plays a recording to whoever logs in: its bytes as they came, with the recorder's own lists and
/// answers among them. The client's actions it answers itself, consistently with the moment of the replay.
/// </summary>
public sealed class ReplayServer : IAsyncDisposable, IAmiBackend
{
    // Deep enough to keep the socket busy; a replay waits for its reader.
    private const int QueueLength = 64;

    private readonly ReplayOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CommonAnswers _common;
    private readonly ReplayPlay _shared;
    private readonly ConcurrentDictionary<AmiClient, ReplayPlay> _own = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly AmiServer _server;

    private ReplayServer(Recording recording, ReplayOptions options, TimeProvider clock, ILogger logger)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Speed);
        Recording = recording;
        _options = options;
        _clock = clock;
        _logger = logger;
        _common = new CommonAnswers(recording.AsteriskVersion, recording.AmiVersion, clock.GetUtcNow());
        _shared = NewPlay();
        Faults.CutSeed = options.CutSeed;
        _server = new AmiServer(this, new AmiAccount(options.User, options.Secret), Faults, QueueLength, clock, logger);
    }

    /// <summary>What is played, with the truth of each step.</summary>
    public Recording Recording { get; }

    /// <summary>How the server misbehaves.</summary>
    public Faults Faults { get; } = new();

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port => _server.Port;

    /// <summary>How many bytes of the recording have been played by now, counted from its start.</summary>
    public int Position => _shared.Position;

    /// <summary>Completes when a play that runs by itself has reached the end. Stepwise, and with a play for each login: at once.</summary>
    public Task Played { get; private set; } = Task.CompletedTask;

    string IAmiBackend.Banner => Recording.Banner;

    /// <summary>Starts a server for a recording; unless <see cref="ReplayPace.Stepwise"/> it plays from the first login on.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public static ReplayServer Start(Recording recording, ReplayOptions? options = null, TimeProvider? clock = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var server = new ReplayServer(recording, options ?? new(), clock ?? TimeProvider.System, logger ?? NullLogger.Instance);
        server._server.Start(server._options.Port);
        if (!server._options.FromStartOnLogin)
        {
            server.Played = server.RunAsync(server._shared, server._stop.Token);
        }

        return server;
    }

    /// <summary>Loads a file (.ami or .ami.gz) and starts a server for it.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<ReplayServer> StartAsync(
        string path, ReplayOptions? options = null, TimeProvider? clock = null, ILogger? logger = null, CancellationToken cancellationToken = default) =>
        Start(await Recording.LoadAsync(path, cancellationToken).ConfigureAwait(false), options, clock, logger);

    /// <summary>
    /// Plays up to this byte of the stream, which may lie inside a message, and returns when it is in the clients' sockets. Waits for
    /// a login where a recorded connection begins. Nothing happens when it has been played already.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Beyond the end of the recording.</exception>
    public async Task PlayToAsync(int byteOffset, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(byteOffset, Recording.Bytes.Length);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, cancellationToken);
        await _shared.PlayToAsync(byteOffset, stop.Token).ConfigureAwait(false);
    }

    /// <summary>Plays to where the truth of this step of the timeline is certain.</summary>
    /// <exception cref="InvalidOperationException">The recording has no such quiet point.</exception>
    public Task PlayToSettledAsync(int timelineIndex, CancellationToken cancellationToken = default) => PlayToAsync(
        Recording.Timeline[timelineIndex].SettledAtByte ?? throw new InvalidOperationException($"Step {timelineIndex} of {Recording.Name} never settles."),
        cancellationToken);

    /// <summary>Plays the rest.</summary>
    public Task PlayToEndAsync(CancellationToken cancellationToken = default) => PlayToAsync(Recording.Bytes.Length, cancellationToken);

    /// <summary>Cuts every client's connection now, as a broken network does. The replay goes on.</summary>
    public void DropClients() => _server.DropAll();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        await Played.ConfigureAwait(false);
        _shared.Dispose();
        _stop.Dispose();
    }

    async ValueTask IAmiBackend.LoggedInAsync(AmiClient client, ReadOnlyMemory<byte> answer, CancellationToken cancellationToken)
    {
        var play = PlayOf(client);
        if (_options.FromStartOnLogin)
        {
            _own[client] = play = NewPlay();
        }

        await play.JoinAsync(client, answer, cancellationToken).ConfigureAwait(false);
        if (_options.FromStartOnLogin)
        {
            play.Running = RunAsync(play, client.Ended);
        }
    }

    ValueTask IAmiBackend.AnswerAsync(AmiClient client, ReceivedAction action, CancellationToken cancellationToken)
    {
        if (action.Is("Events"))
        {
            client.Events = EventClasses.Parse(action.Get("EventMask"));
        }

        return new(PlayOf(client).AnswerAsync(client, action, cancellationToken));
    }

    ValueTask IAmiBackend.SendAnswerAsync(AmiClient client, ReadOnlyMemory<byte> answer, CancellationToken cancellationToken) =>
        new(PlayOf(client).SendAnswerAsync(client, answer, cancellationToken));

    async ValueTask IAmiBackend.GoneAsync(AmiClient client)
    {
        var play = PlayOf(client);
        await play.LeaveAsync(client).ConfigureAwait(false);
        if (_own.TryRemove(client, out _))
        {
            await play.Running.ConfigureAwait(false);
            play.Dispose();
        }
    }

    private ReplayPlay PlayOf(AmiClient client) => _own.GetValueOrDefault(client) ?? _shared;

    private ReplayPlay NewPlay() => new(Recording, _common, _options.HonourEventMask, _clock, _logger);

    private async Task RunAsync(ReplayPlay play, CancellationToken cancellationToken)
    {
        try
        {
            if (_options.Pace == ReplayPace.Recorded)
            {
                await play.RunAsync(_options.Speed, cancellationToken).ConfigureAwait(false);
            }
            else if (_options.Pace == ReplayPace.Fast)
            {
                await play.PlayToAsync(Recording.Bytes.Length, cancellationToken).ConfigureAwait(false);
                SimulatorLog.ReplayEnded(_logger, Recording.Bytes.Length);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops, or the client whose own play this is has gone.
        }
    }
}
