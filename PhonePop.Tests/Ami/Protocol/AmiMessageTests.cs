using System.Text;
using AwesomeAssertions;
using PhonePop.Ami.Protocol;

namespace PhonePop.Tests.Ami.Protocol;

public sealed class AmiMessageTests
{
    [Fact]
    public void Keys_are_found_whatever_their_case()
    {
        var message = Parse("Event: Newchannel\r\nUniqueID: 1.1\r\n\r\n");

        message.Text("Uniqueid"u8).Should().Be("1.1");
        message.ToRecord().Get("UNIQUEID").Should().Be("1.1");
    }

    [Fact]
    public void Values_keep_their_colons_and_spaces()
    {
        var message = Parse("Event: Newchannel\r\nCallerIDName:  a: b::c \r\nNone:\r\nTight:x\r\n\r\n");

        message.Text("CallerIDName"u8).Should().Be(" a: b::c ");
        message.Find("None"u8).Should().BeEmpty();
        message.Text("Tight"u8).Should().Be("x");
        message.Find("Absent"u8).Should().BeNull();
    }

    [Fact]
    public void A_field_that_comes_twice_is_kept_twice_and_read_once()
    {
        var message = Parse("Event: UserEvent\r\nA: first\r\nA: second\r\n\r\n");

        message.Text("A"u8).Should().Be("first");
        message.Count.Should().Be(3);
        message.ToRecord().All("a").Should().Equal("first", "second");
    }

    [Fact]
    public void Invalid_UTF8_becomes_the_replacement_character_and_its_neighbours_do_not_suffer()
    {
        byte[] name = [0xC0, 0xED, 0xED, 0xE0]; // a name in Windows-1251
        var message = AmiMessage.Parse([.. "Event: Newchannel\r\nCallerIDName: "u8, .. name, .. "\r\nExten: Анна\r\n\r\n"u8]);

        message.Text("CallerIDName"u8).Should().Be("\uFFFD\uFFFD\uFFFD\uFFFD");
        message.Text("Exten"u8).Should().Be("Анна");
    }

    [Theory]
    [InlineData("16", 16)]
    [InlineData("-1", -1)]
    [InlineData("many", null)]
    [InlineData("16 or so", null)]
    [InlineData("", null)]
    [InlineData("99999999999999999999", null)]
    public void Text_where_a_number_belongs_is_null(string text, int? expected) => Parse($"Event: Hangup\r\nCause: {text}\r\n\r\n").Number("Cause"u8).Should().Be(expected);

    [Fact]
    public void Lines_without_a_colon_or_a_key_are_counted_and_left_out()
    {
        var message = Parse("no colon here\r\nEvent: Hangup\r\n: no key\r\nUniqueid: 1\r\n\r\n");

        message.BadLines.Should().Be(2);
        message.IsEvent.Should().BeTrue();
        message.ToRecord().Fields.Should().Equal(new AmiField("Event", "Hangup"), new AmiField("Uniqueid", "1"));
    }

    [Fact]
    public void The_first_of_event_and_response_says_what_it_is()
    {
        // Dialplans put any headers into a UserEvent.
        var disguised = Parse("Event: UserEvent\r\nResponse: Success\r\nEvent: Hangup\r\nActionID: 1\r\n\r\n");

        disguised.IsResponse.Should().BeFalse();
        Encoding.UTF8.GetString(disguised.Event).Should().Be("UserEvent");
        Parse("Response: Error\r\nEvent: X\r\n\r\n").Event.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void More_fields_than_expected_are_all_there()
    {
        var message = Parse("Event: Big\r\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"K{i}: {i}\r\n")) + "\r\n");

        message.Count.Should().Be(501);
        message.Number("K499"u8).Should().Be(499);
    }

    static AmiMessage Parse(string text) => AmiMessage.Parse(Encoding.UTF8.GetBytes(text));
}
