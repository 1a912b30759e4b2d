using System.Text.RegularExpressions;
using AwesomeAssertions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using PhonePop.Server.Data;
using PhonePop.Server.Security;
using PhonePop.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PhonePop.Tests.EndToEnd;

/// <summary>Passkeys in a real browser, whose authenticator is simulated by itself (CDP's WebAuthn).</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class PasskeyTests(DesktopFixture desktop)
{
    private const string Password = "correct horse";
    private static readonly Actor Boss = new("boss", "Boss", null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Passkey_is_added_signs_in_without_password_and_code_is_refused_to_who_is_locked_and_is_worthless_once_deleted()
    {
        await using var server = new LiveServer().WithUser(0, "anna", Password, "Operator", "101").Started();
        await using var browser = await desktop.OtherAsync();
        var page = await browser.NewPageAsync();
        var device = await AuthenticatorAsync(page);
        var origin = $"http://localhost:{server.Address.Port}";
        await SignInByPasswordAsync(page, origin);

        await page.GotoAsync(origin + "/account/security");
        await page.FillAsync("[data-testid=passkey-form] [name=PasskeyName]", "Ноутбук <b>Анны</b>");
        await page.FillAsync("[data-testid=passkey-form] [name=Current]", "wrong");
        await page.ClickAsync("[data-testid=passkey-form] [type=submit]");
        await Expect(page.GetByTestId("security-problem")).ToContainTextAsync("current password is not right");
        await page.FillAsync("[data-testid=passkey-form] [name=PasskeyName]", "Ноутбук <b>Анны</b>");
        await page.FillAsync("[data-testid=passkey-form] [name=Current]", Password);
        await page.ClickAsync("[data-testid=passkey-form] [type=submit]");
        await Expect(page.GetByTestId("passkey")).ToContainTextAsync("Ноутбук <b>Анны</b>");
        await page.EvaluateAsync("sessionStorage.setItem('autofill', 'on')");
        await SignOutAsync(page);
        await WithTwoFactorAsync(server);

        // The browser offers it by itself, behind the field for the user name, and the simulated owner takes it: maybe before the page has loaded.
        await page.GotoAsync(origin + "/account/sign-in", new() { WaitUntil = WaitUntilState.Commit });
        await Expect(page.Locator("main h1", new() { HasText = "My calls" })).ToBeVisibleAsync();
        await page.EvaluateAsync("sessionStorage.clear()");
        await SignOutAsync(page); // a page of somebody who is locked leaves by itself, and would take this one's next address away

        var anna = (await server.Get<AccountDesk>().ListAsync(Stop)).Single();
        await server.Get<AccountDesk>().LockAsync(anna.Id, true, Boss);
        await SignInByPasskeyAsync(page, origin);
        await Expect(page.GetByTestId("sign-in-error")).ToContainTextAsync("locked");

        await server.Get<AccountDesk>().LockAsync(anna.Id, false, Boss);
        await SignInByPasskeyAsync(page, origin);
        await Expect(page.Locator("main h1", new() { HasText = "My calls" })).ToBeVisibleAsync();
        await page.GotoAsync(origin + "/account/security");
        await page.GetByTestId("passkey").Locator("summary").ClickAsync();
        await page.GetByTestId("remove-passkey").ClickAsync();
        await Expect(page.GetByTestId("security-done")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("passkey")).ToHaveCountAsync(0);
        await SignInByPasskeyAsync(page, origin);
        await Expect(page.GetByTestId("sign-in-error")).ToContainTextAsync("passkey was not accepted");

        (await server.Get<AuditLog>().SearchAsync(null, null, 0, 50, Stop)).Items.Select(e => e.Action).Where(a => a is not (AuditActions.UserLocked or AuditActions.UserUnlocked)).Should().Equal(
            AuditActions.SignInRefused, AuditActions.PasskeyRemoved, AuditActions.SignedInByPasskey, AuditActions.LockedOut, AuditActions.SignedInByPasskey, AuditActions.PasskeyAdded, AuditActions.SignedIn);
        await device.DetachAsync();
    }

    [Fact]
    public async Task Address_in_numbers_offers_no_passkey_and_says_why()
    {
        await using var server = new LiveServer().WithUser(0, "anna", Password, "Operator", "101").Started();
        await using var browser = await desktop.OtherAsync();
        var page = await browser.NewPageAsync();
        await SignInByPasswordAsync(page, server.Address.ToString().TrimEnd('/'));

        await page.GotoAsync(new Uri(server.Address, "/account/security").ToString());

        await Expect(page.GetByTestId("passkeys-unavailable")).ToContainTextAsync("https");
        await Expect(page.GetByTestId("passkey-form")).ToBeHiddenAsync();
    }

    /// <summary>A device that has a screen lock, and whose owner says yes at once.</summary>
    private static async Task<ICDPSession> AuthenticatorAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        await session.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
        await page.AddInitScriptAsync("if (!sessionStorage.getItem('autofill')) PublicKeyCredential.isConditionalMediationAvailable = async () => false");
        return session;
    }

    private static async Task SignInByPasswordAsync(IPage page, string origin)
    {
        await page.OpenAsync(origin + "/account/sign-in");
        await page.FillAsync("[name=userName]", "anna");
        await page.FillAsync("[name=password]", Password);
        await page.ClickAsync("[data-testid=sign-in-form] [type=submit]");
        await Expect(page.Locator("main h1", new() { HasText = "My calls" })).ToBeVisibleAsync();
    }

    // All that the browser knows but its time zone and its colours: a page that has to learn them asks for itself again, and its question about passkeys twice.
    private static Task SignOutAsync(IPage page) => page.SignOutAsync(new Regex("^(?!phonepop-(zone|scheme)$)"));

    private static async Task SignInByPasskeyAsync(IPage page, string origin)
    {
        await SignOutAsync(page);
        await page.OpenAsync(origin + "/account/sign-in");
        await page.GetByTestId("passkey-sign-in").ClickAsync();
    }

    private static async Task WithTwoFactorAsync(LiveServer server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        var anna = (await users.FindByNameAsync("anna"))!;
        await users.ResetAuthenticatorKeyAsync(anna);
        (await users.SetTwoFactorEnabledAsync(anna, true)).Succeeded.Should().BeTrue();
    }
}
