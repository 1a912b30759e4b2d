using System.Threading.Channels;
using PhonePop.Ami.Connection;

namespace PhonePop.Simulator.Soak;

/// <summary>Dials as always, and counts what the client has dealt with on all its connections: marks, lists, ends.</summary>
internal sealed class WatchedDialer : IAmiDialer
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly TcpAmiDialer _tcp = new();
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _lock = new();

    /// <summary>The highest mark that the client has read. See <see cref="Pbx.EmulatedPbx.Mark"/>.</summary>
    public int Mark { get; private set; } = -1;

    /// <summary>Lists that began to come.</summary>
    public int ListsStarted { get; private set; }

    /// <summary>Lists of channels that the client has read to their end.</summary>
    public int ListsCompleted { get; private set; }

    /// <summary>Whether a list has begun on this connection and is not complete.</summary>
    public bool IsListing { get; private set; }

    /// <summary>Lists that began to come on the newest connection, and those that came to their end.</summary>
    public (int Started, int Completed) ListsHere { get; private set; }

    /// <summary>Connections begun, and ended.</summary>
    public (int Begun, int Ended) Connections { get; private set; }

    /// <summary>Takes a copy of all that is received; null: none.</summary>
    public Stream? Received { get; init; }

    public async Task<Stream> DialAsync(AmiOptions options, CancellationToken cancellationToken)
    {
        var stream = await _tcp.DialAsync(options, cancellationToken).ConfigureAwait(false);
        Change(() =>
        {
            Connections = (Connections.Begun + 1, Connections.Ended);
            ListsHere = (0, 0);
        });
        return new WatchedStream(stream, this);
    }

    /// <summary>Waits until this is so; looked at after each change.</summary>
    /// <exception cref="TimeoutException">It never came true.</exception>
    public async Task UntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        if (condition())
        {
            return;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            while (!condition())
            {
                await _changed.Reader.ReadAsync(patience.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The client stands still.");
        }
    }

    /// <summary>The list that has begun will not end.</summary>
    public void ForgetList() => Change(() => IsListing = false);

    /// <summary>Something outside has changed too.</summary>
    public void Signal() => _changed.Writer.TryWrite(true);

    internal void Dealt(int mark, int started, int completed) => Change(() =>
    {
        Mark = Math.Max(Mark, mark);
        ListsStarted += started;
        ListsCompleted += completed;
        ListsHere = (ListsHere.Started + started, ListsHere.Completed + completed);
        IsListing = (IsListing || started > 0) && completed == 0;
    });

    internal void Ended() => Change(() =>
    {
        Connections = (Connections.Begun, Connections.Ended + 1);
        IsListing = false;
    });

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
        }

        Signal();
    }
}
