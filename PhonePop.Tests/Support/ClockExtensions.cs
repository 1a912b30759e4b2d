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

    /// <summary>
    /// Moves the clock on by a step, and by another one whenever nothing has come for a second: waiters may register late, and what a step has set going is not
    /// to be overtaken by time limits of its own.
    /// </summary>
    public static async Task<T> AdvanceUntilAsync<T>(this FakeTimeProvider clock, TimeSpan step, Task<T> task)
    {
        var patience = Stopwatch.StartNew();
        while (!task.IsCompleted)
        {
            Assert.True(patience.Elapsed < Until.Patience, "It never ended.");
            clock.Advance(step);
            await Task.WhenAny(task, Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken));
        }

        return await task;
    }
}
