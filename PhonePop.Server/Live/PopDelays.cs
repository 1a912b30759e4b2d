namespace PhonePop.Server.Live;

/// <summary>How long the last pops took from the PBX's bytes to the screen, by PBX: a bounded window, so that a bad morning is not hidden by a good year.</summary>
public sealed class PopDelays
{
    /// <summary>How many of the last acknowledgements of each PBX count.</summary>
    public const int Window = 500;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<double>> _last = new(StringComparer.Ordinal);

    /// <summary>What the window says, or null before the first pop.</summary>
    public PopDelay? Of(string pbx)
    {
        double[] sorted;
        lock (_lock)
        {
            if (!_last.TryGetValue(pbx, out var last))
            {
                return null;
            }

            sorted = [.. last];
        }

        Array.Sort(sorted);
        return new PopDelay(sorted.Length, At(0.5), At(0.99));

        // The nearest rank: a delay that has happened, not one in between.
        double At(double part) => sorted[(int)Math.Ceiling(part * sorted.Length) - 1];
    }

    internal void Add(string pbx, double milliseconds)
    {
        lock (_lock)
        {
            if (!_last.TryGetValue(pbx, out var last))
            {
                _last[pbx] = last = new Queue<double>();
            }

            if (last.Count == Window)
            {
                last.Dequeue();
            }

            last.Enqueue(milliseconds);
        }
    }
}

/// <summary>From the PBX to the screen, in milliseconds.</summary>
/// <param name="Count">How many pops this is made of.</param>
/// <param name="P50">Half of them were on the screen by then.</param>
/// <param name="P99">Of a hundred of them ninety-nine.</param>
public sealed record PopDelay(int Count, double P50, double P99);
