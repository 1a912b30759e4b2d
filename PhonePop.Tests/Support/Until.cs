using System.Diagnostics;

namespace PhonePop.Tests.Support;

/// <summary>Waits for what has no task to await.</summary>
public static class Until
{
    /// <summary>Longer than anything takes on a busy machine.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(20);

    public static async Task TrueAsync(Func<bool> condition)
    {
        var patience = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(patience.Elapsed < Patience, "It never came true.");
            await Task.Yield();
        }
    }
}
