using AwesomeAssertions;
using PhonePop.Server.Doctor;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Doctor;

public sealed class DoctorPrinterTests
{
    [Theory]
    [InlineData(false, CheckState.Ok, "✓ Login")]
    [InlineData(false, CheckState.Failed, "✗ Login")]
    [InlineData(false, CheckState.Skipped, "– Login")]
    [InlineData(true, CheckState.Ok, "[ok]   Login")]
    [InlineData(true, CheckState.Failed, "[FAIL] Login")]
    [InlineData(true, CheckState.Warning, "[warn] Login")]
    public void A_mark_tells_the_state_also_where_only_ASCII_is_known(bool isAscii, CheckState state, string expected)
    {
        Printed(new Check(CheckId.Login, state, t => t.DoctorLoggedIn("phonepop")), isAscii).Should().StartWith(expected);
    }

    [Fact]
    public void What_waits_is_not_worth_a_line()
    {
        Printed(new Check(CheckId.Shown, CheckState.Waiting)).Should().BeEmpty();
    }

    [Fact]
    public void A_name_from_the_PBX_gives_the_terminal_no_orders()
    {
        Printed(new Check(CheckId.Ringing, CheckState.Ok, t => t.DoctorRings("PJSIP/\u001b[2J101-1"))).Should().Contain("PJSIP/?[2J101-1").And.NotContain("\u001b");
    }

    private static string Printed(Check check, bool isAscii = true)
    {
        using var output = new StringWriter();
        new DoctorPrinter(output, Examined.English, isAscii).Print(check);
        return output.ToString();
    }
}
