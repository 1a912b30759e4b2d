using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Server.Work;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Work;

/// <summary>Who is on the list of people to call back, and who leaves it how.</summary>
public sealed class CallbackTests
{
    private readonly FakeTimeProvider _clock = new(Some.Time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ring_at_several_phones_that_nobody_took_is_one_entry()
    {
        await using var server = Server();
        using var anna = server.Client(LiveServer.Key101);
        server.Pbx.CallChanged(Missed("101", "1"));
        server.Pbx.CallChanged(Missed("102", "1"));
        server.Pbx.ConversationChanged(Abandoned("1"));
        server.Pbx.CallChanged(Missed("101", "2", "79260000002")); // behind the others: when it is there, they were judged

        var list = await ListAsync(anna, 2);

        list[1].GetProperty("count").GetInt32().Should().Be(1);
        list[1].GetProperty("e164").GetString().Should().Be("+79161234567");
        list[1].GetProperty("display").GetString().Should().Be("+7 916 123-45-67");
        list[1].GetProperty("queue").GetString().Should().Be("support");
    }

    [Fact]
    public async Task Who_calls_again_joins_the_own_entry_also_from_another_number_of_the_same_customer()
    {
        await using var server = Server();
        using var anna = server.Client(LiveServer.Key101);
        await server.Get<CustomerStore>().CreateAsync(new CustomerEdit { Name = "Ada", Numbers = [new("+79161234567"), new("+79260000002")] }, Stop);
        server.Pbx.CallChanged(Missed("101", "1"));
        server.Pbx.CallChanged(Missed("101", "2") with { EndedAt = Some.Time.AddMinutes(5), Queue = "sales" });
        server.Pbx.CallChanged(Missed("102", "3", "8 926 000 00 02") with { EndedAt = Some.Time.AddMinutes(9) });

        var list = await Until.AnswerAsync(anna, "/api/v1/callbacks", l => l.GetArrayLength() == 1 && l[0].GetProperty("count").GetInt32() == 3);

        list[0].GetProperty("customer").GetProperty("name").GetString().Should().Be("Ada");
        list[0].GetProperty("firstAt").GetDateTime().Should().Be(Some.Time.AddMinutes(1).UtcDateTime);
        list[0].GetProperty("lastAt").GetDateTime().Should().Be(Some.Time.AddMinutes(9).UtcDateTime);
    }

    [Fact]
    public async Task Who_gave_up_in_a_queue_before_any_phone_rang_is_on_the_list()
    {
        await using var server = Server();
        using var anna = server.Client(LiveServer.Key101);
        server.Pbx.ConversationChanged(Abandoned("7"));

        var list = await ListAsync(anna, 1);

        list[0].GetProperty("queue").GetString().Should().Be("support");
    }

    [Fact]
    public async Task Calls_that_somebody_answered_that_withhold_the_number_or_came_from_a_colleague_are_not_missed()
    {
        await using var server = Server();
        using var anna = server.Client(LiveServer.Key101);
        server.Pbx.CallChanged(Some.Call("101", id: "main:1.1:101").Answered()); // talked, transferred, and then nobody took it
        server.Pbx.CallChanged(Missed("102", "12", "79161234567") with { ConversationId = "main:1764000000.12" });
        server.Pbx.CallChanged(Missed("101", "2") with { Party = CallParty.Anonymous });
        server.Pbx.CallChanged(Missed("101", "3") with { Party = new CallParty(PartyKind.Internal, "102"), Direction = CallDirection.Internal });
        server.Pbx.CallChanged(Missed("101", "4", "79260000004") with { Outcome = CallOutcome.AnsweredElsewhere, AnsweredBy = "102" });
        server.Pbx.ConversationChanged(Abandoned("5") with { AnsweredAt = Some.Time });
        server.Pbx.ConversationChanged(Abandoned("6") with { Queue = null }); // left the voice menu: nobody was asked to answer
        server.Pbx.CallChanged(Missed("101", "8", "79260000008"));
        server.Pbx.ConversationChanged(Abandoned("9") with { Participants = [new Participant(new CallParty(PartyKind.External, "79260000009"), CallPhase.Dialing, Some.Time)] });

        var list = await ListAsync(anna, 2);

        list.EnumerateArray().Select(c => c.GetProperty("e164").GetString()).Should().BeEquivalentTo("+79260000008", "+79260000009");
    }

    [Fact]
    public async Task An_entry_goes_when_anybody_talks_with_that_number_afterwards()
    {
        await using var server = Server(s => s.WithUser(0, "boris", "correct horse battery", "Operator", "102"));
        using var anna = server.Client(LiveServer.Key101);
        server.Pbx.CallChanged(Missed("101", "1"));
        server.Pbx.CallChanged(Missed("101", "2", "79260000002"));
        await ListAsync(anna, 2);

        var back = Some.Call("102", "89161234567", "main:9.1:102", CallPhase.Dialing) with { ConversationId = "main:9.1", Direction = CallDirection.Outbound, StartedAt = Some.Time.AddMinutes(3) };
        server.Pbx.CallChanged(back);
        server.Pbx.CallChanged(back with { Phase = CallPhase.Talking, AnsweredAt = Some.Time.AddMinutes(4) });

        var list = await ListAsync(anna, 1);
        list[0].GetProperty("e164").GetString().Should().Be("+79260000002");
        var all = await anna.GetFromJsonAsync<JsonElement>("/api/v1/callbacks?all=true", Stop);
        var reached = all.EnumerateArray().Single(c => c.GetProperty("end").GetString() == "reached");
        reached.GetProperty("endedBy").GetString().Should().Be("boris");
    }

    [Fact]
    public async Task A_talk_that_began_before_the_missed_call_reaches_nobody()
    {
        await using var server = Server();
        using var anna = server.Client(LiveServer.Key101);
        var talk = Some.Call("102", id: "main:9.1:102") with { ConversationId = "main:9.1" };
        server.Pbx.CallChanged(talk.Answered()); // the switchboard of a company: several people call from one number
        server.Pbx.CallChanged(Missed("101", "1"));
        await ListAsync(anna, 1);

        server.Pbx.CallChanged(talk.Answered().Final() with { EndedAt = Some.Time.AddMinutes(20) });
        server.Pbx.CallChanged(Missed("101", "2", "79260000002"));

        (await ListAsync(anna, 2)).GetArrayLength().Should().Be(2);
    }

    [Fact]
    public async Task Of_two_who_claim_at_once_one_wins_and_the_other_is_told_who()
    {
        await using var server = Server();
        using var anna = server.Client(LiveServer.Key101);
        using var boris = server.Client(LiveServer.Key102);
        server.Pbx.CallChanged(Missed("101", "1"));
        var id = (await ListAsync(anna, 1))[0].GetProperty("id").GetInt32();

        var answers = await Task.WhenAll(anna.PostAsync($"/api/v1/callbacks/{id}/claim", null, Stop), boris.PostAsync($"/api/v1/callbacks/{id}/claim", null, Stop));

        answers.Select(a => a.StatusCode).Should().BeEquivalentTo([HttpStatusCode.OK, HttpStatusCode.Conflict]);
        var winner = answers[0].StatusCode == HttpStatusCode.OK ? "operator 101" : "operator 102";
        (await answers.Single(a => a.StatusCode == HttpStatusCode.Conflict).Content.ReadAsStringAsync(Stop)).Should().Contain($"{winner} takes care of it");
        (await ListAsync(anna, 1))[0].GetProperty("claimedBy").GetString().Should().Be(winner);
    }

    [Fact]
    public async Task A_claim_can_be_given_back_and_only_its_owner_or_a_supervisor_says_done()
    {
        await using var server = Server();
        using var anna = server.Client(LiveServer.Key101);
        using var boris = server.Client(LiveServer.Key102);
        using var supervisor = server.Client(LiveServer.SupervisorKey);
        server.Pbx.CallChanged(Missed("101", "1"));
        var id = (await ListAsync(anna, 1))[0].GetProperty("id").GetInt32();

        (await PostAsync(anna, id, "claim")).Should().Be(HttpStatusCode.OK);
        (await PostAsync(boris, id, "done")).Should().Be(HttpStatusCode.Conflict);
        (await PostAsync(boris, id, "release")).Should().Be(HttpStatusCode.Conflict);
        (await PostAsync(anna, id, "release")).Should().Be(HttpStatusCode.OK);
        (await PostAsync(boris, id, "claim")).Should().Be(HttpStatusCode.OK);
        (await PostAsync(supervisor, id, "done")).Should().Be(HttpStatusCode.OK);
        (await PostAsync(boris, id, "done")).Should().Be(HttpStatusCode.Conflict);
        (await PostAsync(anna, 4711, "claim")).Should().Be(HttpStatusCode.NotFound);
        (await ListAsync(anna, 0)).GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task Operators_see_the_list_of_their_own_pbx_and_supervisors_all()
    {
        await using var server = Server(s => s
            .With("PhonePop:Pbxes:1:Name", "other").With("PhonePop:Pbxes:1:Host", "127.0.0.2").With("PhonePop:Pbxes:1:Username", "phonepop").With("PhonePop:Pbxes:1:Secret", "secret")
            .With("PhonePop:ApiKeys:0:Pbx", "main").With("PhonePop:ApiKeys:1:Pbx", "other"));
        using var anna = server.Client(LiveServer.Key101);
        using var boris = server.Client(LiveServer.Key102);
        using var supervisor = server.Client(LiveServer.SupervisorKey);
        using var nobody = server.Client(null);
        server.Pbx.CallChanged(Missed("101", "1"));
        var id = (await ListAsync(supervisor, 1))[0].GetProperty("id").GetInt32();

        (await ListAsync(anna, 1)).GetArrayLength().Should().Be(1);
        (await ListAsync(boris, 0)).GetArrayLength().Should().Be(0);
        (await PostAsync(boris, id, "claim")).Should().Be(HttpStatusCode.Forbidden);
        (await nobody.GetAsync("/api/v1/callbacks", Stop)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Entries_are_dropped_when_they_are_older_than_they_are_kept()
    {
        await using var server = Server(s => s.With("PhonePop:Work:MissedKeep", "02:00:00").With("PhonePop:Work:DoneShown", "01:00:00"));
        using var anna = server.Client(LiveServer.Key101);
        server.Pbx.CallChanged(Missed("101", "1"));
        await ListAsync(anna, 1);

        for (var i = 0; i < 13; i++)
        {
            _clock.Advance(TimeSpan.FromMinutes(10));
        }

        await ListAsync(anna, 0);
        await using var db = await server.Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContextAsync(Stop);
        await Until.TrueAsync(() => !db.MissedConversations.Any());
    }

    [Fact]
    public async Task A_server_that_starts_again_knows_the_list_and_what_history_has_without_it()
    {
        await using var server = Server(s => s.With(services => services.Remove(services.Single(d => d.ImplementationType == typeof(CallbackTracker)))));
        server.Pbx.CallChanged(Missed("101", "1"));
        server.Pbx.CallChanged(Missed("101", "2", "79260000002"));
        server.Pbx.CallChanged(Some.Call("102", "79260000002", "main:3.1:102").Answered().Final() with { ConversationId = "main:3.1", AnsweredAt = Some.Time.AddMinutes(2), EndedAt = Some.Time.AddMinutes(3) });
        using var anna = server.Client(LiveServer.Key101);
        using var supervisor = server.Client(LiveServer.SupervisorKey);
        await Until.AnswerAsync(supervisor, "/api/v1/calls/history", p => p.GetProperty("total").GetInt32() == 3);

        for (var start = 0; start < 2; start++)
        {
            using var tracker = ActivatorUtilities.CreateInstance<CallbackTracker>(server.Services);
            await tracker.StartAsync(Stop);
            (await ListAsync(anna, 1))[0].GetProperty("e164").GetString().Should().Be("+79161234567");
            await tracker.StopAsync(Stop);
        }
    }

    [Fact]
    public async Task Who_was_missed_while_the_disk_was_full_is_on_the_list_when_there_is_room_however_long_that_took()
    {
        var disk = new SmallDisk();
        await using var server = Server(s => s.With(services => services.ConfigureDbContext<PhonePopDbContext>(o => o.AddInterceptors(disk))));
        using var supervisor = server.Client(LiveServer.AdministratorKey);
        disk.IsFull = true;
        server.Pbx.CallChanged(Missed("101", "1"));
        await Until.TrueAsync(() => Later(() => disk.Refused >= 20));

        disk.IsFull = false;
        server.Pbx.CallChanged(Missed("101", "2", "79260000002"));

        await Until.TrueAsync(async () => Later(() => true) && (await supervisor.GetFromJsonAsync<JsonElement>("/api/v1/callbacks", Stop)).GetArrayLength() == 2);
    }

    // A little, so that no pause is jumped over before it has begun.
    private bool Later(Func<bool> condition)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        return condition();
    }

    private LiveServer Server(Func<LiveServer, LiveServer>? more = null)
    {
        var server = new LiveServer().With(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_clock)));
        return more is null ? server.Started() : more(server).Started();
    }

    private static Call Missed(string extension, string conversation, string number = "79161234567") =>
        Some.Call(extension, number, $"main:{conversation}.1:{extension}").Final(CallOutcome.Missed) with { ConversationId = $"main:{conversation}" };

    private static Conversation Abandoned(string conversation) => Some.Conversation($"main:{conversation}") with { State = ConversationState.Ended, Queue = "support" };

    private static Task<JsonElement> ListAsync(HttpClient client, int count) => Until.AnswerAsync(client, "/api/v1/callbacks", l => l.GetArrayLength() == count);

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, int id, string verb)
    {
        using var answer = await client.PostAsync($"/api/v1/callbacks/{id}/{verb}", null, Stop);
        return answer.StatusCode;
    }

    /// <summary>Refuses what the list writes.</summary>
    private sealed class SmallDisk : SaveChangesInterceptor
    {
        private const int Full = 13;
        private int _refused;

        public volatile bool IsFull;

        public int Refused => Volatile.Read(ref _refused);

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (!IsFull || !eventData.Context!.ChangeTracker.Entries<MissedConversation>().Any())
            {
                return ValueTask.FromResult(result);
            }

            Interlocked.Increment(ref _refused);
            throw new SqliteException("database or disk is full", Full);
        }
    }
}
