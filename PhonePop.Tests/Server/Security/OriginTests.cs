using System.Net;
using AwesomeAssertions;
using Microsoft.AspNetCore.Http;
using PhonePop.Server.Security;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Security;

/// <summary>A page of another origin uses nobody's cookie, even where the browser sends it.</summary>
public sealed class OriginTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("POST", "/hubs/calls/negotiate?negotiateVersion=1")]
    [InlineData("GET", "/hubs/calls")]
    [InlineData("POST", "/_blazor/negotiate?negotiateVersion=1")]
    [InlineData("GET", "/api/v1/calls/stream")]
    [InlineData("GET", "/check-call")]
    [InlineData("POST", "/api/v1/customers")]
    public async Task Cookie_from_another_origin_opens_nothing_and_from_our_own_it_does(string method, string path)
    {
        await using var server = new LiveServer().WithUser(0, "anna", "correct horse", "Operator", "101").Started();
        using var browser = new BrowserClient(server);
        using var signedIn = await browser.SignInAsync("anna", "correct horse");

        foreach (var origin in new[] { "https://evil.example", $"http://evil.{server.Address.Authority}", "http://127.0.0.1:1", "null" })
        {
            (await AskAsync(browser.Http, method, path, origin)).Should().Be(HttpStatusCode.Forbidden, "{0} is not ours", origin);
        }

        (await AskAsync(browser.Http, method, path, $"http://{server.Address.Authority}")).Should().NotBe(HttpStatusCode.Forbidden).And.NotBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Program_with_a_key_may_be_anywhere()
    {
        await using var server = new LiveServer().Started();
        using var client = server.Client(LiveServer.SupervisorKey);

        (await AskAsync(client, "GET", "/api/v1/calls", "https://crm.example")).Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("https://pop.example", "pop.example", true)]
    [InlineData("https://POP.example", "pop.example", true)]
    [InlineData("https://pop.example:8443", "pop.example:8443", true)]
    [InlineData("https://pop.example:8443", "pop.example", false)]
    [InlineData("https://pop.example", "pop.example:8443", false)]
    [InlineData("https://crm.pop.example", "pop.example", false)]
    [InlineData("null", "pop.example", false)]
    public void Name_and_port_tell_whose_a_page_is(string origin, string host, bool isOurs) => OriginCheck.IsOurs(origin, new HostString(host)).Should().Be(isOurs);

    private static async Task<HttpStatusCode> AskAsync(HttpClient client, string method, string path, string origin)
    {
        using var ask = new HttpRequestMessage(new HttpMethod(method), path);
        ask.Headers.Add("Origin", origin);
        using var answer = await client.SendAsync(ask, HttpCompletionOption.ResponseHeadersRead, Stop);
        return answer.StatusCode;
    }
}
