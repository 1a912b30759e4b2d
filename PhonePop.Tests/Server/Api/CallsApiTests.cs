using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Api;

public sealed class CallsApiTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Current_calls_are_those_that_the_asker_may_see()
    {
        await using var server = new LiveServer().Started();
        server.Pbx.CallChanged(Some.Call("101", id: "main:1.1:101"));
        server.Pbx.CallChanged(Some.Call("102", id: "main:2.1:102"));
        server.Pbx.CallChanged(Some.Call("101", id: "main:3.1:101").Final());

        (await IdsAsync(server, LiveServer.Key101, "")).Should().Equal("main:1.1:101");
        (await IdsAsync(server, LiveServer.SupervisorKey, "")).Should().BeEquivalentTo("main:1.1:101", "main:2.1:102");
        (await IdsAsync(server, LiveServer.SupervisorKey, "?extension=102")).Should().Equal("main:2.1:102");
        (await IdsAsync(server, LiveServer.SupervisorKey, "?pbx=other")).Should().BeEmpty();
    }

    [Fact]
    public async Task Asking_for_a_colleagues_calls_is_refused_with_a_problem_document()
    {
        await using var server = new LiveServer().Started();
        using var anna = server.Client(LiveServer.Key101);

        foreach (var path in new[] { "/api/v1/calls?extension=102", "/api/v1/calls/history?extension=102" })
        {
            using var answer = await anna.GetAsync(path, Stop);

            answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
            answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        }
    }

    [Fact]
    public async Task Stream_begins_with_a_snapshot_and_goes_on_with_changes()
    {
        await using var server = new LiveServer().Started();
        server.Pbx.CallChanged(Some.Call("101"));
        using var stream = await StreamReaderClient.OpenAsync(server.Client(LiveServer.Key101), "/api/v1/calls/stream");

        var snapshot = await stream.NextAsync();
        snapshot.Name.Should().Be("snapshot");
        snapshot.Data.GetArrayLength().Should().Be(1);

        server.Pbx.CallChanged(Some.Call("102", id: "main:2.1:102"));
        server.Pbx.CallChanged(Some.Call("101").Answered());
        var (name, _, data) = await PhaseAsync(stream, "talking");
        name.Should().Be("call");
        data.GetProperty("extension").GetString().Should().Be("101");
    }

    [Fact]
    public async Task Reader_that_comes_back_gets_what_it_missed_also_the_end_of_a_call()
    {
        await using var server = new LiveServer().Started();
        server.Pbx.CallChanged(Some.Call("101"));
        string? last;
        using (var stream = await StreamReaderClient.OpenAsync(server.Client(LiveServer.Key101), "/api/v1/calls/stream"))
        {
            last = (await stream.NextAsync()).Id;
        }

        server.Pbx.CallChanged(Some.Call("101").Final());

        using var resumed = await StreamReaderClient.OpenAsync(server.Client(LiveServer.Key101), "/api/v1/calls/stream", last);
        (await PhaseAsync(resumed, "ended")).Name.Should().Be("call");
    }

    [Fact]
    public async Task Reader_that_comes_back_and_has_missed_nothing_is_connected_at_once()
    {
        // Its clock stands still: no comment line will come and open the answer.
        await using var server = new LiveServer().With(s => s.AddSingleton<TimeProvider>(new FakeTimeProvider(Some.Time))).Started();
        string? last;
        using (var stream = await StreamReaderClient.OpenAsync(server.Client(LiveServer.Key101), "/api/v1/calls/stream"))
        {
            last = (await stream.NextAsync()).Id;
        }

        using var resumed = await StreamReaderClient.OpenAsync(server.Client(LiveServer.Key101), "/api/v1/calls/stream", last).WaitAsync(Until.Patience, TestContext.Current.CancellationToken);
        server.Pbx.CallChanged(Some.Call("101"));

        (await PhaseAsync(resumed, "ringing")).Name.Should().Be("call");
    }

    [Fact]
    public async Task Reader_of_an_earlier_run_of_the_server_gets_a_snapshot()
    {
        await using var server = new LiveServer().Started();
        using var stream = await StreamReaderClient.OpenAsync(server.Client(LiveServer.Key101), "/api/v1/calls/stream", "0badcafe-7");

        (await stream.NextAsync()).Name.Should().Be("snapshot");
    }

    [Fact]
    public async Task Silent_stream_says_every_15_seconds_that_it_lives()
    {
        var clock = new FakeTimeProvider(Some.Time);
        await using var server = new LiveServer().With(s => s.AddSingleton<TimeProvider>(clock)).Started();
        using var stream = await StreamReaderClient.OpenAsync(server.Client(LiveServer.Key101), "/api/v1/calls/stream");
        await stream.NextAsync();

        (await clock.AdvanceUntilAsync(TimeSpan.FromSeconds(15), stream.NextAsync())).Name.Should().Be(":");
    }

    [Fact]
    public async Task Ring_is_shown_before_a_slow_look_up_answers_and_enriched_after()
    {
        var lookup = new HeldLookup();
        await using var server = new LiveServer().With(s => s.Replace(ServiceDescriptor.Singleton<ICustomerLookup>(lookup))).Started();
        using var stream = await StreamReaderClient.OpenAsync(server.Client(LiveServer.Key101), "/api/v1/calls/stream");
        await stream.NextAsync();

        server.Pbx.CallChanged(Some.Call("101"));
        var ring = (await stream.NextAsync()).Data;
        ring.GetProperty("version").GetInt64().Should().Be(1);
        ring.GetProperty("customer").ValueKind.Should().Be(JsonValueKind.Null);
        ring.GetProperty("matches").GetInt32().Should().Be(0);

        lookup.Answer.SetResult(new CustomerMatch([new CustomerSummary(42, "Ivan Petrov", "Romashka", "/customers/42")]));
        var known = (await stream.NextAsync()).Data;
        known.GetProperty("version").GetInt64().Should().Be(2);
        known.GetProperty("customer").GetProperty("name").GetString().Should().Be("Ivan Petrov");
        known.GetProperty("matches").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task Caller_whom_nobody_could_look_up_is_asked_for_again_while_the_call_lives()
    {
        var clock = new FakeTimeProvider(Some.Time);
        var lookup = new FailingOnceLookup();
        await using var server = new LiveServer().With(s => s.Replace(ServiceDescriptor.Singleton<ICustomerLookup>(lookup)).Replace(ServiceDescriptor.Singleton<TimeProvider>(clock))).Started();
        using var stream = await StreamReaderClient.OpenAsync(server.Client(LiveServer.Key101), "/api/v1/calls/stream");
        await stream.NextAsync();

        server.Pbx.CallChanged(Some.Call("101"));
        (await stream.NextAsync()).Data.GetProperty("customer").ValueKind.Should().Be(JsonValueKind.Null);
        var next = (Name: ":", Id: (string?)null, Data: default(JsonElement));
        while (next.Name == ":")
        {
            next = await clock.AdvanceUntilAsync(TimeSpan.FromSeconds(10), stream.NextAsync());
        }

        next.Data.GetProperty("customer").GetProperty("name").GetString().Should().Be("Ivan Petrov");
    }

    [Fact]
    public async Task History_is_paged_filtered_and_own()
    {
        await using var server = new LiveServer().Started();
        for (var i = 0; i < 5; i++)
        {
            server.Pbx.CallChanged(Some.Call("101", id: $"main:{i}.1:101").Final(i == 0 ? CallOutcome.Missed : CallOutcome.Answered) with { EndedAt = Some.Time.AddMinutes(i) });
        }

        server.Pbx.CallChanged(Some.Call("102", id: "main:9.1:102").Final(CallOutcome.AnsweredElsewhere));

        var all = await HistoryAsync(server, LiveServer.SupervisorKey, "", 6);
        all.GetProperty("total").GetInt32().Should().Be(6);
        var own = await HistoryAsync(server, LiveServer.Key101, "?pageSize=2&page=2", 5);
        own.GetProperty("items").EnumerateArray().Select(c => c.GetProperty("id").GetString()).Should().Equal("main:2.1:101", "main:1.1:101");
        var missed = await HistoryAsync(server, LiveServer.Key101, "?outcome=missed&number=8%20916%20123-45-67", 1);
        missed.GetProperty("items")[0].GetProperty("id").GetString().Should().Be("main:0.1:101");
        (await HistoryAsync(server, LiveServer.SupervisorKey, "?outcome=answeredElsewhere", 1)).GetProperty("items")[0].GetProperty("phase").GetString().Should().Be("ended");
    }

    [Theory]
    [InlineData("/api/v1/calls/history?page=0")]
    [InlineData("/api/v1/calls/history?outcome=sideways")]
    [InlineData("/api/v1/customers?pageSize=501")]
    public async Task Wrong_parameters_are_a_problem_document(string path)
    {
        await using var server = new LiveServer().Started();
        using var client = server.Client(LiveServer.SupervisorKey);
        using var answer = await client.GetAsync(path, Stop);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
    }

    [Fact]
    public async Task Export_is_CSV_of_the_askers_own_calls_and_holds_no_formula()
    {
        await using var server = new LiveServer().Started();
        server.Pbx.CallChanged(Some.Call("101", id: "main:1.1:101") with { Party = new CallParty(PartyKind.External, "79161234567", "=HYPERLINK(\"http://evil\")") });
        server.Pbx.CallChanged((Some.Call("101", id: "main:1.1:101") with { Party = new CallParty(PartyKind.External, "79161234567", "=HYPERLINK(\"http://evil\")") }).Answered().Final());
        server.Pbx.CallChanged(Some.Call("102", id: "main:1.1:102").Final(CallOutcome.AnsweredElsewhere));
        await HistoryAsync(server, LiveServer.SupervisorKey, "", total: 2);
        using var anna = server.Client(LiveServer.Key101);

        using var answer = await anna.GetAsync("/api/v1/calls/history/export?q=916&outcome=answered", Stop);
        var lines = (await answer.Content.ReadAsStringAsync(Stop)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        answer.Content.Headers.ContentType!.MediaType.Should().Be("text/csv");
        lines.Should().HaveCount(2).And.NotContain(l => l.Contains(":102"));
        lines[1].Should().Contain("\"'+79161234567\"").And.Contain("'=HYPERLINK").And.Contain(";main:1.1:101");
        using var foreign = await anna.GetAsync("/api/v1/calls/history/export?extension=102", Stop);
        foreign.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    // History is written aside: asked until it has as many rows as there were calls.
    private static async Task<JsonElement> HistoryAsync(LiveServer server, string key, string query, int total)
    {
        using var client = server.Client(key);
        return await Until.AnswerAsync(client, "/api/v1/calls/history" + query, page => page.GetProperty("total").GetInt32() >= total);
    }

    private static async Task<IEnumerable<string?>> IdsAsync(LiveServer server, string key, string query)
    {
        using var client = server.Client(key);
        var calls = await client.GetFromJsonAsync<JsonElement>("/api/v1/calls" + query, Stop);
        return [.. calls.EnumerateArray().Select(c => c.GetProperty("id").GetString())];
    }

    private static async Task<(string Name, string? Id, JsonElement Data)> PhaseAsync(StreamReaderClient stream, string phase)
    {
        while (true)
        {
            var next = await stream.NextAsync();
            if (next.Data.ValueKind == JsonValueKind.Object && next.Data.GetProperty("phase").GetString() == phase)
            {
                return next;
            }
        }
    }

    private sealed class FailingOnceLookup : ICustomerLookup
    {
        private int _asked;

        public string Name => "Database";

        public ValueTask<CustomerMatch?> FindAsync(PhoneNumber caller, CancellationToken cancellationToken) => Interlocked.Increment(ref _asked) == 1
            ? throw new InvalidOperationException("The database is locked.")
            : new(new CustomerMatch([new CustomerSummary(42, "Ivan Petrov", "Romashka", "/customers/42")]));
    }
}
