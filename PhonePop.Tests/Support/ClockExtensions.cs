using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace PhonePop.Tests.Support;

public static class ClockExtensions
{
    /// <summary>Moves the clock on, second by second, until the task has ended; says how far. Waiters may register late: they get another second.</summary>
    public static async Task<TimeSpan> AdvanceUntilAsync(this FakeTimeProvider clock, Task task)
    {
        var began = clock.GetTimestamp();
        var patience = Stopwatch.StartNew();
        while (!task.IsCompleted)
        {
            Assert.True(patience.Elapsed < Until.Patience, "It never ended.");
            clock.Advance(TimeSpan.FromSeconds(1));
            await Until.NextLookAsync();
        }

        return clock.GetElapsedTime(began);
    }
}
