using System.Text;
using AwesomeAssertions;
using PhonePop.Ami.Protocol;

namespace PhonePop.Tests.Ami.Protocol;

public sealed class AmiBannerTests
{
    [Theory]
    [InlineData("Asterisk Call Manager/1.3\r\n", 1, 3, 0)]
    [InlineData("Asterisk Call Manager/2.10.6\r\n", 2, 10, 6)]
    [InlineData("Asterisk Call Manager/11.0.0\n", 11, 0, 0)]
    [InlineData("Asterisk Call Manager/unknown\r\n", 0, 0, 0)]
    public void The_banner_names_the_version(string text, int major, int minor, int patch)
    {
        AmiBanner.TryRead(Encoding.ASCII.GetBytes(text + "Event: X"), out var length, out var version).Should().BeTrue();

        length.Should().Be(text.Length);
        version.Should().Be(new AmiVersion(major, minor, patch));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Ast")]
    [InlineData("Asterisk Call Manager/11.0")]
    public void A_banner_may_come_in_pieces(string text) => AmiBanner.TryRead(Encoding.ASCII.GetBytes(text), out _, out _).Should().BeFalse();

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n", "*web server*")]
    [InlineData("<html>", "*web server*")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "*SSH server*")]
    [InlineData("220 mail ready\r\n", "*220 mail ready*5038*")]
    public void Anything_else_on_that_port_is_named(string text, string message)
    {
        var act = () => AmiBanner.TryRead(Encoding.ASCII.GetBytes(text), out _, out _);

        act.Should().Throw<AmiProtocolException>().WithMessage(message);
    }

    [Fact]
    public void A_banner_that_never_ends_is_refused()
    {
        var act = () => AmiBanner.TryRead(Encoding.ASCII.GetBytes("Asterisk Call Manager/" + new string('1', 300)), out _, out _);

        act.Should().Throw<AmiProtocolException>();
    }
}
