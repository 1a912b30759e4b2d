using System.Text;
using AwesomeAssertions;
using PhonePop.Simulator;
using PhonePop.Simulator.Pbx;

namespace PhonePop.Tests.Simulator;

public class EmulatedPbxTests
{
    [Fact]
    public async Task Truth_follows_an_attended_transfer()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" });

        var call = pbx.Inbound("8 (916) 123-45-67", "", "74951230100", "100");
        pbx.Truth().Should().Equal(Customer("100", "79161234567", "ringing"));
        call.Answer();
        pbx.Truth().Should().Equal(Customer("100", "79161234567", "up"));
        var consultation = pbx.Consult(call, "100", "101");
        pbx.Truth().Should().BeEquivalentTo([Customer("100", "79161234567", "held"), Colleagues("100", "101", "ringing")]);
        consultation.Answer();
        pbx.Truth().Should().BeEquivalentTo([Customer("100", "79161234567", "held"), Colleagues("100", "101", "up")]);
        call.CompleteTransfer(consultation);
        pbx.Truth().Should().Equal(Customer("101", "79161234567", "up"));
        call.HangUp("101");

        pbx.Truth().Should().BeEmpty();
        pbx.Calls.Should().BeEmpty();
        consultation.IsOver.Should().BeTrue();
    }

    [Fact]
    public async Task Truth_of_a_queue_is_who_rings_and_then_who_waits()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" });
        var busy = pbx.Internal("102", "100");
        busy.Answer();

        var call = pbx.EnterQueue("", "", "74951230200", "support");
        var ringing = pbx.Truth();
        call.Reject("101");
        call.Reject("103");

        ringing.Should().BeEquivalentTo([Colleagues("102", "100", "up"), Customer("101", "anonymous", "ringing"), Customer("103", "anonymous", "ringing")]);
        pbx.Truth().Should().Contain(new TruthEntry(null, "anonymous", null, null, "waiting", "support", null));
    }

    [Fact]
    public async Task Lists_show_the_true_state()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" });
        using var client = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");
        pbx.Inbound("79161234567", "", "74951230101", "101").Answer();
        pbx.EnterQueue("79031112233", "", "74951230200", "support");

        var channels = await client.ListAsync("CoreShowChannels");
        var bridges = await client.ListAsync("BridgeList");
        var queues = await client.ListAsync("QueueStatus");

        channels.Select(row => (row["CallerIDNum"], row["ChannelStateDesc"], Bridged: row["BridgeId"] != "")).Should().BeEquivalentTo(
            [("79161234567", "Up", true), ("101", "Up", true), ("79031112233", "Up", false), ("102", "Ringing", false), ("103", "Ringing", false)]);
        bridges.Should().ContainSingle().Which["BridgeUniqueid"].Should().Be(channels[0]["BridgeId"]);
        queues.Where(row => row["Event"] == "QueueMember").Select(row => (row["Location"], row["Status"])).Should()
            .Equal(("PJSIP/101", "2"), ("PJSIP/102", "6"), ("PJSIP/103", "6"));
        queues.Should().ContainSingle(row => row["Event"] == "QueueEntry").Which["CallerIDNum"].Should().Be("79031112233");
        var recorded = RawMessage.ParseAll(Encoding.UTF8.GetString((await Transcript.LoadAsync("22.10.1/01-inbound-answered")).Bytes.Span));
        channels[0].Keys.Should().Equal(recorded.First(m => m["Event"] == "CoreShowChannel").Keys);
    }

    [Fact]
    public async Task Each_client_gets_the_classes_that_it_asked_for()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" });
        using var all = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");
        using var agents = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");
        using var none = await RawAmiClient.LoginAsync(pbx.Port, secret: "s", events: "off");
        await agents.AskAsync("Events", "EventMask: system,agent");

        pbx.EnterQueue("79161234567", "", "74951230200", "support").HangUp();

        (await Classes(all)).Should().BeEquivalentTo("call,all", "agent,all", "system,all");
        (await Classes(agents)).Should().BeEquivalentTo("agent,all");
        (await Classes(none)).Should().BeEmpty();

        static async Task<IEnumerable<string>> Classes(RawAmiClient client)
        {
            await client.SendAsync("Action: Logoff");
            return (await client.UntilAsync(_ => false)).Select(m => m["Privilege"]).Where(p => p != "").Distinct();
        }
    }

    [Fact]
    public async Task Noise_reaches_only_those_who_asked_for_everything()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s", Noise = true });
        using var all = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");
        using var few = await RawAmiClient.LoginAsync(pbx.Port, secret: "s", events: "system,call,agent");

        pbx.Inbound("79161234567", "", "74951230101", "101").HangUp();

        (await Names(all)).Should().Contain("VarSet").And.Contain("Hangup");
        (await Names(few)).Should().NotContain("VarSet").And.Contain("Hangup");
        static async Task<IEnumerable<string>> Names(RawAmiClient client) =>
            (await client.UntilAsync(m => m["Event"] == "Hangup" && m["CallerIDNum"] == "79161234567")).Select(m => m["Event"]);
    }

    [Fact]
    public async Task Agent_completes_when_a_queue_call_is_transferred()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" });
        using var client = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");
        var call = pbx.EnterQueue("79161234567", "", "74951230200", "support");
        call.Answer("101");

        call.BlindTransfer("101", "100");
        call.Answer("100");
        call.HangUp();

        var events = await client.UntilAsync(m => m["Event"] == "Hangup" && m["CallerIDNum"] == "79161234567");
        var completed = events.Should().ContainSingle(m => m["Event"] == "AgentComplete").Which;
        (completed["DestCallerIDNum"], completed["Reason"]).Should().Be(("101", "transfer"));
    }

    [Fact]
    public async Task Hostile_names_go_out_raw_but_make_no_headers()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" });
        using var client = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");

        pbx.Inbound("79161234567", "O\"Neil: <script>\r\nEvent: Hangup\r\n\r\nX", "74951230101", "101");
        var rung = await client.UntilAsync(m => m["Event"] == "DialState");

        rung.Should().NotContain(m => m["Event"] == "Hangup");
        rung.Single(m => m["Event"] == "DialBegin")["CallerIDName"].Should().Be("O\"Neil: <script>  Event: Hangup    X");
    }

    [Fact]
    public async Task Calls_are_refused_where_they_make_no_sense()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" });
        var call = pbx.Inbound("79161234567", "", "74951230101", "101");

        call.Invoking(c => c.Answer("102")).Should().Throw<InvalidOperationException>();
        call.Invoking(c => c.Hold("101")).Should().Throw<InvalidOperationException>();
        call.TryAnswer("102").Should().BeFalse();
        call.HangUp();
        call.Invoking(c => c.HangUp()).Should().NotThrow("both may hang up at once");
        call.Answered.IsCanceled.Should().BeTrue();
    }

    private static TruthEntry Customer(string extension, string number, string state) => new(extension, number, null, null, state, null, null);

    private static TruthEntry Colleagues(string from, string to, string state) => new(null, null, from, to, state, null, null);
}
