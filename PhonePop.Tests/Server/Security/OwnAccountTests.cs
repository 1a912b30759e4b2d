using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using AwesomeAssertions;
using PhonePop.Server.Security;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Security;

/// <summary>The own password and the second factor, by the forms that people use.</summary>
public sealed partial class OwnAccountTests
{
    private const string Page = "/account/security";
    private const string Password = "correct horse";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Password_is_changed_here_and_every_other_browser_is_signed_out()
    {
        await using var server = Server();
        using var here = await SignedInAsync(server);
        using var elsewhere = await SignedInAsync(server);

        (await here.FormAsync(Page, "password", ("Current", "wrong"), ("NewPassword", "battery staple"), ("Repeated", "battery staple"))).Should().Contain("The current password is not right");
        (await here.FormAsync(Page, "password", ("Current", Password), ("NewPassword", "battery staple"), ("Repeated", "battery stable"))).Should().Contain("differ");
        (await here.FormAsync(Page, "password", ("Current", Password), ("NewPassword", "aaaaaaaaaa"), ("Repeated", "aaaaaaaaaa"))).Should().Contain("longer password");
        (await here.FormAsync(Page, "password", ("Current", Password), ("NewPassword", "battery staple"), ("Repeated", "battery staple"))).Should().Contain("security-done");

        (await here.Http.GetAsync("/api/v1/calls", Stop)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await elsewhere.Http.GetAsync("/api/v1/calls", Stop)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        using var signedIn = await new BrowserClient(server).SignInAsync("anna", "battery staple");
        signedIn.Headers.Location!.OriginalString.Should().Be("/");
    }

    [Fact]
    public async Task With_a_second_factor_the_password_alone_opens_nothing_and_a_recovery_code_works_once()
    {
        await using var server = Server();
        using var own = await SignedInAsync(server);
        var setUp = await own.FormAsync(Page, "begin", ("Current", Password));
        setUp.Should().Contain("data:image/png;base64,");
        var key = Key().Match(setUp).Groups[1].Value;
        (await own.FormAsync(Page, "confirm", ("Code", "000000"))).Should().Contain("security-problem").And.Contain("authenticator-key");
        var codes = RecoveryCode().Matches(await own.FormAsync(Page, "confirm", ("Code", Totp(key)))).Select(m => m.Groups[1].Value).ToList();
        codes.Should().HaveCount(10);
        (await own.Http.GetAsync("/api/v1/calls", Stop)).StatusCode.Should().Be(HttpStatusCode.OK);

        using var browser = new BrowserClient(server);
        (await FirstStepAsync(browser)).Should().StartWith("/account/two-factor");
        (await browser.Http.GetAsync("/api/v1/calls", Stop)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await SecondStepAsync(browser, "123456")).Should().StartWith("/account/two-factor").And.EndWith("error=invalid");
        (await SecondStepAsync(browser, Totp(key))).Should().Be("/");
        (await browser.Http.GetAsync("/api/v1/calls", Stop)).StatusCode.Should().Be(HttpStatusCode.OK);

        using var other = new BrowserClient(server);
        await FirstStepAsync(other);
        (await SecondStepAsync(other, codes[0])).Should().Be("/");
        using var again = new BrowserClient(server);
        await FirstStepAsync(again);
        (await SecondStepAsync(again, codes[0])).Should().EndWith("error=invalid");
    }

    [Fact]
    public async Task Second_factor_is_switched_off_with_the_password_or_by_an_administrator()
    {
        await using var server = Server();
        using var own = await SignedInAsync(server);
        var key = Key().Match(await own.FormAsync(Page, "begin", ("Current", Password))).Groups[1].Value;
        await own.FormAsync(Page, "confirm", ("Code", Totp(key)));

        (await own.FormAsync(Page, "two-factor", ("Current", "wrong"), ("Wanted", "off"))).Should().Contain("data-on=\"1\"");
        (await own.FormAsync(Page, "two-factor", ("Current", Password), ("Wanted", "codes"))).Should().Contain("recovery-codes");
        (await own.FormAsync(Page, "two-factor", ("Current", Password), ("Wanted", "off"))).Should().Contain("data-on=\"0\"");
        (await FirstStepAsync(new BrowserClient(server))).Should().Be("/");

        key = Key().Match(await own.FormAsync(Page, "begin", ("Current", Password))).Groups[1].Value;
        await own.FormAsync(Page, "confirm", ("Code", Totp(key)));
        var anna = (await server.Get<AccountDesk>().ListAsync(Stop)).Single(a => a.HasTwoFactor);
        await server.Get<AccountDesk>().ResetTwoFactorAsync(anna.Id, new Actor("boss", "Boss", null));
        (await FirstStepAsync(new BrowserClient(server))).Should().Be("/");
    }

    [Fact]
    public async Task Recovery_codes_cannot_be_tried_for_ever()
    {
        await using var server = Server();
        using var own = await SignedInAsync(server);
        var key = Key().Match(await own.FormAsync(Page, "begin", ("Current", Password))).Groups[1].Value;
        var codes = RecoveryCode().Matches(await own.FormAsync(Page, "confirm", ("Code", Totp(key)))).Select(m => m.Groups[1].Value).ToList();
        using var browser = new BrowserClient(server);
        await FirstStepAsync(browser);
        for (var i = 0; i < 4; i++)
        {
            (await SecondStepAsync(browser, "AAAAA-BBBBB")).Should().EndWith("error=invalid");
        }

        (await SecondStepAsync(browser, "AAAAA-BBBBB")).Should().StartWith("/account/sign-in?error=locked");

        (await FirstStepAsync(browser)).Should().StartWith("/account/sign-in?error=invalid");
        codes.Should().HaveCount(10);
    }

    [Fact]
    public async Task Second_step_without_the_first_leads_back_to_the_sign_in()
    {
        await using var server = Server();
        (await SecondStepAsync(new BrowserClient(server), "123456")).Should().StartWith("/account/sign-in?error=expired");
    }

    private static LiveServer Server() => new LiveServer().WithUser(0, "anna", Password, "Operator", "101").Started();

    private static async Task<BrowserClient> SignedInAsync(LiveServer server)
    {
        var browser = new BrowserClient(server);
        using var answer = await browser.SignInAsync("anna", Password);
        return browser;
    }

    private static async Task<string> FirstStepAsync(BrowserClient browser)
    {
        using var answer = await browser.SignInAsync("anna", Password);
        return answer.Headers.Location!.OriginalString;
    }

    private static async Task<string> SecondStepAsync(BrowserClient browser, string code)
    {
        using var answer = await browser.PostAsync("/account/two-factor", "/account/two-factor", new() { ["code"] = code });
        return answer.Headers.Location!.OriginalString;
    }

    /// <summary>What an authenticator app shows now (RFC 6238).</summary>
    private static string Totp(string key)
    {
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(key.Replace(" ", "", StringComparison.Ordinal).Select(c => Convert.ToString(letters.IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var secret = bits.Chunk(8).Where(b => b.Length == 8).Select(b => Convert.ToByte(new string(b), 2)).ToArray();
        var step = BitConverter.GetBytes(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // the standard says SHA-1, and every app does
        var hash = HMACSHA1.HashData(secret, step.Reverse().ToArray());
#pragma warning restore CA5350
        var offset = hash[^1] & 15;
        var number = ((hash[offset] & 127) << 24) | (hash[offset + 1] << 16) | (hash[offset + 2] << 8) | hash[offset + 3];
        return (number % 1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("data-testid=\"authenticator-key\">([A-Z2-7 ]+)<")]
    private static partial Regex Key();

    [GeneratedRegex("<li><code>([^<]+)</code></li>")]
    private static partial Regex RecoveryCode();
}
