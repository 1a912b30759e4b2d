using System.Text;
using AwesomeAssertions;
using PhonePop.Ami.Protocol;

namespace PhonePop.Tests.Ami.Protocol;

public sealed class AmiActionWriterTests
{
    [Fact]
    public void An_action_is_its_headers_in_order_and_an_empty_line()
    {
        var bytes = AmiActionWriter.Write(new AmiAction("Originate", new("Channel", "PJSIP/101"), new("Variable", "A=1"), new("Variable", "B=Анна")), "x-1");

        Encoding.UTF8.GetString(bytes).Should().Be("Action: Originate\r\nActionID: x-1\r\nChannel: PJSIP/101\r\nVariable: A=1\r\nVariable: B=Анна\r\n\r\n");
    }

    [Theory]
    [InlineData("Exten", "101\r\nAction: Logoff")]
    [InlineData("Exten", "101\n")]
    [InlineData("Exten", "\r")]
    [InlineData("Ex\r\nten", "101")]
    [InlineData("Exten: 101\n", "")]
    [InlineData("Exten: x", "101")]
    [InlineData("", "101")]
    [InlineData("ActionID", "mine")]
    public void Nobody_can_smuggle_a_line_into_an_action(string key, string value)
    {
        var act = () => AmiActionWriter.Write(new AmiAction("Redirect", new AmiField(key, value)), "x-1");

        act.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Nor_into_its_name()
    {
        var act = () => AmiActionWriter.Write(new AmiAction("Ping\r\nAction: Logoff"), "x-1");

        act.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void What_is_wrong_is_said_without_the_value_since_it_may_be_a_secret()
    {
        var act = () => AmiActionWriter.Write(new AmiAction("Login", new AmiField("Secret", "hush\n")), "x-1");

        act.Should().Throw<ArgumentException>().Which.Message.Should().Contain("Secret").And.NotContain("hush");
        new AmiAction("Login", new AmiField("Secret", "hush")).ToString().Should().Be("Login");
    }
}
