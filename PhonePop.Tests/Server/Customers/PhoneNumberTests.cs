using AwesomeAssertions;
using CsCheck;
using PhonePop.Server.Customers;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Customers;

public sealed class PhoneNumberTests
{
    private static readonly PhoneNumberReader Russian = new(new Fixed<NumbersOptions>(new NumbersOptions { DialPrefixes = ["9"] }));

    [Theory]
    [InlineData("+7 (916) 123-45-67")]
    [InlineData("8 916 123 45 67")]
    [InlineData("89161234567")]
    [InlineData("79161234567")]
    [InlineData("9161234567")]
    [InlineData("989161234567")] // dialled with a 9 in front
    [InlineData("sip:+79161234567@10.0.0.5")]
    [InlineData("tel:+7-916-123-45-67")]
    [InlineData(" +7\t916\u00a0123 45 67 ")]
    public void One_number_in_any_notation_is_one_number(string written) => Russian.Read(written).E164.Should().Be("+79161234567");

    [Theory]
    [InlineData("+49 30 123456", "+4930123456")]
    [InlineData("0049 30 123456", "+4930123456")]
    [InlineData("+44 20 7946 0958", "+442079460958")]
    [InlineData("810 49 30 123456", "+4930123456")] // as Russia dials abroad
    public void Numbers_abroad_are_read_with_their_country(string written, string expected) => Russian.Read(written).E164.Should().Be(expected);

    [Theory]
    [InlineData("101", "101")]
    [InlineData("112", "112")]
    [InlineData("1234567", "1234567")]
    [InlineData("anonymous", "")]
    [InlineData("", "")]
    [InlineData("<script>alert(1)</script>", "1")]
    public void Short_and_odd_texts_are_kept_and_are_no_full_number(string written, string key)
    {
        var number = Russian.Read(written);

        number.E164.Should().BeNull();
        number.Key.Should().Be(key);
        number.Raw.Should().Be(written);
    }

    [Fact]
    public void Nothing_that_a_caller_can_send_throws() => Gen.String.Sample(text =>
    {
        Russian.Read(text).Raw.Any(char.IsControl).Should().BeFalse();
        Russian.Display(text).Should().NotBeNull();
    });

    [Fact]
    public void Numbers_are_shown_as_people_write_them_and_logged_without_their_middle()
    {
        Russian.Display("89161234567").Should().Be("+7 916 123-45-67");
        Russian.Display("101").Should().Be("101");
        PhoneNumberReader.Mask("+79161234567").Should().Be("+7916***4567");
        PhoneNumberReader.Mask("101").Should().Be("***");
    }
}
