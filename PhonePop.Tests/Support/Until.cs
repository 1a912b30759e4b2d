using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace PhonePop.Tests.Support;

/// <summary>Waits for what has no task to await.</summary>
public static class Until
{
    /// <summary>Longer than anything takes on a busy machine.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(1);

    public static async Task TrueAsync(Func<bool> condition)
    {
        var patience = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(patience.Elapsed < Patience, "It never came true.");
            await Task.Yield();
        }
    }

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
            await Task.Yield();
        }
    }
}
