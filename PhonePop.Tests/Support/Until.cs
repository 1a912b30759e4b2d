using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Channels;

namespace PhonePop.Tests.Support;

/// <summary>Waits for what has no task to await.</summary>
public static class Until
{
    /// <summary>Longer than anything takes on a busy machine.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(1);

    // A loop that only yields keeps a core busy, and hides from the pool that its other threads are blocked: it adds none as long as something runs.
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(2);

    /// <summary>Lets the others work before the next look.</summary>
    public static Task NextLookAsync() => Task.Delay(Between, TestContext.Current.CancellationToken);

    public static async Task TrueAsync(Func<bool> condition)
    {
        var patience = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(patience.Elapsed < Patience, "It never came true.");
            await NextLookAsync();
        }
    }

    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        var patience = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(patience.Elapsed < Patience, "It never came true.");
            await NextLookAsync();
        }
    }

    /// <summary>The next of what is told there.</summary>
    public static Task<T> NextAsync<T>(this ChannelReader<T> told) =>
        told.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);

    /// <summary>Asks an API until its answer is as expected, and returns that answer.</summary>
    public static async Task<JsonElement> AnswerAsync(HttpClient client, string path, Func<JsonElement, bool> condition)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            var answer = await client.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken);
            if (condition(answer))
            {
                return answer;
            }

            Assert.True(patience.Elapsed < Patience, $"{path} never became so; it is {answer}");
            await NextLookAsync();
        }
    }
}
