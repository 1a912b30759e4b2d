using AwesomeAssertions;
using Microsoft.Playwright;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PhonePop.Tests.EndToEnd;

/// <summary>What an administrator sets on a page holds for those who are at work, without a reload.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class ServerSettingsTests(DesktopFixture desktop)
{
    private const string Password = "correct horse";

    [Fact]
    public async Task New_outcome_is_offered_to_an_operator_in_mid_call_and_numbers_are_read_by_the_new_country()
    {
        await using var server = new LiveServer().WithUser(0, "boss", Password, "Administrator").WithUser(1, "anna", Password, "Operator", "101").Started();
        await using var other = await desktop.OtherAsync();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var operators = await desk.SignInAsync("anna", Password);
        server.Pbx.CallChanged(Some.Call("101", "79160000007", "main:7.1:101") with { Phase = CallPhase.Talking });
        await Expect(operators.GetByTestId("call-note").Locator("option")).ToHaveCountAsync(7);
        var page = await Desk.In(other, server.Address).SignInAsync("boss", Password);
        await page.GotoAsync(new Uri(server.Address, "/admin/settings").ToString());
        await page.Locator("[data-interactive='1']").WaitForAsync();

        await page.FillAsync("[name=Work-Outcomes]", "Paid\nSolved");
        await page.GetByTestId("settings-work").GetByTestId("save").ClickAsync();

        await Expect(operators.GetByTestId("call-note").Locator("option")).ToHaveTextAsync(["No outcome yet", "Paid", "Solved"]);
        await Expect(page.GetByTestId("settings-work").GetByRole(AriaRole.Status)).ToContainTextAsync("in force"); // it moves what stands below

        server.Get<PhoneNumberReader>().Read("030 901820").E164.Should().BeNull();
        await page.SelectOptionAsync("[name=Numbers-Region]", "DE");
        await page.GetByTestId("settings-numbers").GetByTestId("save").ClickAsync();
        await Expect(page.GetByTestId("settings-numbers").GetByRole(AriaRole.Status)).ToContainTextAsync("in force");
        server.Get<PhoneNumberReader>().Read("030 901820").E164.Should().Be("+4930901820");
    }
}
