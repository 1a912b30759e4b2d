using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using PhonePop.Ami.Calls;
using PhonePop.Server.Data;
using PhonePop.Server.Live;
using PhonePop.Server.Presence;
using PhonePop.Server.Security;
using PhonePop.Server.Work;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Presence;

/// <summary>How operators stand, by API and hub.</summary>
public sealed class PresenceTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_an_operator_sets_supervisors_are_told_and_a_call_goes_before_it_until_it_ends()
    {
        await using var server = new LiveServer().Started();
        await using var supervisor = await HubListener.ConnectAsync(server, LiveServer.SupervisorKey);
        await using var anna = await HubListener.ConnectAsync(server, LiveServer.Key101);
        (await NextStateAsync(supervisor)).Should().Be("available", "she has come");
        using var client = server.Client(LiveServer.Key101);

        using (var answer = await client.PutAsJsonAsync("/api/v1/me/presence", new { state = "away" }, Stop))
        {
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        (await NextStateAsync(supervisor)).Should().Be("away");
        server.Pbx.CallChanged(Some.Call().Answered());
        (await NextStateAsync(supervisor)).Should().Be("onCall");
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/me/presence", Stop)).GetProperty("chosen").GetString().Should().Be("away");
        server.Pbx.CallChanged(Some.Call().Answered().Final());
        (await NextStateAsync(supervisor)).Should().Be("away");
    }

    [Fact]
    public async Task After_a_call_with_somebody_outside_an_operator_wraps_up_for_the_time_that_the_administrator_gives()
    {
        await using var server = new LiveServer().With("PhonePop:Work:WrapUp", "00:10:00").Started();
        await using var anna = await HubListener.ConnectAsync(server, LiveServer.Key101);
        using var client = server.Client(LiveServer.Key101);
        await Until.AnswerAsync(client, "/api/v1/calls", _ => server.Get<PresenceBoard>().Find("main", "101") is not null);
        var now = TimeProvider.System.GetUtcNow();

        server.Pbx.CallChanged(Some.Call().Answered() with { StartedAt = now });
        await Until.TrueAsync(() => server.Get<PresenceBoard>().Find("main", "101")!.State == PresenceState.OnCall);
        server.Pbx.CallChanged(Some.Call().Answered().Final() with { StartedAt = now, EndedAt = now });

        await Until.TrueAsync(() => server.Get<PresenceBoard>().Find("main", "101")!.State == PresenceState.WrapUp);
    }

    [Fact]
    public async Task What_is_only_seen_cannot_be_set_and_who_has_no_phone_has_no_presence()
    {
        await using var server = new LiveServer().Started();
        using var anna = server.Client(LiveServer.Key101);
        using var supervisor = server.Client(LiveServer.SupervisorKey);

        (await PutAsync(anna, "onCall")).Should().Be(HttpStatusCode.BadRequest);
        (await PutAsync(anna, "asleep")).Should().Be(HttpStatusCode.BadRequest);
        (await PutAsync(supervisor, "away")).Should().Be(HttpStatusCode.Conflict);
        (await anna.GetAsync("/api/v1/operators", Stop)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Accounts_are_listed_with_their_names_offline_until_a_page_is_open_and_a_restart_keeps_what_was_set()
    {
        await using var server = new LiveServer().WithUser(0, "boris", "a long password", "Operator", "107").With("PhonePop:Users:0:DisplayName", "Boris").Started();
        using var supervisor = server.Client(LiveServer.SupervisorKey);
        var operators = await supervisor.GetFromJsonAsync<JsonElement>("/api/v1/operators", Stop);
        operators.EnumerateArray().Select(o => $"{o.GetProperty("name")} {o.GetProperty("extension")} {o.GetProperty("state")}").Should().Equal("Boris 107 offline");

        await server.Get<PresenceBoard>().ChooseAsync("main", "107", PresenceState.Busy, Stop);

        using var restarted = new PresenceBoard(
            server.Get<OperatorDirectory>(), new LiveCallBoard(TimeProvider.System), server.Get<WrapUps>(), new HubPresence(), new PresenceStore(server.Get<IDbContextFactory<PhonePopDbContext>>()), TimeProvider.System, NullLogger<PresenceBoard>.Instance);
        await restarted.StartAsync(Stop);
        restarted.Find("main", "107").Should().Match<OperatorPresence>(p => p.State == PresenceState.Offline && p.Chosen == PresenceState.Busy);
        await restarted.StopAsync(Stop);
    }

    private static async Task<string?> NextStateAsync(HubListener supervisor) => (await supervisor.NextAsync("OperatorChanged")).GetProperty("state").GetString();

    private static async Task<HttpStatusCode> PutAsync(HttpClient client, string state)
    {
        using var answer = await client.PutAsJsonAsync("/api/v1/me/presence", new { state }, Stop);
        return answer.StatusCode;
    }
}
