using System.Collections.Concurrent;

namespace PhonePop.Server.Logging;

/// <summary>
/// One line for a problem, not one for each event that runs into it: the same line again, and more of the same kind than anybody reads, are counted in place
/// of written, and the count stands behind the next one that is. Bounded, whatever the lines say.
/// </summary>
/// <param name="clock">Says when a line has been silent for long enough.</param>
public sealed class LogLimit(TimeProvider clock)
{
    /// <summary>The same line is written once in so long, and <see cref="MostOfAKind"/> different ones of a kind.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <summary>Warnings and errors of one kind (and of one PBX) in a <see cref="Window"/>.</summary>
    public const int MostOfAKind = 3;

    /// <summary>The same for what is no problem.</summary>
    public const int MostNews = 100;

    private const int MostRemembered = 10_000;
    private readonly ConcurrentDictionary<(string Kind, string? Text), Count> _counts = new();

    /// <summary>Whether a line may be written.</summary>
    /// <param name="kind">What makes it the same problem.</param>
    /// <param name="text">The line itself.</param>
    /// <param name="isProblem">A warning or worse.</param>
    /// <param name="held">How many of this kind were not written since the last one.</param>
    public bool Pass(string kind, string text, bool isProblem, out long held)
    {
        if (_counts.Count > MostRemembered)
        {
            _counts.Clear(); // a flood of different lines: it may be written once more
        }

        held = 0;
        var ofKind = _counts.GetOrAdd((kind, null), static _ => new Count());
        var isNew = _counts.GetOrAdd((kind, text), static _ => new Count()).Take(clock, 1);
        if (!isNew || !ofKind.Take(clock, isProblem ? MostOfAKind : MostNews))
        {
            ofKind.Hold();
            return false;
        }

        held = ofKind.Release();
        return true;
    }

    private sealed class Count
    {
        private readonly Lock _lock = new();
        private long _since;
        private int _taken;
        private long _held;

        public bool Take(TimeProvider clock, int most)
        {
            lock (_lock)
            {
                if (_taken == 0 || clock.GetElapsedTime(_since) >= Window)
                {
                    (_since, _taken) = (clock.GetTimestamp(), 0);
                }

                return _taken < most && ++_taken > 0;
            }
        }

        public void Hold() => Interlocked.Increment(ref _held);

        public long Release() => Interlocked.Exchange(ref _held, 0);
    }
}
