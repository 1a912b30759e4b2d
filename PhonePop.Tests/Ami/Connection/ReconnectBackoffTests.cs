using AwesomeAssertions;
using CsCheck;
using PhonePop.Ami.Connection;

namespace PhonePop.Tests.Ami.Connection;

public sealed class ReconnectBackoffTests
{
    [Fact]
    public void Pauses_lie_between_half_a_second_and_thirty() =>
        Gen.Select(Gen.Int[1, 100_000], Gen.Double.Unit).Sample((attempt, spread) => ReconnectBackoff.Delay(attempt, spread).TotalSeconds is >= 0.5 and <= 30);

    [Fact]
    public void Each_pause_is_longer_than_the_one_before_however_the_spread_falls()
    {
        for (var attempt = 1; attempt < 6; attempt++)
        {
            ReconnectBackoff.Delay(attempt + 1, 0).Should().BeGreaterThan(ReconnectBackoff.Delay(attempt, 1));
        }
    }

    [Fact]
    public void Two_servers_do_not_come_back_in_the_same_moment() => ReconnectBackoff.Delay(3, 0.1).Should().NotBe(ReconnectBackoff.Delay(3, 0.9));
}
