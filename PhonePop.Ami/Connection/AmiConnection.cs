using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;
using PhonePop.Ami.Protocol;

namespace PhonePop.Ami.Connection;

/// <summary>Keeps a connection to one PBX: session after session, with pauses that grow and never hammer.</summary>
public sealed class AmiConnection(AmiOptions options, IAmiDialer dialer, IAmiMessageHandler handler, TimeProvider clock, ILogger<AmiConnection> logger)
{
    static readonly TimeSpan SayAgainAfter = TimeSpan.FromMinutes(10);

    volatile AmiConnectionStatus _status = new(AmiConnectionState.Connecting, clock.GetUtcNow(), null);
    long? _opened; // when this session's login succeeded
    bool _everOpened;
    long? _lostAt; // null while all is well
    long _saidAt;
    string? _said; // the reason that was logged last
    bool _isLossSaid;
    int _attempts;
    bool _withoutFilters; // the PBX once took only some of them

    /// <summary>How it stands now.</summary>
    public AmiConnectionStatus Status => _status;

    /// <summary>Is told of each new <see cref="Status"/>. Must not block or throw.</summary>
    public Action<AmiConnectionStatus>? StatusChanged { get; init; }

    /// <summary>Hears the traffic of all sessions; null: nobody does.</summary>
    public ITrafficTap? Tap { get; init; }

    /// <summary>
    /// Opens a session, gives it to <paramref name="use"/>, and opens the next one when it ends. The token that <paramref name="use"/> gets is
    /// cancelled when the session ends. Returns only by cancellation.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RunAsync(Func<AmiSession, CancellationToken, Task> use, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(use);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                _opened = null;
                var reason = await RunSessionAsync(use, cancellationToken).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();

                // Reset only after a session that lasted: one that is closed at once must not become a tight loop.
                attempt = _opened is { } opened && clock.GetElapsedTime(opened) >= options.StableAfter ? 1 : attempt;
                await PauseAsync(attempt, reason, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            Set(AmiConnectionState.Stopped, null);
        }
    }

    async Task<Exception> RunSessionAsync(Func<AmiSession, CancellationToken, Task> use, CancellationToken cancellationToken)
    {
        try
        {
            var wanted = _withoutFilters ? options with { FilterEvents = false } : options;
            var session = await AmiSession.OpenAsync(dialer, wanted, handler, Tap, clock, logger, cancellationToken).ConfigureAwait(false);
            session.EventFilters = _withoutFilters ? EventFilterState.GivenUp : session.EventFilters;
            _opened = clock.GetTimestamp();
            _everOpened = true;
            SayBack(session.Version);
            Set(AmiConnectionState.Connected, null);
            return await UseAsync(session, use, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _withoutFilters |= e is EventFilterException;
            return e;
        }
    }

    static async Task<Exception> UseAsync(AmiSession session, Func<AmiSession, CancellationToken, Task> use, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = session.Completion.ContinueWith(_ => ended.Cancel(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await using var stop = cancellationToken.Register(session.Close).ConfigureAwait(false); // also ends a user that waits for the session only
        try
        {
            await use(session, ended.Token).ConfigureAwait(false);
            return new AmiConnectionClosedException("PhonePop closed the connection.");
        }
        catch (Exception e)
        {
            // What ended the session explains more than what its user ran into afterwards.
            return session.Completion.IsFaulted ? session.Completion.Exception.InnerException! : e;
        }
        finally
        {
            await session.DisposeAsync().ConfigureAwait(false);
            await watch.ConfigureAwait(false); // it uses the token source, which is disposed next
        }
    }

    async Task PauseAsync(int attempt, Exception reason, CancellationToken cancellationToken)
    {
        // The pause begins before it is announced: whoever hears of it may count on it.
        var delay = reason is AmiLoginException ? options.RefusedPause : ReconnectBackoff.Delay(attempt, Random.Shared.NextDouble());
        var pause = Task.Delay(delay, clock, cancellationToken);
        if (reason is AmiLoginException)
        {
            if (IsNews(reason.Message))
            {
                AmiConnectionLog.LoginRefused(logger, options.Address, options.Username, reason.Message, delay.TotalSeconds);
            }

            Set(AmiConnectionState.Refused, $"{options.Address} refused the login of {options.Username}: {reason.Message} Check the account in manager.conf: secret, permit and deny.");
        }
        else
        {
            var explained = Explain(reason);
            if (IsNews(explained))
            {
                AmiConnectionLog.Lost(logger, options.Address, explained, LostFor.TotalSeconds, _attempts);
                if (!IsExpected(reason))
                {
                    AmiConnectionLog.Unexpected(logger, options.Address, reason.GetType().Name, reason.StackTrace);
                }
            }

            Set(_everOpened ? AmiConnectionState.Reconnecting : AmiConnectionState.Connecting, explained);
        }

        await pause.ConfigureAwait(false);
    }

    TimeSpan LostFor => _lostAt is { } at ? clock.GetElapsedTime(at) : TimeSpan.Zero;

    // A PBX may be away for days, or come and go: a line when that begins, when the reason becomes another, and now and then while it lasts.
    bool IsNews(string reason)
    {
        _lostAt ??= clock.GetTimestamp();
        _attempts++;
        if (reason == _said && clock.GetElapsedTime(_saidAt) < SayAgainAfter)
        {
            return false;
        }

        (_said, _saidAt, _isLossSaid) = (reason, clock.GetTimestamp(), true);
        return true;
    }

    void SayBack(AmiVersion version)
    {
        if (_lostAt is null)
        {
            AmiConnectionLog.Connected(logger, options.Address, version.ToString());
        }
        else if (_isLossSaid)
        {
            AmiConnectionLog.Back(logger, options.Address, version.ToString(), LostFor.TotalSeconds, _attempts);
        }

        (_lostAt, _isLossSaid, _attempts) = (null, false, 0);
    }

    static bool IsExpected(Exception reason) => reason is IOException or SocketException or TimeoutException or AmiException or AuthenticationException;

    string Explain(Exception reason) => reason switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => $"{options.Address} refuses the connection: is Asterisk running, with enabled = yes in manager.conf, and is this its port?",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } => $"The name {options.Host} is not known: check Host.",
        AuthenticationException => $"TLS with {options.Address} failed: {reason.Message} Check the PBX's certificate, and the authority or thumbprint that PhonePop was told to trust.",
        _ when IsExpected(reason) => reason.Message,
        _ => $"Unexpected: {reason.GetType().Name}; see the log.",
    };

    void Set(AmiConnectionState state, string? problem)
    {
        var since = _status.State == state ? _status.Since : clock.GetUtcNow();
        var status = new AmiConnectionStatus(state, since, problem);
        _status = status;
        StatusChanged?.Invoke(status);
    }
}
