using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace PhonePop.Simulator.Wire;

/// <summary>One life of one client's socket. What is sent goes through one bounded queue and one send loop, so messages never mix.</summary>
internal sealed class AmiClient : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly Faults _faults;
    private readonly ILogger _logger;
    private readonly Channel<Outgoing> _outgoing;
    private readonly FaultyMessages _messages;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sending;
    private int _closing;

    public AmiClient(int number, Socket socket, Faults faults, int queueLength, TimeProvider clock, ILogger logger)
    {
        Number = number;
        _socket = socket;
        _faults = faults;
        _logger = logger;
        _outgoing = Channel.CreateBounded<Outgoing>(new BoundedChannelOptions(queueLength) { SingleReader = true });
        _messages = new FaultyMessages(faults, number, clock, Post);
        Stream = new NetworkStream(socket, ownsSocket: false);
        _sending = SendLoopAsync();
    }

    public int Number { get; }

    public NetworkStream Stream { get; }

    public EventClasses Events { get; set; } = EventClasses.All;

    /// <summary>Null until the client has added one.</summary>
    public EventFilters? Filters { get; set; }

    public bool IsLoggedIn { get; set; }

    public string Challenge { get; set; } = "";

    /// <summary>Cancelled when this connection ends, whoever ended it.</summary>
    public CancellationToken Ended => _stop.Token;

    /// <summary>Queues bytes without waiting. A client that does not read loses its connection, not the others their PBX.</summary>
    public void Post(ReadOnlyMemory<byte> bytes)
    {
        if (!_outgoing.Writer.TryWrite(new(bytes, null)) && Interlocked.Exchange(ref _closing, 1) == 0)
        {
            SimulatorLog.ClientTooSlow(_logger, Number);
            Drop();
        }
    }

    /// <summary>Queues an event, unless faults do something else with it.</summary>
    public void PostEvent(ReadOnlyMemory<byte> bytes) => _messages.Event(bytes);

    /// <summary>Queues the answer to an action; faults may let the rows of a list wait.</summary>
    public void PostAnswer(ReadOnlyMemory<byte> bytes) => _messages.Answer(bytes);

    /// <summary>Queues what faults let wait.</summary>
    public void Release() => _messages.Release();

    /// <summary>Sends bytes and waits until the socket took them: a slow client slows the sender. Silently nothing once the connection has ended.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _outgoing.Writer.WriteAsync(new(bytes, sent), cancellationToken).ConfigureAwait(false);
            await sent.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
        }
    }

    /// <summary>Ends the connection after what is queued has gone out.</summary>
    public void CloseWhenSent()
    {
        Volatile.Write(ref _closing, 1);
        _outgoing.Writer.TryComplete();
    }

    /// <summary>Ends the connection now.</summary>
    public void Drop()
    {
        Volatile.Write(ref _closing, 1);
        _outgoing.Writer.TryComplete();
        _ = _stop.CancelAsync(); // not here and now: whoever drops may hold a lock
    }

    public async ValueTask DisposeAsync()
    {
        Drop();
        _messages.Dispose();
        await _sending.ConfigureAwait(false);
        await Stream.DisposeAsync().ConfigureAwait(false);
        _socket.Dispose(); // _stop is not disposed: Drop and Ended may still be asked
    }

    private async Task SendLoopAsync()
    {
        var cut = new Cutter();
        try
        {
            await foreach (var (bytes, sent) in _outgoing.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
            {
                var pass = _faults.Pass(bytes.Length);
                if (!_faults.Silent)
                {
                    foreach (var piece in cut.Pieces(bytes[..pass], _faults.CutSeed))
                    {
                        await Stream.WriteAsync(piece, _stop.Token).ConfigureAwait(false);
                    }
                }

                sent?.SetResult();
                if (pass < bytes.Length)
                {
                    break;
                }
            }

            _socket.Shutdown(SocketShutdown.Send); // what was sent arrives, then the end of the stream
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The client is gone, or we end it: its reader tells the rest.
        }
        finally
        {
            Drop();
            while (_outgoing.Reader.TryRead(out var left))
            {
                left.Sent?.SetResult(); // nobody is left to wait for
            }
        }
    }

    private readonly record struct Outgoing(ReadOnlyMemory<byte> Bytes, TaskCompletionSource? Sent);
}
