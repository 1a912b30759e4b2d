using AwesomeAssertions;
using PhonePop.Simulator.Office;
using PhonePop.Simulator.Pbx;

namespace PhonePop.Tests.Simulator.Office;

public sealed class OfficeDriverTests
{
    private static readonly string[] Extensions = ["100", "101", "102", "103"];

    [Fact]
    public async Task Steps_happen_to_whom_their_numbers_pick()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" });
        var driver = new OfficeDriver(pbx, Extensions, distinct: true, listsOnly: true, byDisplay: false);

        Do("Inbound 1").Should().BeTrue();
        Do("Answer").Should().BeTrue();
        Do("Consult 0 0 7").Should().BeTrue("7 counts round to 103");
        Do("Answer 1").Should().BeTrue();
        Do("Complete").Should().BeTrue();

        pbx.Truth().Should().ContainSingle().Which.Should().BeEquivalentTo(new { Operator = "103", Customer = "79160000001", State = "up" });
        driver.Begun.Should().Be(1, "a consultation is part of its call");

        bool Do(string step) => driver.Do(OfficeStep.Parse(step));
    }

    [Theory]
    [InlineData("Answer")]
    [InlineData("Hold")]
    [InlineData("BlindTransfer 3 1 2")]
    [InlineData("Internal 1 0 1")]
    [InlineData("Quiet")]
    public async Task What_cannot_happen_does_not(string step)
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" });

        new OfficeDriver(pbx, Extensions, distinct: true, listsOnly: true, byDisplay: false).Do(OfficeStep.Parse(step)).Should().BeFalse();

        pbx.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task Calls_are_bounded_and_all_end_when_the_office_closes()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" });
        var driver = new OfficeDriver(pbx, Extensions, distinct: false, listsOnly: false, byDisplay: false);
        for (var i = 0; i < 50; i++)
        {
            driver.Do(new OfficeStep(StepKind.Inbound, i, i, i));
        }

        pbx.Calls.Should().HaveCount(OfficePlan.MaxCalls);
        driver.Close();
        pbx.Truth().Should().BeEmpty();
    }
}
