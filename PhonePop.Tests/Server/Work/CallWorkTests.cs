using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using PhonePop.Server.Customers;
using PhonePop.Server.Live;
using PhonePop.Server.Work;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Work;

public sealed class CallWorkTests
{
    private const string Id = "main:1764000000.12:101";
    private const string Path = $"/api/v1/calls/{Id}/work";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_written_while_the_call_lives_is_in_history_when_that_is_written()
    {
        await using var server = new LiveServer().Started();
        using var anna = server.Client(LiveServer.Key101);
        server.Pbx.CallChanged(Some.Call("101"));

        using var saved = await anna.PutAsJsonAsync(Path, new { note = "Wants <b>delivery</b>\r\non Friday ", outcome = "Solved" }, Stop);
        saved.StatusCode.Should().Be(HttpStatusCode.OK);
        server.Pbx.CallChanged(Some.Call("101").Answered().Final());

        var page = await Until.AnswerAsync(anna, "/api/v1/calls/history", p => p.GetProperty("total").GetInt32() == 1);
        var work = page.GetProperty("items")[0].GetProperty("work");
        work.GetProperty("note").GetString().Should().Be("Wants <b>delivery</b>\non Friday");
        work.GetProperty("outcome").GetString().Should().Be("Solved");
        work.GetProperty("author").GetString().Should().Be("operator 101");
        work.GetProperty("updatedAt").GetDateTime().Should().BeCloseTo(TimeProvider.System.GetUtcNow().UtcDateTime, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task An_ended_call_can_be_written_about_and_what_is_left_out_stays()
    {
        await using var server = new LiveServer().Started();
        using var anna = server.Client(LiveServer.Key101);
        server.Pbx.CallChanged(Some.Call("101").Answered().Final());

        (await PutAsync(anna, new { note = "first" })).GetProperty("note").GetString().Should().Be("first");
        (await PutAsync(anna, new { outcome = "Passed on" })).GetProperty("note").GetString().Should().Be("first");
        var cleared = await PutAsync(anna, new { note = "", outcome = "" });
        cleared.GetProperty("note").ValueKind.Should().Be(JsonValueKind.Null);
        cleared.GetProperty("outcome").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task Only_the_own_operator_and_supervisors_may_write()
    {
        await using var server = new LiveServer().Started();
        server.Pbx.CallChanged(Some.Call("101"));
        using var anna = server.Client(LiveServer.Key101);
        using var boris = server.Client(LiveServer.Key102);
        using var supervisor = server.Client(LiveServer.SupervisorKey);
        using var nobody = server.Client(null);

        (await StatusAsync(nobody, Path, new { note = "x" })).Should().Be(HttpStatusCode.Unauthorized);
        (await StatusAsync(boris, Path, new { note = "x" })).Should().Be(HttpStatusCode.Forbidden);
        (await StatusAsync(anna, "/api/v1/calls/main:9.9:101/work", new { note = "x" })).Should().Be(HttpStatusCode.NotFound);
        (await PutAsync(supervisor, new { note = "well done" })).GetProperty("author").GetString().Should().Be("wallboard");
        (await server.Get<CallWorkStore>().FindAsync([Id], NumberMask.Off, Stop))[Id].Note.Should().Be("well done");
    }

    [Fact]
    public async Task A_note_that_is_too_long_and_an_outcome_that_is_not_on_the_list_are_named()
    {
        await using var server = new LiveServer().With("PhonePop:Work:Outcomes:0", "Договорились").Started();
        server.Pbx.CallChanged(Some.Call("101"));
        using var anna = server.Client(LiveServer.Key101);

        using var refused = await anna.PutAsJsonAsync(Path, new { note = new string('x', CallWorkStore.LongestNote + 1), outcome = "Solved" }, Stop);

        refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        var errors = (await refused.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("errors");
        errors.GetProperty("note")[0].GetString().Should().Contain("4000");
        errors.GetProperty("outcome")[0].GetString().Should().Contain("Договорились");
        (await PutAsync(anna, new { outcome = "Договорились" })).GetProperty("outcome").GetString().Should().Be("Договорились");
    }

    [Fact]
    public async Task Two_who_write_the_first_words_at_once_both_succeed_and_one_row_remains()
    {
        await using var server = new LiveServer().Started();
        server.Pbx.CallChanged(Some.Call("101"));
        using var anna = server.Client(LiveServer.Key101);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => StatusAsync(anna, Path, new { note = $"words {i}" })));

        answers.Should().AllBeEquivalentTo(HttpStatusCode.OK);
        (await server.Get<CallWorkStore>().FindAsync([Id], NumberMask.Off, Stop)).Should().ContainSingle();
    }

    [Fact]
    public async Task Who_gets_the_customer_finds_what_the_colleague_wrote_in_the_same_conversation()
    {
        await using var server = new LiveServer().Started();
        server.Pbx.CallChanged(Some.Call("101").Answered());
        server.Pbx.CallChanged(Some.Call("102", id: "main:1764000000.14:102") with { TransferredFrom = "101" });
        using var anna = server.Client(LiveServer.Key101);
        await PutAsync(anna, new { note = "asks about invoice 553" });

        var store = server.Get<CallWorkStore>();
        (await store.HandedOverAsync("main:1764000000.12", "main:1764000000.14:102", NumberMask.Off, Stop))!.Note.Should().Be("asks about invoice 553");
        (await store.HandedOverAsync("main:1764000000.12", Id, NumberMask.Off, Stop)).Should().BeNull();
    }

    [Fact]
    public async Task A_change_is_told_to_those_who_see_the_call_and_to_nobody_else()
    {
        await using var server = new LiveServer().Started();
        var store = server.Get<CallWorkStore>();
        server.Pbx.CallChanged(Some.Call("101"));
        server.Pbx.CallChanged(Some.Call("102", id: "main:1764000000.12:102"));
        using var anna = server.Client(LiveServer.Key101);
        using var boris = server.Client(LiveServer.Key102);
        var heard = store.Subscribe(Audience.Operator("main", "102"), TimeSpan.Zero, Stop);

        await PutAsync(anna, new { note = "hers" });
        (await StatusAsync(boris, "/api/v1/calls/main:1764000000.12:102/work", new { note = "his" })).Should().Be(HttpStatusCode.OK);

        (await heard.SelectMany(batch => batch).FirstAsync(Stop)).Work!.Note.Should().Be("his");
    }

    private static async Task<JsonElement> PutAsync(HttpClient client, object edit)
    {
        using var answer = await client.PutAsJsonAsync(Path, edit, Stop);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path, object edit)
    {
        using var answer = await client.PutAsJsonAsync(path, edit, Stop);
        return answer.StatusCode;
    }
}
