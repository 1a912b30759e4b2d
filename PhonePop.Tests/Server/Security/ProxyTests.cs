using System.Text.RegularExpressions;
using AwesomeAssertions;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Security;

/// <summary>Behind a proxy that speaks https: believed where it was named, otherwise not.</summary>
public sealed partial class ProxyTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cookies_are_for_https_only_where_a_named_proxy_says_that_the_browser_speaks_it()
    {
        await using var server = Server().With("PhonePop:Proxies:0", "127.0.0.0/8").Started();

        (await CookiesAsync(server, "https")).Should().NotBeEmpty().And.OnlyContain(c => c.Contains("; secure", StringComparison.OrdinalIgnoreCase));
        (await CookiesAsync(server, "http")).Should().NotBeEmpty().And.NotContain(c => c.Contains("; secure", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task What_anybody_else_says_of_the_way_here_is_not_believed()
    {
        await using var server = Server().With("PhonePop:Proxies:0", "10.0.0.5").Started();

        (await CookiesAsync(server, "https")).Should().NotBeEmpty().And.NotContain(c => c.Contains("; secure", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("/account/sign-in")]
    [InlineData("/api/v1/calls")]
    [InlineData("/phonepop.js")]
    [InlineData("/no-such-page")]
    public async Task Every_answer_tells_the_browser_to_run_our_own_scripts_only(string path)
    {
        await using var server = Server().Started();
        using var client = server.Client(null);

        using var answer = await client.GetAsync(path, Stop);

        answer.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("script-src 'self';").And.Contain("frame-ancestors 'self'").And.Contain("object-src 'none'");
        answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        answer.Headers.GetValues("Referrer-Policy").Should().Equal("same-origin");
        answer.Headers.GetValues("Permissions-Policy").Single().Should().Contain("microphone=()");
    }

    [Theory]
    [InlineData("/account/sign-in")]
    [InlineData("/phonepop.js")]
    [InlineData("/api/v1/calls")]
    [InlineData("/no-such-page")]
    public async Task Who_came_by_https_comes_by_it_for_a_year_and_over_plain_http_nothing_is_said_of_it(string path)
    {
        await using var server = Server().With("PhonePop:Proxies:0", "127.0.0.0/8").Started();
        using var client = server.Client(null);
        using var plain = await client.GetAsync(path, Stop);
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");

        using var answer = await client.GetAsync(path, Stop);

        answer.Headers.GetValues("Strict-Transport-Security").Should().Equal("max-age=31536000");
        plain.Headers.Contains("Strict-Transport-Security").Should().BeFalse();
    }

    private static LiveServer Server() => new LiveServer().WithUser(0, "anna", "anna-anna", "Operator", "101");

    // The cookies of the form and of the sign-in.
    private static async Task<IReadOnlyList<string>> CookiesAsync(LiveServer server, string protocol)
    {
        using var client = server.Client(null);
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", protocol);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        using var page = await client.GetAsync("/account/sign-in", Stop);
        var form = page.Headers.GetValues("Set-Cookie").ToList();
        using var post = new HttpRequestMessage(HttpMethod.Post, "/account/sign-in");
        post.Headers.Add("Cookie", string.Join("; ", form.Select(c => c.Split(';')[0])));
        post.Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["userName"] = "anna", ["password"] = "anna-anna", ["__RequestVerificationToken"] = Token().Match(await page.Content.ReadAsStringAsync(Stop)).Groups[1].Value,
        });
        using var answer = await client.SendAsync(post, Stop);
        return [.. form, .. answer.Headers.GetValues("Set-Cookie").Where(c => c.StartsWith("phonepop=", StringComparison.Ordinal))];
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
