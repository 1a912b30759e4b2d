using AwesomeAssertions;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Live;

/// <summary>Who waits is known before a phone rings for them, also where the customer system is slow.</summary>
public sealed class CallerLookAheadTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Caller_who_waited_in_a_queue_rings_with_the_name_that_a_slow_system_gave_meanwhile()
    {
        await using var crm = await OtherSystem.StartAsync(c => OtherSystem.Say(c, """{"name":"Ada Lovelace"}"""), isHeld: true);
        await using var server = crm.AskedBy(new LiveServer()).Started();
        await using var anna = await HubListener.ConnectAsync(server, LiveServer.Key101);

        server.Pbx.ConversationChanged(Waiting("79161234567"));
        await Until.TrueAsync(() => !crm.Asked.IsEmpty);
        server.Pbx.ConversationChanged(Waiting("79161234567") with { Queue = "sales" });
        crm.Release();
        await Until.TrueAsync(() => server.Get<CustomerMatcher>().Cached(server.Get<PhoneNumberReader>().Read("79161234567")) is not null);
        server.Pbx.CallChanged(Some.Call("101"));

        var ring = await anna.NextAsync("CallChanged");
        ring.GetProperty("version").GetInt64().Should().Be(1);
        ring.GetProperty("customer").GetProperty("name").GetString().Should().Be("Ada Lovelace");
        crm.Asked.Should().ContainSingle();
    }

    [Fact]
    public async Task Number_that_the_dialplan_changes_while_the_caller_waits_is_looked_up_too()
    {
        await using var crm = await OtherSystem.StartAsync(c => OtherSystem.Say(c, "[]"));
        await using var server = crm.AskedBy(new LiveServer()).Started();

        server.Pbx.ConversationChanged(Waiting("89161234567"));
        await Until.TrueAsync(() => !crm.Asked.IsEmpty);
        server.Pbx.ConversationChanged(Waiting("79265550101"));

        await Until.TrueAsync(() => crm.Asked.Count == 2);
        crm.Asked.Select(a => a.Path).Should().BeEquivalentTo(["/by-phone/%2B79161234567", "/by-phone/%2B79265550101"]);
    }

    [Fact]
    public async Task Five_phones_that_ring_for_one_caller_ask_the_other_system_once()
    {
        await using var crm = await OtherSystem.StartAsync(c => OtherSystem.Say(c, """{"name":"Ada Lovelace"}"""), isHeld: true);
        await using var server = crm.AskedBy(new LiveServer()).Started();
        await using var watching = await HubListener.ConnectAsync(server, LiveServer.SupervisorKey);

        for (var extension = 101; extension <= 105; extension++)
        {
            server.Pbx.CallChanged(Some.Call($"{extension}", id: $"main:1764000000.12:{extension}"));
            (await watching.NextAsync("CallChanged")).GetProperty("lookedUp").GetBoolean().Should().BeFalse();
        }

        await Until.TrueAsync(() => !crm.Asked.IsEmpty);
        crm.Release();

        for (var extension = 101; extension <= 105; extension++)
        {
            (await watching.NextAsync("CallChanged")).GetProperty("customer").GetProperty("name").GetString().Should().Be("Ada Lovelace");
        }

        crm.Asked.Should().ContainSingle();
    }

    [Fact]
    public async Task Customer_who_is_changed_while_the_question_runs_is_asked_for_anew()
    {
        await using var crm = await OtherSystem.StartAsync(c => OtherSystem.Say(c, "[]"), isHeld: true);
        await using var server = crm.AskedBy(new LiveServer()).Started();
        var (matcher, caller) = (server.Get<CustomerMatcher>(), server.Get<PhoneNumberReader>().Read("79161234567"));

        var before = matcher.FindAsync(caller, Stop).AsTask();
        await Until.TrueAsync(() => !crm.Asked.IsEmpty);
        await server.Get<CustomerStore>().CreateAsync(new CustomerEdit { Name = "Ada", Numbers = [new("+79161234567")] }, Stop);

        (await matcher.FindAsync(caller, Stop))!.Only!.Name.Should().Be("Ada", "the question that runs was asked before there was a customer");
        crm.Release();
        (await before).Should().Be(CustomerMatch.None);
        (await matcher.FindAsync(caller, Stop))!.Only!.Name.Should().Be("Ada", "an old answer is not remembered");
    }

    private static Conversation Waiting(string number) => Some.Conversation() with
    {
        State = ConversationState.Waiting,
        Participants = [new Participant(new CallParty(PartyKind.External, number, null), CallPhase.Dialing, DateTimeOffset.UnixEpoch)],
    };
}
