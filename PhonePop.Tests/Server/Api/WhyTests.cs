using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Microsoft.AspNetCore.SignalR.Client;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Server.Live;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Api;

/// <summary>How support answers "it showed the wrong person".</summary>
public sealed class WhyTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_on_the_line_tells_its_facts_its_match_its_pushes_and_where_it_was_shown()
    {
        await using var server = new LiveServer().Started();
        await server.Get<CustomerStore>().CreateAsync(new CustomerEdit { Name = "Ivan Petrov", Numbers = [new("+7 916 123-45-67")] }, Stop);
        await using var browser = server.Hub(LiveServer.Key101);
        await browser.StartAsync(Stop);
        new ModelStory(server.Pbx).Ring("1", "79161234567", "PJSIP/101");
        using var supervisor = server.Client(LiveServer.SupervisorKey);
        await Until.AnswerAsync(supervisor, "/api/v1/calls", calls => calls[0].GetProperty("matches").GetInt32() == 1);
        await browser.InvokeAsync("Shown", "main:1.1:101", 42.5, Stop);

        var why = await Until.AnswerAsync(supervisor, "/api/v1/calls/main:1.1:101/why", w => Kinds(w).Contains("pushed"));

        var fact = why.GetProperty("facts")[0];
        fact.GetProperty("event").GetString().Should().Be("Newstate");
        fact.GetProperty("path").EnumerateArray().Select(s => $"{s.GetProperty("link")} {s.GetProperty("channel")}").Should().Equal("start PJSIP/101-12", "dial PJSIP/trunk-msk-11");
        fact.GetProperty("changes").EnumerateArray().Select(c => $"{c.GetProperty("field")}: {c.GetProperty("to")}").Should().Contain("phase: ringing").And.Contain("party: 79161234567");
        why.GetProperty("match").GetProperty("rule").GetString().Should().Be("sameNumber");
        why.GetProperty("match").GetProperty("customers")[0].GetProperty("name").GetString().Should().Be("Ivan Petrov");
        Kinds(why).Should().Contain("lookedUp").And.Contain("shown");
        why.GetProperty("notes").EnumerateArray().Single(n => n.GetProperty("kind").GetString() == "shown").GetProperty("milliseconds").GetDouble().Should().Be(42.5);
    }

    [Fact]
    public async Task An_ended_call_can_still_be_explained()
    {
        await using var server = new LiveServer().Started();
        new ModelStory(server.Pbx).Ring("1", "79161234567", "PJSIP/101").Tell("Hangup Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 Cause=16", "Hangup Uniqueid=1.2 Channel=PJSIP/101-12 Cause=16");
        using var supervisor = server.Client(LiveServer.SupervisorKey);
        await Until.AnswerAsync(supervisor, "/api/v1/calls/history", h => h.GetProperty("total").GetInt32() == 1);

        var stored = await server.Get<CallHistoryStore>().WhyAsync("main:1.1:101", Stop);

        stored!.Facts.Select(f => f.Event).Should().Equal("Newstate", "Hangup");
        stored.Facts[^1].Changes.Should().Contain(new WhyChange("outcome", null, "missed"));
    }

    [Fact]
    public async Task It_is_for_supervisors_and_an_unknown_call_is_not_found()
    {
        await using var server = new LiveServer().Started();
        server.Pbx.CallChanged(Some.Call("101"));

        (await StatusAsync(server, LiveServer.Key101)).Should().Be(HttpStatusCode.Forbidden, "channels and colleagues are not an operator's business");
        (await StatusAsync(server, null)).Should().Be(HttpStatusCode.Unauthorized);
        (await StatusAsync(server, LiveServer.SupervisorKey)).Should().Be(HttpStatusCode.OK);
        (await StatusAsync(server, LiveServer.SupervisorKey, "main:9.9:101")).Should().Be(HttpStatusCode.NotFound);
    }

    private static async Task<HttpStatusCode> StatusAsync(LiveServer server, string? key, string id = "main:1764000000.12:101")
    {
        using var client = server.Client(key);
        using var answer = await client.GetAsync(new Uri($"/api/v1/calls/{id}/why", UriKind.Relative), Stop);
        return answer.StatusCode;
    }

    private static IEnumerable<string?> Kinds(JsonElement why) => why.GetProperty("notes").EnumerateArray().Select(n => n.GetProperty("kind").GetString());
}
