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
    private volatile Watched _now = new();

    /// <summary>How far the client is: all of one moment. A new connection seen together with the lists of the last one would pass for one that has had its list.</summary>
    public Watched Now => _now;

    /// <summary>Takes a copy of all that is received; null: none.</summary>
    public Stream? Received { get; init; }

    public async Task<Stream> DialAsync(AmiOptions options, CancellationToken cancellationToken)
    {
        var stream = await _tcp.DialAsync(options, cancellationToken).ConfigureAwait(false);
        Change(now => now with { Begun = now.Begun + 1, StartedHere = 0, CompletedHere = 0 });
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
    public void ForgetList() => Change(now => now with { IsListing = false });

    /// <summary>Something outside has changed too.</summary>
    public void Signal() => _changed.Writer.TryWrite(true);

    internal void Dealt(int mark, int started, int completed) => Change(now => now with
    {
        Mark = Math.Max(now.Mark, mark),
        ListsStarted = now.ListsStarted + started,
        ListsCompleted = now.ListsCompleted + completed,
        StartedHere = now.StartedHere + started,
        CompletedHere = now.CompletedHere + completed,
        IsListing = (now.IsListing || started > 0) && completed == 0,
    });

    internal void Ended() => Change(now => now with { Ended = now.Ended + 1, IsListing = false });

    private void Change(Func<Watched, Watched> change)
    {
        lock (_lock)
        {
            _now = change(_now);
        }

        Signal();
    }
}

/// <summary>What a client has dealt with on all its connections so far.</summary>
internal sealed record Watched
{
    /// <summary>The highest mark that it has read. See <see cref="Pbx.EmulatedPbx.Mark"/>.</summary>
    public int Mark { get; init; } = -1;

    /// <summary>Lists that began to come.</summary>
    public int ListsStarted { get; init; }

    /// <summary>Lists of channels that it has read to their end.</summary>
    public int ListsCompleted { get; init; }

    /// <summary>Lists that began to come on the newest connection.</summary>
    public int StartedHere { get; init; }

    /// <summary>Lists of channels that it has read to their end on the newest connection.</summary>
    public int CompletedHere { get; init; }

    /// <summary>Whether a list has begun on this connection and is not complete.</summary>
    public bool IsListing { get; init; }

    /// <summary>Connections begun.</summary>
    public int Begun { get; init; }

    /// <summary>Connections ended.</summary>
    public int Ended { get; init; }

    /// <summary>Whether one is open.</summary>
    public bool IsConnected => Begun > Ended;
}
