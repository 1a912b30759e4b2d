using AwesomeAssertions;
using PhonePop.Ami.Calls;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Calls;

/// <summary>PhonePop was down for a while; the PBX was not.</summary>
public sealed class CallRecallTests
{
    private static readonly TimeSpan Down = TimeSpan.FromMinutes(3);

    [Fact]
    public void A_call_that_goes_on_keeps_its_id_and_its_times()
    {
        var before = new ModelStory().Ring("1", "79161234567", "PJSIP/101").Tell("Newstate Uniqueid=1.2 Channel=PJSIP/101-12 ChannelState=6").Tell([.. Bridged("b1")]);
        var call = before.Model.Calls.Single();

        var after = Later(before).List(isFirst: true, TrunkRow("BridgeId=b1"), PhoneRow("BridgeId=b1"));

        after.Model.Calls.Single().Should().BeEquivalentTo(call, o => o.Excluding(c => c.ReceivedAt).Excluding(c => c.Trail));
        after.Tell("Hangup Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 Cause=16", "Hangup Uniqueid=1.2 Channel=PJSIP/101-12 Cause=16");
        after.Published.Should().ContainSingle(c => c.IsFinal).Which.Should().Match<Call>(c => c.Id == call.Id && c.Outcome == CallOutcome.Answered && c.AnsweredAt == call.AnsweredAt && !c.Uncertain);
    }

    [Fact]
    public void Until_the_first_list_a_known_call_stays_and_is_uncertain()
    {
        var before = new ModelStory().Ring("1", "79161234567", "PJSIP/101");

        var after = Later(before).Tell("Newchannel Uniqueid=9.1 Channel=PJSIP/102-91 ChannelState=4 CallerIDNum=102");

        after.Model.Calls.Single().Should().Match<Call>(c => c.Id == "main:1.1:101" && c.Uncertain);
    }

    [Fact]
    public void A_call_that_ended_meanwhile_is_closed_once_with_what_is_known()
    {
        var before = new ModelStory().Ring("1", "79161234567", "PJSIP/101").Tell("Newstate Uniqueid=1.2 Channel=PJSIP/101-12 ChannelState=6").Ring("2", "79037654321", "PJSIP/102");

        var after = Later(before);
        after.Wait(Down).List(isFirst: true).List(isFirst: false);

        after.Model.Calls.Should().BeEmpty();
        after.Published.Where(c => c.IsFinal).Should().BeEquivalentTo(
            [new { Id = "main:1.1:101", Outcome = CallOutcome.Answered }, new { Id = "main:2.1:102", Outcome = CallOutcome.Missed }]);
        after.Published.Where(c => c.IsFinal).Should().AllSatisfy(c => c.Uncertain.Should().BeTrue("nobody saw how it ended"))
            .And.AllSatisfy(c => c.EndedAt.Should().Be(after.Clock.GetUtcNow() - Down, "it was known until then"));
    }

    [Fact]
    public void A_ring_that_was_answered_meanwhile_is_the_same_call()
    {
        var before = new ModelStory().Ring("1", "79161234567", "PJSIP/101");

        var after = Later(before).List(isFirst: true, TrunkRow("BridgeId=b1"), PhoneRow("BridgeId=b1"));

        after.Model.Calls.Single().Should().Match<Call>(c => c.Id == "main:1.1:101" && c.Phase == CallPhase.Talking && c.StartedAt == before.Model.Calls.Single().StartedAt);
    }

    [Fact]
    public void After_a_masquerade_of_asterisk_11_the_id_is_still_the_first_one()
    {
        var before = new ModelStory(amiMajor: 1).Tell(
            "Newchannel Uniqueid=1.1 Channel=SIP/trunk-1 ChannelState=6 CallerIDNum=79161234567",
            "Newchannel Uniqueid=1.2 Channel=SIP/100-2 ChannelState=6",
            "Bridge Bridgestate=Link Uniqueid1=1.1 Channel1=SIP/trunk-1 Uniqueid2=1.2 Channel2=SIP/100-2",
            "Newchannel Uniqueid=1.3 Channel=SIP/100-3 ChannelState=6",
            "Newchannel Uniqueid=1.4 Channel=SIP/101-4 ChannelState=6",
            "Bridge Bridgestate=Link Uniqueid1=1.3 Channel1=SIP/100-3 Uniqueid2=1.4 Channel2=SIP/101-4",
            "Masquerade Clone=SIP/trunk-1 CloneState=Up Original=SIP/100-3 OriginalState=Up",
            "Rename Channel=SIP/trunk-1 Newname=SIP/trunk-1<MASQ> Uniqueid=1.1",
            "Rename Channel=SIP/100-3 Newname=SIP/trunk-1 Uniqueid=1.3",
            "Rename Channel=SIP/trunk-1<MASQ> Newname=SIP/100-3<ZOMBIE> Uniqueid=1.1",
            "Bridge Bridgestate=Unlink Uniqueid1=1.1 Channel1=SIP/100-3<ZOMBIE> Uniqueid2=1.2 Channel2=SIP/100-2",
            "Hangup Uniqueid=1.1 Channel=SIP/100-3<ZOMBIE> Cause=16",
            "Hangup Uniqueid=1.2 Channel=SIP/100-2 Cause=16");
        before.Shown.Should().Equal("101 external 79161234567 talking");
        var id = before.Model.Calls.Single().Id;

        var after = Later(before, amiMajor: 1).List(
            isFirst: true,
            "Uniqueid=1.3 Channel=SIP/trunk-1 ChannelState=6 CallerIDNum=79161234567 BridgedUniqueID=1.4",
            "Uniqueid=1.4 Channel=SIP/101-4 ChannelState=6 ConnectedLineNum=79161234567 BridgedUniqueID=1.3");

        after.Model.Calls.Single().Id.Should().Be(id).And.Be("main:1.1:101");
    }

    [Fact]
    public void Who_lost_the_call_before_gets_a_row_when_it_ends_after()
    {
        var before = new ModelStory().Ring("1", "79161234567", "PJSIP/101").Tell(
            "Newchannel Uniqueid=1.3 Channel=PJSIP/102-13 ChannelState=0",
            "DialBegin Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 DestUniqueid=1.3 DestChannel=PJSIP/102-13",
            "Newstate Uniqueid=1.3 Channel=PJSIP/102-13 ChannelState=5",
            "Newstate Uniqueid=1.2 Channel=PJSIP/101-12 ChannelState=6",
            "Hangup Uniqueid=1.3 Channel=PJSIP/102-13 Cause=26");

        var after = Later(before).List(isFirst: true, TrunkRow("BridgeId=b1"), PhoneRow("BridgeId=b1"));
        after.Published.Should().NotContain(c => c.IsFinal);
        after.Tell("Hangup Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 Cause=16", "Hangup Uniqueid=1.2 Channel=PJSIP/101-12 Cause=16");

        after.Published.Where(c => c.IsFinal).Should().BeEquivalentTo(
            [new { Extension = "101", Outcome = CallOutcome.Answered }, new { Extension = "102", Outcome = CallOutcome.AnsweredElsewhere }]);
    }

    [Fact]
    public void An_outbound_call_stays_the_operators_own()
    {
        var before = new ModelStory().Tell(
            "Newchannel Uniqueid=1.1 Channel=PJSIP/101-1 ChannelState=4 CallerIDNum=101 Exten=89161234567",
            "Newchannel Uniqueid=1.2 Channel=PJSIP/trunk-2 ChannelState=0 CallerIDNum=89161234567",
            "DialBegin Uniqueid=1.1 Channel=PJSIP/101-1 DestUniqueid=1.2 DestChannel=PJSIP/trunk-2",
            "Newstate Uniqueid=1.2 Channel=PJSIP/trunk-2 ChannelState=6 CallerIDNum=89161234567");
        var call = before.Model.Calls.Single();
        call.Direction.Should().Be(CallDirection.Outbound);

        var after = Later(before).List(
            isFirst: true,
            "Uniqueid=1.1 Channel=PJSIP/101-1 ChannelState=6 CallerIDNum=101 BridgeId=b1",
            "Uniqueid=1.2 Channel=PJSIP/trunk-2 ChannelState=6 CallerIDNum=89161234567 Application=AppDial BridgeId=b1");

        after.Model.Calls.Single().Should().Match<Call>(c => c.Id == call.Id && c.Direction == CallDirection.Outbound);
    }

    [Fact]
    public void An_internal_call_is_still_one_for_each()
    {
        var before = new ModelStory().Tell(
            "Newchannel Uniqueid=1.1 Channel=PJSIP/102-1 ChannelState=4 CallerIDNum=102 Exten=101",
            "Newchannel Uniqueid=1.2 Channel=PJSIP/101-2 ChannelState=5 CallerIDNum=101 ConnectedLineNum=102",
            "DialBegin Uniqueid=1.1 Channel=PJSIP/102-1 DestUniqueid=1.2 DestChannel=PJSIP/101-2",
            "Newstate Uniqueid=1.2 Channel=PJSIP/101-2 ChannelState=6");

        var after = Later(before).List(
            isFirst: true,
            "Uniqueid=1.1 Channel=PJSIP/102-1 ChannelState=6 CallerIDNum=102 BridgeId=b1",
            "Uniqueid=1.2 Channel=PJSIP/101-2 ChannelState=6 CallerIDNum=101 BridgeId=b1");

        after.Model.Calls.Select(c => c.Id).Should().BeEquivalentTo("main:1.1:101", "main:1.1:102");
        after.Shown.Should().Equal("101 internal 102 talking", "102 internal 101 talking");
    }

    private static ModelStory Later(ModelStory before, int amiMajor = 11)
    {
        // As an observer knows them: the newest record of each id, unless it is final.
        var known = before.Published.GroupBy(c => c.Id).Select(g => g.Last()).Where(c => !c.IsFinal).ToList();
        return new ModelStory(amiMajor, known);
    }

    private static IEnumerable<string> Bridged(string bridge) =>
    [
        $"BridgeEnter Uniqueid=1.2 Channel=PJSIP/101-12 BridgeUniqueid={bridge}",
        $"BridgeEnter Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 BridgeUniqueid={bridge}",
    ];

    private static string TrunkRow(string more) => $"Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 ChannelState=6 CallerIDNum=79161234567 {more}";

    private static string PhoneRow(string more) => $"Uniqueid=1.2 Channel=PJSIP/101-12 ChannelState=6 CallerIDNum=101 ConnectedLineNum=79161234567 Application=AppDial {more}";
}
