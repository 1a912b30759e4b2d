using System.Threading.Channels;

namespace PhonePop.Server.Components.Circuits;

/// <summary>
/// Lets in so many pages at a time as the machine can make. After a restart every browser asks for its page in the same moment: what rings then must not stand in
/// line behind all of them. Nobody holds a place for longer than <see cref="Longest"/>: a page that waits for a slow database keeps nobody out.
/// </summary>
internal sealed class PageDoor
{
    /// <summary>After so long a place is free again, whether its page is done or not.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);

    private readonly Channel<bool> _free = Channel.CreateBounded<bool>(Places);
    private readonly TimeProvider _clock;

    /// <summary>Opens it, with all places free.</summary>
    public PageDoor(TimeProvider clock)
    {
        _clock = clock;
        for (var i = 0; i < Places; i++)
        {
            _free.Writer.TryWrite(true);
        }
    }

    /// <summary>How many at a time: two for each core.</summary>
    public static int Places { get; } = 2 * Environment.ProcessorCount;

    /// <summary>Waits for a place, in the order of asking.</summary>
    /// <returns>Dispose it when the page is made.</returns>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _free.Reader.ReadAsync(cancellationToken);
        return new Place(_free.Writer, _clock);
    }

    private sealed class Place : IDisposable
    {
        private readonly ChannelWriter<bool> _free;
        private readonly ITimer _timer;
        private int _left;

        public Place(ChannelWriter<bool> free, TimeProvider clock)
        {
            _free = free;
            _timer = clock.CreateTimer(static place => ((Place)place!).Leave(), this, Longest, Timeout.InfiniteTimeSpan);
        }

        public void Dispose()
        {
            _timer.Dispose();
            Leave();
        }

        private void Leave()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                _free.TryWrite(true);
            }
        }
    }
}
