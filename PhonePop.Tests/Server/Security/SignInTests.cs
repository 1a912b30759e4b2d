using System.Net;
using System.Text.RegularExpressions;
using AwesomeAssertions;
using PhonePop.Server.Security;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Security;

public sealed partial class SignInTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Person_signs_in_goes_where_they_wanted_and_signs_out()
    {
        await using var server = new LiveServer().WithUser(0, "анна", "пароль", "Operator", "101").Started();
        using var browser = Browser(server);
        (await browser.GetAsync("/go/main:1.1:101", Stop)).Headers.Location!.PathAndQuery.Should().Be("/account/sign-in?returnUrl=%2Fgo%2Fmain%3A1.1%3A101");

        using var answer = await SignInAsync(browser, "анна", "пароль", "/go/main:1.1:101");

        answer.Headers.Location!.OriginalString.Should().Be("/go/main:1.1:101");
        (await browser.GetAsync("/api/v1/calls", Stop)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await browser.GetAsync("/api/v1/conversations", Stop)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        server.Pbx.CallChanged(Some.Call("101"));
        (await browser.GetStringAsync("/api/v1/calls", Stop)).Should().Contain("\"operatorName\":\"анна\"");

        await PostAsync(browser, "/account/sign-out", []);
        (await browser.GetAsync("/api/v1/calls", Stop)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Wrong_password_is_said_and_after_five_not_even_the_right_one_is_taken()
    {
        await using var server = new LiveServer().WithUser(0, "anna", "right", "Operator", "101").Started();
        using var browser = Browser(server);
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await SignInAsync(browser, "anna", "wrong", "/");
            wrong.Headers.Location!.OriginalString.Should().StartWith("/account/sign-in?error=invalid");
        }

        using var right = await SignInAsync(browser, "anna", "right", "/");
        right.Headers.Location!.OriginalString.Should().StartWith("/account/sign-in?error=invalid");
    }

    [Fact]
    public async Task Address_that_tries_too_often_is_turned_away_whatever_the_name_and_only_from_signing_in()
    {
        await using var server = new LiveServer().WithUser(0, "anna", "right", "Operator", "101").Started();
        using var browser = new BrowserClient(server);
        for (var i = 0; i < SignInLimit.AMinute; i++)
        {
            using var wrong = await browser.SignInAsync(i == 0 ? "anna" : $"nobody{i}", i < 2 ? "wrong" : "");
            wrong.Headers.Location!.OriginalString.Should().Be("/account/sign-in?error=invalid&returnUrl=%2F");
        }

        using var ask = new HttpRequestMessage(HttpMethod.Post, "/account/sign-in") { Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["userName"] = "anna", ["password"] = "right" }) };
        ask.Headers.Accept.ParseAdd("text/html");
        using var refused = await browser.Http.SendAsync(ask, Stop);

        refused.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromMinutes(1));
        (await refused.Content.ReadAsStringAsync(Stop)).Should().Contain("<h1").And.Contain("Wait a minute");
        (await browser.Http.GetAsync("/account/sign-in", Stop)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("10.0.0.9", "10.0.0.9")]
    [InlineData("::ffff:10.0.0.9", "10.0.0.9")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010DB800010002")]
    public void Attempts_are_counted_by_address_and_of_IPv6_by_network(string address, string counted) => SignInLimit.Network(IPAddress.Parse(address)).Should().Be(counted);

    [Fact]
    public async Task Form_without_its_token_signs_nobody_in()
    {
        await using var server = new LiveServer().WithUser(0, "anna", "right", "Operator", "101").Started();
        using var browser = Browser(server);

        using var answer = await browser.PostAsync("/account/sign-in", new FormUrlEncodedContent(new Dictionary<string, string> { ["userName"] = "anna", ["password"] = "right" }), Stop);

        answer.Headers.Location!.OriginalString.Should().StartWith("/account/sign-in?error=expired");
        (await browser.GetAsync("/api/v1/calls", Stop)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/customers?call=1", "/customers?call=1")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("/a\r\nSet-Cookie: x", "/")]
    [InlineData(null, "/")]
    public void Way_back_never_leaves_the_site(string? asked, string expected) => AccountEndpoints.Local(asked).Should().Be(expected);

    private static HttpClient Browser(LiveServer server) => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address };

    private static Task<HttpResponseMessage> SignInAsync(HttpClient browser, string userName, string password, string returnUrl) =>
        PostAsync(browser, "/account/sign-in", new() { ["userName"] = userName, ["password"] = password, ["returnUrl"] = returnUrl });

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string path, Dictionary<string, string> fields)
    {
        var page = await browser.GetStringAsync("/account/sign-in", Stop);
        fields["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value;
        return await browser.PostAsync(path, new FormUrlEncodedContent(fields), Stop);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
