using Microsoft.Playwright;
using PhonePop.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PhonePop.Tests.EndToEnd;

/// <summary>An administrator lets somebody in, and their first call pops.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class AdministratorTests(DesktopFixture desktop)
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task A_button_that_is_moved_away_while_it_is_pressed_is_pressed_all_the_same_and_one_that_the_pointer_leaves_is_not()
    {
        await using var server = new LiveServer().WithUser(0, "administrator", Password, "Administrator").Started();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        await desk.SignInAsync("administrator", Password);
        var page = await desk.OpenAsync("/admin/users");
        var button = page.GetByTestId("new-user");

        await button.HoverAsync();
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(700, 600);
        await page.Mouse.UpAsync();
        await button.HoverAsync();
        await Expect(page.GetByTestId("account-form")).ToHaveCountAsync(0);

        await page.Mouse.DownAsync();
        await page.EvaluateAsync("document.querySelector('.pp-page').style.paddingTop = '300px'");
        await page.Mouse.UpAsync();
        await Expect(page.GetByTestId("account-form")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task New_user_gets_a_link_sets_a_password_signs_in_and_sees_the_first_call_pop()
    {
        await using var server = new LiveServer().WithUser(0, "administrator", Password, "Administrator").Started();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var page = await desk.SignInAsync("administrator", Password);
        await page.GotoAsync(new Uri(server.Address, "/admin/users").ToString());
        await page.Locator("[data-interactive='1']").WaitForAsync();
        await page.GetByTestId("new-user").ClickAsync();
        await page.FillAsync("[name=userName]", "ольга");
        await page.FillAsync("[name=displayName]", "Ольга Орлова");
        await page.FillAsync("[name=extension]", "105");
        // People press longer than the server takes to hear of the extension: what it shows then must not take the button away from under the pointer.
        await page.GetByTestId("save").HoverAsync();
        await page.Mouse.DownAsync();
        await Expect(page.GetByTestId("devices").Locator("label span").First).ToHaveTextAsync("Phones of 105");
        await page.Mouse.UpAsync();
        var link = await page.GetByTestId("secret").InnerTextAsync();
        await Expect(page.GetByTestId("user").Filter(new() { HasText = "Ольга Орлова" })).ToContainTextAsync("Invited");
        await page.SignOutAsync();
        await page.CloseAsync();

        var theirs = await desktop.StartAsync();
        var first = await theirs.NewPageAsync();
        await first.OpenAsync(link);
        await first.FillAsync("[name=NewPassword]", "my own password");
        await first.FillAsync("[name=Repeated]", "my own password");
        await first.ClickAsync("[type=submit]");
        await Expect(first.GetByTestId("password-set")).ToBeVisibleAsync();
        var operators = await desk.SignInAsync("ольга", "my own password");
        server.Pbx.CallChanged(Some.Call("105", "79160000007", "main:7.1:105"));

        await Expect(operators.GetByTestId("call-card")).ToContainTextAsync("+7 916 000-00-07");
        await operators.GotoAsync(new Uri(server.Address, "/customers").ToString());
        await Expect(operators.Locator("section[data-call-id='main:7.1:105']")).ToBeVisibleAsync();
    }
}
