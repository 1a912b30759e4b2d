using System.Text;
using AwesomeAssertions;
using PhonePop.Ami.Channels;

namespace PhonePop.Tests.Ami.Channels;

public sealed class Utf8KeysTests
{
    [Theory]
    [InlineData("1764000000.1")]
    [InlineData("Поддержка")]
    [InlineData("\ud83d\ude00")]
    public void A_text_is_found_by_its_bytes(string text) => IsFound(Encoding.UTF8.GetBytes(text));

    // Found by the fuzz test: a channel whose Uniqueid had a bad byte was unknown each time, and could not be added twice.
    [Fact]
    public void Bytes_that_are_no_UTF8_are_found_again() => IsFound([(byte)'1', 0xB7, (byte)'.', 0xC0]);

    private static void IsFound(byte[] bytes)
    {
        var table = new Dictionary<string, int>(Utf8Keys.Instance) { [Encoding.UTF8.GetString(bytes)] = 7 };

        table.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(bytes, out var found).Should().BeTrue();
        found.Should().Be(7);
    }
}
