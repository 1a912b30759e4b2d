using AwesomeAssertions;
using CsCheck;
using PhonePop.Simulator.Office;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Simulator.Office;

public sealed class OfficeCaseTests
{
    [Fact]
    public void Case_that_was_printed_can_be_pasted()
    {
        foreach (var weather in Enum.GetValues<OfficeWeather>())
        {
            Offices.In(weather, "13").Sample(
                office =>
                {
                    var read = OfficeCase.Parse(office.ToString());
                    return read.Steps.SequenceEqual(office.Steps) && read with { Steps = office.Steps } == office;
                },
                iter: 20,
                threads: 1);
        }
    }

    [Theory]
    [InlineData("Inbound 1")]
    [InlineData("asterisk=22 | Fly 1")]
    [InlineData("asterisk=22 | Inbound 1 2 3 4")]
    [InlineData("asterisk=22 weather=bad | Inbound")]
    [InlineData("asterisk=22 seed=x | Inbound")]
    public void What_is_no_case_is_refused(string text)
    {
        var parse = () => OfficeCase.Parse(text);

        parse.Should().Throw<FormatException>();
    }

    [Fact]
    public void The_same_seed_draws_the_same_office()
    {
        OfficeCases.Draw(OfficeWeather.Broken, "22", 7, 50).ToString().Should().Be(OfficeCases.Draw(OfficeWeather.Broken, "22", 7, 50).ToString())
            .And.NotBe(OfficeCases.Draw(OfficeWeather.Broken, "22", 8, 50).ToString());
    }
}
