namespace PhonePop.Ami.Channels;

/// <summary>Time that only goes forward: what waits for some milliseconds must not wait an hour because somebody set the clock back.</summary>
internal sealed class SteadyClock(TimeProvider clock)
{
    private readonly DateTimeOffset _start = clock.GetUtcNow();
    private readonly long _stamp = clock.GetTimestamp();

    /// <summary>The time of day at the beginning, and what has gone by since. For waiting only: it is not the time of day.</summary>
    public DateTimeOffset Now => _start + clock.GetElapsedTime(_stamp);
}
