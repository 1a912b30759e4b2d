using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using PhonePop.Ami.Protocol;

namespace PhonePop.Ami.Connection;

/// <summary>
/// One life of one socket, from the connect to the close, never used again. The first reason to end wins, and everything that waits fails with it.
/// One thread reads and calls the handler; one loop writes, so that no action is ever half sent.
/// </summary>
public sealed partial class AmiSession : IAsyncDisposable
{
    readonly Stream _stream;
    readonly AmiOptions _options;
    readonly TimeProvider _clock;
    readonly ILogger _logger;
    readonly PendingActions _pending = new();
    readonly MessageDispatcher _dispatcher;
    readonly Channel<byte[]> _outgoing = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(64) { SingleReader = true });
    readonly TaskCompletionSource<AmiVersion> _banner = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly ITimer _watch;
    readonly ITrafficTap? _tap;
    volatile Exception? _reason;

    AmiSession(Stream stream, AmiOptions options, IAmiMessageHandler handler, ITrafficTap? tap, TimeProvider clock, ILogger logger)
    {
        _stream = stream;
        _options = options;
        _tap = tap;
        _clock = clock;
        _logger = logger;
        _dispatcher = new MessageDispatcher(handler, _pending, logger);
        _lastReceived = _lastPing = clock.GetTimestamp();
        _watch = clock.CreateTimer(static s => ((AmiSession)s!).Watch(), this, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        new Thread(Read) { IsBackground = true, Name = $"AMI {options.Address}" }.Start();
        _ = WriteAsync();
    }

    /// <summary>The version of the manager protocol, from the banner.</summary>
    public AmiVersion Version { get; private set; }

    /// <summary>The version of Asterisk, such as <c>22.10.1</c>; null until it is known (see <see cref="Learned"/>), and for ever when the account may not ask.</summary>
    public string? AsteriskVersion { get; private set; }

    /// <summary>What the account's missing rights cost, one sentence each. Whole once <see cref="Learned"/> has completed.</summary>
    public IReadOnlyList<string> Limitations { get; private set; } = [];

    /// <summary>The classes of events that were asked for; null: what the account gives.</summary>
    public string? EventMask => _options.EventMask;

    /// <summary>True once the PBX has taken <see cref="AmiOptions.EventMask"/>.</summary>
    public bool IsMaskTaken { get; private set; }

    /// <summary>Which of the actions that PhonePop uses, or could use, this account may use; null until the PBX has told, and for ever where it does not.</summary>
    public IReadOnlyList<string>? AllowedActions { get; private set; }

    /// <summary>Completes when version and rights have been asked for, successfully or not. Never fails.</summary>
    public Task Learned { get; private set; } = Task.CompletedTask;

    /// <summary>How long the PBX took to answer the last ping; null before the first.</summary>
    public TimeSpan? Lag => Interlocked.Read(ref _lag) is var ticks and >= 0 ? TimeSpan.FromTicks(ticks) : null;

    /// <summary>Whole messages so far, whether used or not.</summary>
    public long MessagesReceived => _dispatcher.Received;

    /// <summary>How many actions wait to be sent.</summary>
    public int ActionsWaiting => _outgoing.Reader.Count;

    /// <summary>Events that nobody wanted, and that were not looked at.</summary>
    public long MessagesSkipped => _dispatcher.Skipped;

    /// <summary>Messages that could not be read, or only in part.</summary>
    public long BadMessages => _dispatcher.Bad;

    /// <summary>Exceptions from handlers.</summary>
    public long HandlerFailures => _dispatcher.HandlerFailures;

    /// <summary>Ends when the session has ended and its thread calls nobody any more: successfully after <see cref="DisposeAsync"/>, otherwise with the reason.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Connects and logs in. The handler gets everything from the first event on.</summary>
    /// <exception cref="AmiLoginException">The PBX refused the account.</exception>
    /// <exception cref="EventFilterException">The PBX took only some of the filters (see <see cref="AmiOptions.FilterEvents"/>).</exception>
    /// <exception cref="AmiProtocolException">Something other than a manager interface answers.</exception>
    /// <exception cref="TimeoutException">It took longer than the options allow.</exception>
    /// <exception cref="IOException">The PBX cannot be reached, or closed the connection.</exception>
    public static Task<AmiSession> OpenAsync(
        IAmiDialer dialer, AmiOptions options, IAmiMessageHandler handler, TimeProvider clock, ILogger logger, CancellationToken cancellationToken) =>
        OpenAsync(dialer, options, handler, tap: null, clock, logger, cancellationToken);

    internal static async Task<AmiSession> OpenAsync(
        IAmiDialer dialer, AmiOptions options, IAmiMessageHandler handler, ITrafficTap? tap, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(dialer);
        ArgumentNullException.ThrowIfNull(options);
        var stream = await DialAsync(dialer, options, clock, cancellationToken).ConfigureAwait(false);
        var session = new AmiSession(stream, options, handler, tap, clock, logger);
        try
        {
            await session.LoginAsync(cancellationToken).ConfigureAwait(false);
            if (options.FilterEvents && handler.EventNames is { Count: > 0 } names)
            {
                await session.FilterAsync(names, cancellationToken).ConfigureAwait(false);
            }

            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sends an action and waits for its response. An <c>Error</c> is returned, not thrown: see <see cref="AmiRecord.Success"/>.</summary>
    /// <exception cref="ArgumentException">A header holds CR or LF.</exception>
    /// <exception cref="TimeoutException">No answer within <see cref="AmiOptions.ActionTimeout"/>.</exception>
    /// <exception cref="AmiException">The session has ended; or whatever else ended it.</exception>
    public async Task<AmiRecord> SendAsync(AmiAction action, CancellationToken cancellationToken) =>
        (await SendAsync(action, isList: false, rows: null, cancellationToken).ConfigureAwait(false)).Response;

    /// <summary>Sends a list action. Its rows go to <paramref name="rows"/> on the read thread, in order with the events around them.</summary>
    /// <inheritdoc cref="SendAsync(AmiAction, CancellationToken)" />
    public Task<AmiListResult> SendListAsync(AmiAction action, IAmiRowHandler rows, CancellationToken cancellationToken) =>
        SendAsync(action, isList: true, rows, cancellationToken);

    /// <summary>Sends a list action and collects its rows.</summary>
    /// <inheritdoc cref="SendAsync(AmiAction, CancellationToken)" />
    public Task<AmiListResult> SendListAsync(AmiAction action, CancellationToken cancellationToken) =>
        SendAsync(action, isList: true, rows: null, cancellationToken);

    /// <summary>Ends the session. The first reason wins.</summary>
    public void Abort(Exception reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        if (Interlocked.CompareExchange(ref _reason, reason, null) is not null)
        {
            return;
        }

        _watch.Dispose();
        _outgoing.Writer.TryComplete();
        _banner.TrySetException(reason);
        _ = _banner.Task.Exception; // seen: it may be that nobody waits for it any more
        _pending.FailAll(reason);
        try
        {
            _stream.Dispose(); // ends the blocking read
        }
        catch (Exception)
        {
            // A broken stream may fail to say goodbye; it is closed all the same.
        }
    }

    /// <summary>Closes the connection and waits until its thread has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        Close();
        await _completion.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    internal void Close() => Abort(new ObjectDisposedException(nameof(AmiSession), "The connection was closed by PhonePop."));

    async Task<AmiListResult> SendAsync(AmiAction action, bool isList, IAmiRowHandler? rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(action);
        var timeout = isList ? _options.ListTimeout : _options.ActionTimeout;
        var pending = _pending.Add(isList, rows);
        try
        {
            var bytes = AmiActionWriter.Write(action, pending.Id);
            using var limit = new CancellationTokenSource(timeout, _clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            try
            {
                // Cancelling ends the wait, never a write that has begun.
                await _outgoing.Writer.WriteAsync(bytes, either.Token).ConfigureAwait(false);
                _tap?.Sent(AmiActionWriter.Blanked(action, pending.Id));
                return await pending.Result.WaitAsync(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw new TimeoutException($"{_options.Address} did not answer {action.Name} within {timeout.TotalSeconds:0.#} s.");
            }
            catch (ChannelClosedException)
            {
                return await pending.Result.ConfigureAwait(false); // failed, with the reason
            }
        }
        finally
        {
            _pending.Remove(pending);
        }
    }
}
