using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Microsoft.Extensions.DependencyInjection;
using PhonePop.Ami.Calls;
using PhonePop.Server.Security;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Access;

/// <summary>A supervisor with groups: of operators outside them they get nothing, wherever they look; of their own everything.</summary>
public sealed class GroupScopeTests
{
    private const string Password = "correct horse battery";
    private const string Mine = "main:1764000101.1:101";
    private const string MineEnded = "main:1764000101.2:101";
    private const string Foreign = "main:1764000202.1:202";
    private const string ForeignEnded = "main:1764000202.2:202";

    // Words that only stand in what operator 202 does.
    private static readonly string[] ForeignMarks = ["1764000202", "Zinaida", "ZORRO", "zeta note"];
    private static readonly Actor Boss = new("boss", "Boss", null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_of_other_groups_comes_out_of_any_address()
    {
        await using var server = await OfficeAsync("Sales");
        using var browser = new BrowserClient(server);
        await browser.SignInAsync("boris", Password);
        var (told, mine) = (new List<string>(), new List<string>());
        foreach (var (address, door) in Doors.Table.Where(d => d.Key.Method == "GET" && d.Value != Door.Administrator && !d.Key.Pattern.StartsWith('_') && !d.Key.Pattern.StartsWith("hubs", StringComparison.Ordinal)))
        {
            foreach (var path in Paths(address))
            {
                var bytes = await ReadAsync(server, browser.Http, path);
                told.AddRange(ForeignMarks.Where(mark => bytes.Replace(Foreign, "", StringComparison.Ordinal).Replace(ForeignEnded, "", StringComparison.Ordinal).Replace("main%3A1764000202", "", StringComparison.Ordinal).Contains(mark, StringComparison.Ordinal)).Select(mark => $"{path}: {mark}"));
                mine.AddRange(bytes.Contains("1764000101", StringComparison.Ordinal) && !path.Contains("1764000101", StringComparison.Ordinal) ? [address.Pattern] : []);
            }
        }

        told.Should().BeEmpty();
        mine.Distinct().Should().BeEquivalentTo("history", "customers/{Id:int}", "api/v1/calls", "api/v1/calls/stream", "api/v1/calls/history", "api/v1/calls/history/export", "api/v1/conversations");
    }

    [Fact]
    public async Task Asking_for_others_is_refused_and_not_answered_with_nothing()
    {
        await using var server = await OfficeAsync("Sales");
        using var browser = new BrowserClient(server);
        await browser.SignInAsync("boris", Password);
        foreach (var path in (string[])[$"/api/v1/calls/{Foreign}/why", $"/api/v1/calls/{ForeignEnded}/why", $"/go/{Foreign}", $"/go/{ForeignEnded}", "/api/v1/calls?extension=202", "/api/v1/calls/history?pbx=main&extension=202", "/api/v1/calls/history/export?extension=202"])
        {
            using var answer = await browser.Http.GetAsync(path, Stop);
            answer.StatusCode.Should().Be(HttpStatusCode.Forbidden, path);
        }

        using var note = await browser.Http.PutAsJsonAsync($"/api/v1/calls/{Foreign}/work", new { note = "mine" }, Stop);
        note.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        using var test = await browser.Http.PostAsync("/api/v1/operators/main/202/test-pop", null, Stop);
        test.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await browser.Http.GetFromJsonAsync<JsonElement>("/api/v1/calls?extension=101", Stop)).GetArrayLength().Should().Be(1);
        (await browser.Http.GetFromJsonAsync<JsonElement>($"/api/v1/calls/{Mine}/why", Stop)).GetProperty("id").GetString().Should().Be(Mine);
    }

    [Fact]
    public async Task Hub_tells_of_the_groups_of_those_who_wait_and_of_what_leaves_them_as_ended()
    {
        await using var server = await OfficeAsync("Sales");
        await using var listener = await HubListener.ConnectAsync(server, LiveServer.SupervisorKey);
        (await listener.NextAsync("Snapshot")).EnumerateArray().Select(c => c.GetProperty("id").GetString()).Should().Equal(Mine);

        server.Pbx.CallChanged(Call("202", Foreign) with { Uncertain = true });
        server.Pbx.CallChanged(Call("101", Mine) with { Uncertain = true });
        (await listener.CallsUntilAsync(Mine)).Should().Equal(Mine);

        server.Pbx.ConversationChanged(Conversation("main:5.1", "202"));
        (await ToldAsync(Conversation("main:5.2"))).Should().Be("main:5.2 waiting ");
        (await ToldAsync(Conversation("main:5.2", "202"))).Should().Be("main:5.2 ended ", "the others have answered");
        (await ToldAsync(Conversation("main:5.3", "101", "202"))).Should().Be("main:5.3 talking 101+202", "half of it is ours: it is seen whole");
        (await ToldAsync(Conversation("main:5.3", "202"))).Should().Be("main:5.3 ended 101+202");

        // One after the other: a state that is older than what waits to be sent is skipped.
        async Task<string> ToldAsync(Conversation conversation)
        {
            server.Pbx.ConversationChanged(conversation);
            var c = await listener.NextAsync("ConversationChanged");
            return $"{c.GetProperty("id").GetString()} {c.GetProperty("state").GetString()} {string.Join('+', c.GetProperty("participants").EnumerateArray().Select(p => p.GetProperty("extension").GetString()).OfType<string>())}";
        }
    }

    [Fact]
    public async Task Change_of_groups_cuts_stream_and_hub_and_both_begin_anew_with_what_may_be_seen_now()
    {
        await using var server = await OfficeAsync("Sales", "Service");
        var desk = server.Get<GroupDesk>();
        using var client = server.Client(LiveServer.SupervisorKey);
        using var stream = await StreamReaderClient.OpenAsync(client, "/api/v1/calls/stream");
        var (_, last, data) = await stream.NextAsync();
        data.GetArrayLength().Should().Be(2);
        await using var hub = await HubListener.ConnectAsync(server, LiveServer.SupervisorKey);
        var closed = new TaskCompletionSource();
        hub.Connection.Closed += _ => Task.FromResult(closed.TrySetResult());

        var sales = (await desk.ListAsync(Stop)).Single(g => g.Name == "Service");
        (await desk.SaveAsync(sales.Id, sales.Name, [("main", "303")], Boss)).Should().BeNull();

        await closed.Task.WaitAsync(Until.Patience, Stop);
        await stream.Invoking(async s =>
        {
            while (true)
            {
                await s.NextAsync();
            }
        }).Should().ThrowAsync<IOException>();
        using var again = server.Client(LiveServer.SupervisorKey);
        using var resumed = await StreamReaderClient.OpenAsync(again, "/api/v1/calls/stream", last);
        var (name, _, calls) = await resumed.NextAsync();
        name.Should().Be("snapshot", "what may be seen no longer must go");
        calls.EnumerateArray().Select(c => c.GetProperty("id").GetString()).Should().Equal(Mine);
    }

    [Fact]
    public async Task Without_groups_and_as_administrator_everything_is_seen_and_a_group_of_nobody_shows_nobody()
    {
        await using var everything = await OfficeAsync();
        await using var nobody = await OfficeAsync("Empty");
        await using var unknown = await OfficeAsync("No such group");
        foreach (var (server, key, seen) in new[] { (everything, LiveServer.SupervisorKey, 2), (nobody, LiveServer.SupervisorKey, 0), (unknown, LiveServer.SupervisorKey, 0), (nobody, LiveServer.AdministratorKey, 2) })
        {
            using var client = server.Client(key);
            (await client.GetFromJsonAsync<JsonElement>("/api/v1/calls", Stop)).GetArrayLength().Should().Be(seen);
            (await client.GetFromJsonAsync<JsonElement>("/api/v1/calls/history", Stop)).GetProperty("total").GetInt32().Should().Be(seen);
        }
    }

    /// <summary>101 is in Sales, 202 in Service; the supervisor's account and key are given these groups.</summary>
    private static async Task<LiveServer> OfficeAsync(params string[] groups)
    {
        var server = new LiveServer().WithUser(0, "anna", Password, "Operator", "101").WithUser(1, "zinaida", Password, "Operator", "202").WithUser(2, "boris", Password, "Supervisor")
            .With("PhonePop:Users:1:DisplayName", "Zinaida");
        foreach (var (i, group) in groups.Index())
        {
            server.With($"PhonePop:ApiKeys:2:Groups:{i}", group);
        }

        server.Started();
        var desk = server.Get<GroupDesk>();
        foreach (var (name, seats) in new[] { ("Sales", new[] { ("main", "101") }), ("Service", [("main", "202")]), ("Empty", []) })
        {
            (await desk.SaveAsync(null, name, seats, Boss)).Should().BeNull();
        }

        var boris = (await server.Get<AccountDesk>().ListAsync(Stop)).Single(a => a.UserName == "boris");
        await desk.GiveAsync(boris.Id, "boris", (await desk.ListAsync(Stop)).Where(g => groups.Contains(g.Name)).Select(g => g.Id).ToHashSet(), Boss);
        await server.Get<PhonePop.Server.Customers.CustomerStore>().CreateAsync(new PhonePop.Server.Customers.CustomerEdit { Name = "Ada", Numbers = [new("79161234567")] }, Stop);
        server.Pbx.PbxChanged(Some.Pbx());
        server.Pbx.ConversationChanged(Conversation("main:1764000101.1", "101"));
        server.Pbx.ConversationChanged(Conversation("main:1764000202.1", "202"));
        server.Pbx.CallChanged(Call("101", Mine));
        server.Pbx.CallChanged(Call("202", Foreign));
        server.Pbx.CallChanged(Call("101", MineEnded).Final());
        server.Pbx.CallChanged(Call("202", ForeignEnded).Final());
        using var boss = server.Client(LiveServer.AdministratorKey);
        await Until.AnswerAsync(boss, "/api/v1/calls/history", page => page.GetProperty("total").GetInt32() == 2);
        (await boss.PutAsJsonAsync($"/api/v1/calls/{ForeignEnded}/work", new { note = "zeta note" }, Stop)).EnsureSuccessStatusCode();
        return server;
    }

    private static Call Call(string extension, string id) => Some.Call(extension, id: id).Answered() with
    {
        ConversationId = id[..id.LastIndexOf(':')], Party = new CallParty(PartyKind.External, "79161234567", extension == "202" ? "ZORRO" : "ADA"), Queue = null,
    };

    private static Conversation Conversation(string id, params string[] extensions) => Some.Conversation(id) with
    {
        State = extensions.Length == 0 ? ConversationState.Waiting : ConversationState.Talking,
        Participants = [new(new CallParty(PartyKind.External, "79161234567", extensions.Contains("202") ? "ZORRO" : "ADA"), CallPhase.Talking, Some.Time), .. extensions.Select(e => new Participant(new CallParty(PartyKind.Internal, e), CallPhase.Talking, Some.Time))],
    };

    private static string[] Paths(Address address) => address.Pattern switch
    {
        "calls/{CallId}/why" => [$"/calls/{Foreign}/why", $"/calls/{ForeignEnded}/why"],
        "go/{callId}" => [$"/go/{Foreign}", $"/go/{ForeignEnded}"],
        "api/v1/calls/{id}/why" => [$"/api/v1/calls/{Foreign}/why", $"/api/v1/calls/{ForeignEnded}/why"],
        "customers" => ["/customers", $"/customers?call={Foreign}"],
        "customers/new" => ["/customers/new", $"/customers/new?call={Foreign}"],
        "history" => ["/history", "/history?operator=main/202"],
        "api/v1/calls/history" => ["/api/v1/calls/history", "/api/v1/calls/history?customerId=1", "/api/v1/calls/history?q=zorro"],
        _ => [Doors.Path(address)],
    };

    private static async Task<string> ReadAsync(LiveServer server, HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(path.StartsWith("/api", StringComparison.Ordinal) ? "application/json" : "text/html"));
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        if (answer.Content.Headers.ContentType?.MediaType != "text/event-stream" || !answer.IsSuccessStatusCode)
        {
            return answer.Headers + await answer.Content.ReadAsStringAsync(Stop);
        }

        // The snapshot, and a change of the others before one of ours.
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
        var read = await reader.ReadLineAsync(Stop) + await reader.ReadLineAsync(Stop) + await reader.ReadLineAsync(Stop);
        server.Pbx.CallChanged(Call("202", Foreign) with { Uncertain = true });
        server.Pbx.CallChanged(Call("101", Mine) with { Uncertain = true });
        while (!read.Contains("event: call", StringComparison.Ordinal))
        {
            read += await reader.ReadLineAsync(Stop);
        }

        return read + await reader.ReadLineAsync(Stop);
    }
}
