using AwesomeAssertions;
using PhonePop.Server.Doctor;

namespace PhonePop.Tests.Server.Doctor;

public sealed class DoctorArgumentsTests
{
    [Fact]
    public void Without_its_word_the_server_starts_with_all_that_stands_there()
    {
        DoctorArguments.Parse(["--urls", "http://127.0.0.1:5080"]).Should().BeNull();
    }

    [Fact]
    public void Its_own_options_are_taken_and_settings_are_left_for_the_configuration()
    {
        var arguments = DoctorArguments.Parse(["doctor", "--urls", "http://127.0.0.1:5080", "--pbx=main", "--wait", "0", "--PhonePop:Numbers:Region=DE"])!;

        arguments.Pbx.Should().Be("main");
        arguments.Wait.Should().Be(TimeSpan.Zero);
        arguments.Mistake.Should().BeNull();
        arguments.Others.Should().Equal("--urls", "http://127.0.0.1:5080", "--PhonePop:Numbers:Region=DE");
    }

    [Theory]
    [InlineData("--wait", "soon")]
    [InlineData("--wait", "-1")]
    [InlineData("--wait", "3601")]
    [InlineData("--pbx", "")]
    [InlineData("everything")]
    public void What_makes_no_sense_is_a_mistake(params string[] rest)
    {
        DoctorArguments.Parse(["doctor", .. rest])!.Mistake.Should().NotBeNull();
    }
}
