using AwesomeAssertions;
using Microsoft.Extensions.Logging;
using PhonePop.Server.Live;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Live;

/// <summary>Followers of a board live as long as the server: what one change breaks may not end them.</summary>
public sealed class FollowingTests
{
    [Fact]
    public async Task A_change_that_breaks_something_is_logged_and_the_next_ones_are_dealt_with()
    {
        using var log = new LogLines();
        var taken = new List<string>();

        await Batches().FollowAsync(Take, log.CreateLogger("test"), TestContext.Current.CancellationToken);

        taken.Should().Equal("one", "three", "four");
        log.All.Should().ContainSingle().Which.Should().Contain("String").And.Contain("two is bad");

        void Take(string change)
        {
            if (change == "two")
            {
                throw new InvalidOperationException("two is bad");
            }

            taken.Add(change);
        }
    }

    private static async IAsyncEnumerable<IReadOnlyList<string>> Batches()
    {
        yield return ["one", "two", "three"];
        await Task.Yield();
        yield return ["four"];
    }
}
