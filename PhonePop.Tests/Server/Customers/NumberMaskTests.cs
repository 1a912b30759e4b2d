using AwesomeAssertions;
using PhonePop.Server.Customers;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Customers;

public sealed class NumberMaskTests
{
    [Theory]
    [InlineData("ring +7 916 123-45-67 after six", "ring +7916***4567 after six")]
    [InlineData("8 (916) 123-45-67", "8916***4567")]
    [InlineData("two: 79161234567 79267654321", "two: 7916***4567 7926***4321")]
    [InlineData("79161234567 8 926 765 43 21", "7916***4567 8926***4321")]
    [InlineData("local 234-56-78", "local ***")]
    [InlineData("٧٩١٦١٢٣٤٥٦٧", "٧٩١٦***٤٥٦٧")]
    [InlineData("since 2026-11-24, until 24.11.2027, room 305, 1 000 000 ₽? no: 5 %", "since 2026-11-24, until 24.11.2027, room 305, *** ₽? no: 5 %")]
    [InlineData("79161234567@example.com", "7916***4567@example.com")]
    [InlineData("Anna, 101", "Anna, 101")]
    public void Text_loses_its_numbers_and_nothing_else(string text, string masked) => NumberMask.On.Text(text).Should().Be(masked);

    [Theory]
    [InlineData("+79161234567", "+7916***4567")]
    [InlineData("8 (916) 123-45-67", "8916***4567")]
    [InlineData("+493012345678", "+49301***5678")]
    [InlineData("555 9161234567 9267654321", "***4321")]
    [InlineData("234567", "***")]
    [InlineData("", "")]
    public void Number_is_masked_as_in_the_logs(string number, string masked) => NumberMask.On.Number(number).Should().Be(masked);

    [Theory]
    [InlineData("ask for Ada, +7916***4567", "+7 916 123-45-67", "ask for Ada, +7 916 123-45-67")]
    [InlineData("7916***4567 and 7916***4567", "79161234567, 79169994567", "79161234567 and 79169994567")]
    [InlineData("+7916***9999", "+7 916 123-45-67", "+7916***9999")]
    [InlineData("nothing here", "+7 916 123-45-67", "nothing here")]
    public void What_was_masked_comes_back_and_what_was_not_does_not(string edited, string stored, string meant) => NumberMask.On.Restore(edited, stored).Should().Be(meant);

    [Fact]
    public void Text_that_was_not_changed_is_restored_to_the_letter()
    {
        const string Stored = "Ada: +7 (916) 123-45-67, 8 926 7654321;\nsecond 89161234567";

        NumberMask.On.Restore(NumberMask.On.Text(Stored), Stored).Should().Be(Stored);
    }

    [Fact]
    public void Masked_number_is_no_number_to_look_for()
    {
        var reader = new PhoneNumberReader(new Fixed<NumbersOptions>(new NumbersOptions { Region = "DE" }));

        reader.Read("+49301***5678").Should().Be(new PhoneNumber("+49301***5678", null, ""));
        reader.Display("+49301***5678").Should().Be("+49301***5678");
    }

    [Theory]
    [InlineData("https://crm.example/c/7?phone=%2B79161234567", "/customers/7")]
    [InlineData("https://crm.example/c/1042345678", "https://crm.example/c/1042345678")]
    [InlineData("/customers/7", "/customers/7")]
    public void Card_elsewhere_is_left_out_where_its_address_holds_the_number(string url, string shown) =>
        NumberMask.On.Of(new CustomerSummary(7, "Ada", null, url, "C-7"), "+79161234567").Url.Should().Be(shown);

    [Fact]
    public void Without_masking_everything_is_as_it_was()
    {
        NumberMask.Off.Text("+7 916 123-45-67").Should().Be("+7 916 123-45-67");
        NumberMask.Off.Number("+79161234567").Should().Be("+79161234567");
    }
}
