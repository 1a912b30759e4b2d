using AwesomeAssertions;
using PhonePop.Ami;

namespace PhonePop.Tests.Ami;

public sealed class MaskedTextTests
{
    [Theory]
    [InlineData("Local/+79161234567@from-internal-00000012;1", "Local/+791***4567@from-internal-00000012;1")]
    [InlineData("PJSIP/74951230101-00000012: bridge none", "PJSIP/749***101-00000012: bridge none")]
    [InlineData("DAHDI/i1/1234567-5", "DAHDI/i1/12***67-5")]
    public void Outside_numbers_are_masked_and_the_channels_counter_stays(string text, string masked) => MaskedText.Of(text).Should().Be(masked);

    [Theory]
    [InlineData("PJSIP/101-00000012: state 5 -> 6 (list 7)")]
    [InlineData("PJSIP/trunk-msk-0000001a")]
    public void Names_without_numbers_stay(string text) => MaskedText.Of(text).Should().Be(text);
}
