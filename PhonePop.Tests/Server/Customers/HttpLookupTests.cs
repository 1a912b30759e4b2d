using System.Text;
using System.Text.Json;
using AwesomeAssertions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Server.Live;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Customers;

/// <summary>A customer system of somebody else that answers well, late, wrongly or not at all.</summary>
public sealed class HttpLookupTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Caller_whom_only_the_other_system_knows_pops_with_its_name_and_leads_to_its_card()
    {
        await using var crm = await OtherSystem.StartAsync(c => OtherSystem.Say(c, """{"id":"C-7","name":"Ada Lovelace","company":"Romashka","url":"/clients/7"}"""), isHeld: true);
        await using var server = crm.AskedBy(new LiveServer()).Started();
        await using var anna = await HubListener.ConnectAsync(server, LiveServer.Key101);

        server.Pbx.CallChanged(Some.Call("101"));
        (await anna.NextAsync("CallChanged")).GetProperty("lookedUp").GetBoolean().Should().BeFalse("the ring waits for nobody");
        crm.Release();
        var known = await anna.NextAsync("CallChanged");

        var customer = known.GetProperty("customer");
        customer.GetProperty("id").ValueKind.Should().Be(JsonValueKind.Null);
        customer.GetProperty("name").GetString().Should().Be("Ada Lovelace");
        customer.GetProperty("company").GetString().Should().Be("Romashka");
        customer.GetProperty("externalId").GetString().Should().Be("C-7");
        customer.GetProperty("url").GetString().Should().Be(crm.Origin + "/clients/7");
        known.GetProperty("customerSource").GetString().Should().Be("Http");
        known.GetProperty("matches").GetInt32().Should().Be(1);
        crm.Asked.Should().Equal(("/by-phone/%2B79161234567", "hush-hush"));

        using var client = server.Client(LiveServer.Key101);
        using var go = await client.GetAsync("/go/main:1764000000.12:101", Stop);
        go.Headers.Location.Should().Be(new Uri(crm.Origin + "/clients/7"));

        server.Pbx.CallChanged(Some.Call("101").Final());
        var history = await Until.AnswerAsync(client, "/api/v1/calls/history", a => a.GetProperty("total").GetInt32() == 1);
        history.GetProperty("items")[0].GetProperty("customer").GetProperty("name").GetString().Should().Be("Ada Lovelace");
        var why = await client.GetAsync("/api/v1/calls/main:1764000000.12:101/why", Stop);
        why.StatusCode.Should().Be(System.Net.HttpStatusCode.Forbidden);
        using var supervisor = server.Client(LiveServer.SupervisorKey);
        (await Until.AnswerAsync(supervisor, "/api/v1/calls/main:1764000000.12:101/why", _ => true)).GetProperty("match").GetProperty("source").GetString().Should().Be("Http");
    }

    [Fact]
    public async Task Ring_is_on_the_screen_before_a_late_answer_and_the_name_follows()
    {
        await using var crm = await OtherSystem.StartAsync(c => OtherSystem.Say(c, """[{"name":"Late Customer"}]"""), isHeld: true);
        await using var server = crm.AskedBy(new LiveServer(), "00:00:30").Started();
        await server.Get<CustomerStore>().CreateAsync(new CustomerEdit { Name = "Ours", Numbers = [new("+79161234567")] }, Stop);
        await using var anna = await HubListener.ConnectAsync(server, LiveServer.Key101);

        for (var i = 0; i < 10; i++)
        {
            server.Pbx.CallChanged(Some.Call("101", $"7926555010{i}", $"main:{i}.1:101"));
            (await anna.NextAsync("CallChanged")).GetProperty("lookedUp").GetBoolean().Should().BeFalse();
        }

        server.Pbx.CallChanged(Some.Call("101"));
        var known = await anna.NextAsync("CallChanged");
        Name(known.GetProperty("lookedUp").GetBoolean() ? known : await anna.NextAsync("CallChanged")).Should().Be("Ours", "whom we know ourselves does not wait behind ten strangers");

        crm.Release();
        for (var i = 0; i < 10; i++)
        {
            Name(await anna.NextAsync("CallChanged")).Should().Be("Late Customer");
        }
    }

    public static TheoryData<string, RequestDelegate> WrongAnswers { get; } = new()
    {
        { "500", c => Status(c, 500) },
        { "401", c => Status(c, 401) },
        { "elsewhere", c => Redirect(c) },
        { "no JSON", c => OtherSystem.Say(c, "<html>Sorry</html>") },
        { "half of JSON", c => OtherSystem.Say(c, """[{"name":"Ada""") },
        { "another shape", c => OtherSystem.Say(c, """{"error":"no such tenant"}""") },
        { "a name that is none", c => OtherSystem.Say(c, """[{"name":{"first":"Ada"}}]""") },
        { "a number", c => OtherSystem.Say(c, "42") },
        { "endless", Endless },
        { "a connection that is cut", Cut },
    };

    [Theory]
    [MemberData(nameof(WrongAnswers), DisableDiscoveryEnumeration = true)]
    public async Task Wrong_answer_leaves_the_caller_unknown_and_is_told_without_secrets_or_numbers(string what, RequestDelegate answer)
    {
        using var logged = new LogLines();
        await using var crm = await OtherSystem.StartAsync(answer, isHeld: true);
        await using var server = crm.AskedBy(new LiveServer().With(s => s.AddSingleton<ILoggerProvider>(logged))).Started();
        await using var anna = await HubListener.ConnectAsync(server, LiveServer.Key101);

        server.Pbx.CallChanged(Some.Call("101"));
        (await anna.NextAsync("CallChanged")).GetProperty("lookedUp").GetBoolean().Should().BeFalse();
        crm.Release();
        var after = await anna.NextAsync("CallChanged");

        after.GetProperty("lookedUp").GetBoolean().Should().BeTrue(what);
        after.GetProperty("matches").GetInt32().Should().Be(0);
        server.Get<LiveCallBoard>().Find("main:1764000000.12:101")!.Match!.Unanswered.Should().Be("Http");
        WhyDto.Of(server.Get<LiveCallBoard>().Find("main:1764000000.12:101")!).Match!.Unanswered.Should().Be("Http", "who asks why is told");
        string.Join('\n', logged.All).Should().Contain("other system").And.NotContain("hush").And.NotContain("1234567", "numbers are masked in logs");

        crm.Answer = c => OtherSystem.Say(c, """{"name":"Ada"}""");
        server.Pbx.CallChanged(Some.Call("101", id: "main:2.1:101"));
        var next = await anna.NextAsync("CallChanged");
        Name(next.GetProperty("lookedUp").GetBoolean() ? next : await anna.NextAsync("CallChanged")).Should().Be("Ada", "a failure is not remembered as nobody");
    }

    [Fact]
    public async Task System_that_never_answers_is_given_up_in_time_and_after_some_failures_not_asked_for_a_while()
    {
        await using var crm = await OtherSystem.StartAsync(OtherSystem.Hang);
        await using var server = crm.AskedBy(new LiveServer(), "00:00:00.2").Started();
        var matcher = server.Get<CustomerMatcher>();
        var numbers = server.Get<PhoneNumberReader>();

        for (var i = 0; i < 4; i++)
        {
            (await matcher.FindAsync(numbers.Read($"7926555010{i}"), Stop))!.Unanswered.Should().Be("Http");
        }

        crm.Answer = c => OtherSystem.Say(c, """{"name":"Ada"}""");
        (await matcher.FindAsync(numbers.Read("79265550109"), Stop))!.Unanswered.Should().Be("Http");
        crm.Asked.Should().NotContain(asked => asked.Path.EndsWith("0109", StringComparison.Ordinal), "it rests; the earlier questions may still be on their way");
    }

    [Fact]
    public async Task Body_that_trickles_is_no_answer_in_time()
    {
        await using var crm = await OtherSystem.StartAsync(async c =>
        {
            await c.Response.WriteAsync("[", c.RequestAborted);
            await OtherSystem.Hang(c);
        });
        await using var server = crm.AskedBy(new LiveServer(), "00:00:00.3").Started();

        (await server.Get<CustomerMatcher>().FindAsync(server.Get<PhoneNumberReader>().Read("79161234567"), Stop))!.Unanswered.Should().Be("Http");
    }

    [Theory]
    [InlineData(404, "")]
    [InlineData(204, "")]
    [InlineData(200, "[]")]
    [InlineData(200, "null")]
    public async Task Nobody_is_an_answer_and_asked_for_once(int status, string body)
    {
        await using var crm = await OtherSystem.StartAsync(c => Status(c, status, body));
        await using var server = crm.AskedBy(new LiveServer()).Started();
        var number = server.Get<PhoneNumberReader>().Read("79161234567");

        (await server.Get<CustomerMatcher>().FindAsync(number, Stop)).Should().Be(CustomerMatch.None);
        (await server.Get<CustomerMatcher>().FindAsync(number, Stop)).Should().Be(CustomerMatch.None);
        crm.Asked.Should().ContainSingle();
    }

    [Fact]
    public async Task First_failure_is_tried_once_more()
    {
        await using var crm = await OtherSystem.StartAsync();
        crm.Answer = c => crm.Asked.Count == 1 ? Status(c, 503) : OtherSystem.Say(c, """{"name":"Ada"}""");
        await using var server = crm.AskedBy(new LiveServer()).Started();

        (await server.Get<CustomerMatcher>().FindAsync(server.Get<PhoneNumberReader>().Read("79161234567"), Stop))!.Only!.Name.Should().Be("Ada");
        crm.Asked.Should().HaveCount(2);
    }

    [Fact]
    public async Task Pointers_say_where_the_fields_are_and_what_comes_is_only_text()
    {
        const string Answer = """
            {"result":{"list":[
              {"ID":17,"TITLE":"<b>Ada</b>\u0007","a/b":{"firm":"Romashka"},"link":"javascript:alert(1)"},
              {"ID":18,"TITLE":"Grace","link":"https://crm.example/18"}]}}
            """;
        await using var crm = await OtherSystem.StartAsync(c => OtherSystem.Say(c, Answer));
        await using var server = crm.AskedBy(new LiveServer())
            .With("PhonePop:Customers:Http:Url", crm.Origin + "/find?n={raw}&e={number}")
            .With("PhonePop:Customers:Http:Pointers:Root", "/result/list").With("PhonePop:Customers:Http:Pointers:Name", "/TITLE")
            .With("PhonePop:Customers:Http:Pointers:Company", "/a~1b/firm").With("PhonePop:Customers:Http:Pointers:ExternalId", "/ID").With("PhonePop:Customers:Http:Pointers:Url", "/link")
            .Started();

        var match = await server.Get<CustomerMatcher>().FindAsync(server.Get<PhoneNumberReader>().Read("8 (916) 123-45-67"), Stop);

        match!.Customers.Should().Equal(
            new CustomerSummary(null, "<b>Ada</b>", "Romashka", "/customers/new?phone=%2B79161234567&name=%3Cb%3EAda%3C%2Fb%3E&company=Romashka&externalId=17", "17"),
            new CustomerSummary(null, "Grace", null, "https://crm.example/18", "18"));
        crm.Asked.Single().Path.Should().Be("/find?n=8%20%28916%29%20123-45-67&e=%2B79161234567");
    }

    private static string? Name(JsonElement call) => call.GetProperty("customer") is { ValueKind: JsonValueKind.Object } customer ? customer.GetProperty("name").GetString() : null;

    private static Task Status(HttpContext context, int status, string body = "")
    {
        context.Response.StatusCode = status;
        return body.Length == 0 ? Task.CompletedTask : context.Response.WriteAsync(body);
    }

    private static Task Redirect(HttpContext context)
    {
        context.Response.Redirect("http://127.0.0.1:1/stolen");
        return Task.CompletedTask;
    }

    private static async Task Endless(HttpContext context)
    {
        var piece = Encoding.ASCII.GetBytes(new string(' ', 64 * 1024));
        for (var i = 0; i < 1_000 && !context.RequestAborted.IsCancellationRequested; i++)
        {
            await context.Response.Body.WriteAsync(piece);
        }
    }

    private static Task Cut(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }
}
