using AwesomeAssertions;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Protocol;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Calls;

/// <summary>Cases that the recordings do not hold.</summary>
public sealed partial class CallModelTests
{
    [Fact]
    public void An_internal_ring_that_is_told_before_its_dial_is_one_call_for_each()
    {
        var story = new ModelStory().Tell(
            "Newchannel Uniqueid=1.1 Channel=PJSIP/102-1 ChannelState=4 CallerIDNum=102 Exten=101",
            "Newchannel Uniqueid=1.2 Channel=PJSIP/101-2 ChannelState=0 CallerIDNum=101 ConnectedLineNum=102",
            "Newstate Uniqueid=1.2 Channel=PJSIP/101-2 ChannelState=5 ConnectedLineNum=102",
            "DialBegin Uniqueid=1.1 Channel=PJSIP/102-1 DestUniqueid=1.2 DestChannel=PJSIP/101-2");

        story.Shown.Should().Equal("101 internal 102 ringing", "102 internal 101 dialing");
        story.Published.Select(c => c.Id).Distinct().Should().BeEquivalentTo("main:1.1:101", "main:1.1:102");
    }

    [Fact]
    public void A_caller_with_a_number_like_an_extension_is_no_colleague_though_the_ring_is_told_before_the_dial()
    {
        var story = new ModelStory().Tell(
            "Newchannel Uniqueid=1.1 Channel=PJSIP/trunk-msk-1 ChannelState=4 CallerIDNum=499 Exten=74951230101",
            "Newchannel Uniqueid=1.2 Channel=PJSIP/101-2 ChannelState=0 CallerIDNum=101 ConnectedLineNum=499",
            "Newstate Uniqueid=1.2 Channel=PJSIP/101-2 ChannelState=5 ConnectedLineNum=499");
        story.Shown.Should().Equal("101 external 499 ringing");

        story.Tell("DialBegin Uniqueid=1.1 Channel=PJSIP/trunk-msk-1 DestUniqueid=1.2 DestChannel=PJSIP/101-2").Shown.Should().Equal("101 external 499 ringing");
        story.Published.Select(c => c.Id).Distinct().Should().Equal("main:1.1:101");
    }

    [Fact]
    public void Two_phones_of_one_extension_are_one_call_until_the_last_stops()
    {
        var story = new ModelStory().Ring("1", "79161234567", "PJSIP/101").Tell(
            "Newchannel Uniqueid=1.3 Channel=PJSIP/101-soft-3 ChannelState=0",
            "DialBegin Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 DestUniqueid=1.3 DestChannel=PJSIP/101-soft-3",
            "Newstate Uniqueid=1.3 Channel=PJSIP/101-soft-3 ChannelState=5");
        story.Shown.Should().Equal("101 external 79161234567 ringing");

        story.Tell("Hangup Uniqueid=1.2 Channel=PJSIP/101-12 Cause=17").Shown.Should().Equal("101 external 79161234567 ringing");
        story.Tell("Newstate Uniqueid=1.3 Channel=PJSIP/101-soft-3 ChannelState=6").Shown.Should().Equal("101 external 79161234567 talking");
        story.Published.Select(c => c.Id).Distinct().Should().ContainSingle();
    }

    [Fact]
    public void A_second_call_stands_beside_the_first()
    {
        var story = new ModelStory().Ring("1", "79161234567", "PJSIP/101").Tell("Newstate Uniqueid=1.2 Channel=PJSIP/101-12 ChannelState=6").Ring("2", "79037654321", "PJSIP/101");

        story.Shown.Should().Equal("101 external 79037654321 ringing", "101 external 79161234567 talking");
    }

    [Fact]
    public void The_same_caller_twice_at_once_is_two_calls()
    {
        var story = new ModelStory().Ring("1", "79161234567", "PJSIP/101").Ring("2", "79161234567", "PJSIP/101");

        story.Model.Calls.Select(c => c.Id).Should().BeEquivalentTo("main:1.1:101", "main:2.1:101");
    }

    [Fact]
    public void A_phone_that_calls_two_colleagues_at_once_has_one_call_with_each()
    {
        var story = new ModelStory().Tell(
            "Newchannel Uniqueid=1.1 Channel=PJSIP/101-1 ChannelState=4 CallerIDNum=101 Exten=600",
            "Newchannel Uniqueid=1.2 Channel=PJSIP/102-2 ChannelState=0 CallerIDNum=102",
            "Newchannel Uniqueid=1.3 Channel=PJSIP/103-3 ChannelState=0 CallerIDNum=103",
            "DialBegin Uniqueid=1.1 Channel=PJSIP/101-1 DestUniqueid=1.2 DestChannel=PJSIP/102-2",
            "DialBegin Uniqueid=1.1 Channel=PJSIP/101-1 DestUniqueid=1.3 DestChannel=PJSIP/103-3",
            "Newstate Uniqueid=1.2 Channel=PJSIP/102-2 ChannelState=5",
            "Newstate Uniqueid=1.3 Channel=PJSIP/103-3 ChannelState=5",
            "Newstate Uniqueid=1.2 Channel=PJSIP/102-2 ChannelState=6");

        story.Shown.Should().Equal("101 internal 102 talking", "101 internal 103 dialing", "102 internal 101 talking", "103 internal 101 ringing");
        story.Model.Calls.Select(c => c.Id).Should().OnlyHaveUniqueItems();
        story.Published.Select(c => c.Id).Distinct().Should().HaveCount(4);
    }

    [Fact]
    public void A_parked_customer_is_nobodys_call_until_a_colleague_fetches_it()
    {
        var story = new ModelStory().Ring("1", "79161234567", "PJSIP/100").Tell(
            "Newstate Uniqueid=1.2 Channel=PJSIP/100-12 ChannelState=6",
            "BridgeEnter Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 BridgeUniqueid=b1 BridgeTechnology=simple_bridge",
            "BridgeEnter Uniqueid=1.2 Channel=PJSIP/100-12 BridgeUniqueid=b1 BridgeTechnology=simple_bridge",
            "BridgeLeave Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 BridgeUniqueid=b1",
            "BridgeEnter Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 BridgeUniqueid=lot BridgeTechnology=holding_bridge",
            "ParkedCall ParkeeUniqueid=1.1 ParkeeChannel=PJSIP/trunk-msk-11 ParkerDialString=PJSIP/100 ParkingSpace=701",
            "BlindTransfer Result=Success TransfererUniqueid=1.2 TransfererChannel=PJSIP/100-12 TransfereeUniqueid=1.1 TransfereeChannel=PJSIP/trunk-msk-11 Extension=700",
            "BridgeLeave Uniqueid=1.2 Channel=PJSIP/100-12 BridgeUniqueid=b1",
            "Hangup Uniqueid=1.2 Channel=PJSIP/100-12 Cause=16");
        story.Shown.Should().BeEmpty();
        story.Published[^1].Should().Match<Call>(c => c.Extension == "100" && c.Outcome == CallOutcome.Parked);
        story.Model.Conversations.Should().ContainSingle().Which.Should().Match<Conversation>(c => c.State == ConversationState.Parked && c.ParkingSpace == "701");

        story.Tell(
            "Newchannel Uniqueid=2.1 Channel=PJSIP/103-21 ChannelState=4 CallerIDNum=103 Exten=701",
            "Newstate Uniqueid=2.1 Channel=PJSIP/103-21 ChannelState=6",
            "UnParkedCall ParkeeUniqueid=1.1 ParkeeChannel=PJSIP/trunk-msk-11 ParkingSpace=701",
            "BridgeLeave Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 BridgeUniqueid=lot",
            "BridgeEnter Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 BridgeUniqueid=b2 BridgeTechnology=simple_bridge",
            "BridgeEnter Uniqueid=2.1 Channel=PJSIP/103-21 BridgeUniqueid=b2 BridgeTechnology=simple_bridge");
        story.Shown.Should().Equal("103 external 79161234567 talking");

        story.Tell("Hangup Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 Cause=16", "Hangup Uniqueid=2.1 Channel=PJSIP/103-21 Cause=16");
        story.Published.Where(c => c.IsFinal).Select(c => (c.Extension, c.Outcome)).Should().BeEquivalentTo([("100", (CallOutcome?)CallOutcome.Parked), ("103", CallOutcome.Answered)]);
    }

    [Fact]
    public void Who_waits_in_the_same_parking_lot_does_not_talk_to_each_other()
    {
        var story = new ModelStory().Tell(
            "Newchannel Uniqueid=1.1 Channel=PJSIP/trunk-msk-1 ChannelState=6 CallerIDNum=79161234567",
            "Newchannel Uniqueid=1.2 Channel=PJSIP/102-2 ChannelState=6 CallerIDNum=102",
            "BridgeEnter Uniqueid=1.1 Channel=PJSIP/trunk-msk-1 BridgeUniqueid=lot BridgeTechnology=holding_bridge",
            "BridgeEnter Uniqueid=1.2 Channel=PJSIP/102-2 BridgeUniqueid=lot BridgeTechnology=holding_bridge");

        story.Shown.Should().BeEmpty();
    }

    [Fact]
    public void A_customer_who_is_transferred_into_a_room_is_in_it_though_only_the_room_tells()
    {
        var story = new ModelStory().Ring("1", "79161234567", "PJSIP/107").Tell(
            "Newstate Uniqueid=1.2 Channel=PJSIP/107-12 ChannelState=6",
            "BridgeEnter Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 BridgeUniqueid=b1",
            "BridgeEnter Uniqueid=1.2 Channel=PJSIP/107-12 BridgeUniqueid=b1",
            "Newchannel Uniqueid=2.1 Channel=PJSIP/107-21 ChannelState=4 CallerIDNum=107 Exten=333",
            "Newstate Uniqueid=2.1 Channel=PJSIP/107-21 ChannelState=6",
            "ConfbridgeJoin Uniqueid=2.1 Channel=PJSIP/107-21 BridgeUniqueid=room BridgeTechnology=softmix Conference=main",
            "BridgeEnter Uniqueid=2.1 Channel=PJSIP/107-21 BridgeUniqueid=room BridgeTechnology=softmix",
            "ConfbridgeLeave Uniqueid=2.1 Channel=PJSIP/107-21 BridgeUniqueid=room BridgeTechnology=softmix Conference=main",
            "AttendedTransfer Result=Success DestType=App OrigTransfererUniqueid=1.2 SecondTransfererUniqueid=2.1 TransfereeUniqueid=1.1",
            "ConfbridgeJoin Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 BridgeUniqueid=room BridgeTechnology=softmix Conference=main",
            "BridgeLeave Uniqueid=1.2 Channel=PJSIP/107-12 BridgeUniqueid=b1",
            "BridgeLeave Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 BridgeUniqueid=b1",
            "Hangup Uniqueid=1.2 Channel=PJSIP/107-12 Cause=16",
            "Hangup Uniqueid=2.1 Channel=PJSIP/107-21 Cause=16",
            "Newchannel Uniqueid=3.1 Channel=PJSIP/103-31 ChannelState=6 CallerIDNum=103",
            "BridgeEnter Uniqueid=3.1 Channel=PJSIP/103-31 BridgeUniqueid=room BridgeTechnology=softmix");
        story.Shown.Should().Equal("103 external 79161234567 talking");

        story.Tell("ConfbridgeLeave Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 BridgeUniqueid=room BridgeTechnology=softmix Conference=main").Wait(TimeSpan.FromSeconds(1));
        story.Shown.Should().BeEmpty();
    }

    [Fact]
    public void A_click_to_dial_that_rings_two_phones_is_one_call_whichever_is_picked_up()
    {
        var story = new ModelStory().Tell(
            "Newchannel Uniqueid=1.1 Channel=Local/108@from-internal-1;1 ChannelState=0",
            "Newchannel Uniqueid=1.2 Channel=Local/108@from-internal-1;2 ChannelState=4",
            "DialBegin DestUniqueid=1.1 DestChannel=Local/108@from-internal-1;1",
            "Newchannel Uniqueid=1.3 Channel=PJSIP/108-13 ChannelState=0 CallerIDNum=108 ConnectedLineNum=79161234567",
            "Newchannel Uniqueid=1.4 Channel=PJSIP/108-14 ChannelState=0 CallerIDNum=108 ConnectedLineNum=79161234567",
            "DialBegin Uniqueid=1.2 Channel=Local/108@from-internal-1;2 DestUniqueid=1.3 DestChannel=PJSIP/108-13",
            "DialBegin Uniqueid=1.2 Channel=Local/108@from-internal-1;2 DestUniqueid=1.4 DestChannel=PJSIP/108-14",
            "Newstate Uniqueid=1.3 Channel=PJSIP/108-13 ChannelState=5",
            "Newstate Uniqueid=1.4 Channel=PJSIP/108-14 ChannelState=5");
        story.Shown.Should().Equal("108 external 79161234567 ringing");

        story.Tell(
            "Newstate Uniqueid=1.4 Channel=PJSIP/108-14 ChannelState=6",
            "DialEnd Uniqueid=1.2 Channel=Local/108@from-internal-1;2 DestUniqueid=1.3 DestChannel=PJSIP/108-13 DialStatus=CANCEL",
            "Hangup Uniqueid=1.3 Channel=PJSIP/108-13 Cause=26",
            "DialEnd Uniqueid=1.2 Channel=Local/108@from-internal-1;2 DestUniqueid=1.4 DestChannel=PJSIP/108-14 DialStatus=ANSWER",
            "Newstate Uniqueid=1.2 Channel=Local/108@from-internal-1;2 ChannelState=6",
            "Newstate Uniqueid=1.1 Channel=Local/108@from-internal-1;1 ChannelState=6",
            "BridgeEnter Uniqueid=1.4 Channel=PJSIP/108-14 BridgeUniqueid=b1",
            "BridgeEnter Uniqueid=1.2 Channel=Local/108@from-internal-1;2 BridgeUniqueid=b1",
            "Newchannel Uniqueid=1.5 Channel=PJSIP/trunk-msk-15 ChannelState=0 CallerIDNum=79161234567",
            "DialBegin Uniqueid=1.1 Channel=Local/108@from-internal-1;1 DestUniqueid=1.5 DestChannel=PJSIP/trunk-msk-15",
            "Newstate Uniqueid=1.5 Channel=PJSIP/trunk-msk-15 ChannelState=5 CallerIDNum=79161234567");
        story.Shown.Should().Equal("108 external 79161234567 dialing");
        story.Published.Select(c => c.Id).Distinct().Should().Equal("main:1.3:108");
    }

    [Fact]
    public void Phones_that_a_Local_channel_rings_at_once_are_no_parties_of_each_other()
    {
        var story = new ModelStory().Tell(
            "Newchannel Uniqueid=1.1 Channel=PJSIP/107-11 ChannelState=4 CallerIDNum=107 Exten=600",
            "Newchannel Uniqueid=1.2 Channel=Local/202@from-internal-1;1 ChannelState=0",
            "Newchannel Uniqueid=1.3 Channel=Local/202@from-internal-1;2 ChannelState=4",
            "DialBegin Uniqueid=1.1 Channel=PJSIP/107-11 DestUniqueid=1.2 DestChannel=Local/202@from-internal-1;1",
            "Newchannel Uniqueid=1.4 Channel=PJSIP/101-14 ChannelState=0 CallerIDNum=101 ConnectedLineNum=107",
            "Newchannel Uniqueid=1.5 Channel=PJSIP/102-15 ChannelState=0 CallerIDNum=102 ConnectedLineNum=107",
            "DialBegin Uniqueid=1.3 Channel=Local/202@from-internal-1;2 DestUniqueid=1.4 DestChannel=PJSIP/101-14",
            "DialBegin Uniqueid=1.3 Channel=Local/202@from-internal-1;2 DestUniqueid=1.5 DestChannel=PJSIP/102-15",
            "Newstate Uniqueid=1.4 Channel=PJSIP/101-14 ChannelState=5",
            "Newstate Uniqueid=1.5 Channel=PJSIP/102-15 ChannelState=5");

        story.Shown.Should().Equal("101 internal 107 ringing", "102 internal 107 ringing", "107 internal 101 dialing", "107 internal 102 dialing");
    }

    [Fact]
    public void A_phone_that_calls_a_group_of_which_it_is_a_member_has_no_call_with_itself()
    {
        var story = new ModelStory().Tell(
            "Newchannel Uniqueid=1.1 Channel=PJSIP/101-11 ChannelState=4 CallerIDNum=101 Exten=600",
            "Newchannel Uniqueid=1.2 Channel=PJSIP/102-12 ChannelState=0 CallerIDNum=102 ConnectedLineNum=101",
            "DialBegin Uniqueid=1.1 Channel=PJSIP/101-11 DestUniqueid=1.2 DestChannel=PJSIP/102-12",
            "Newstate Uniqueid=1.2 Channel=PJSIP/102-12 ChannelState=5",
            "Newchannel Uniqueid=1.3 Channel=PJSIP/101-13 ChannelState=0 CallerIDNum=101 ConnectedLineNum=101",
            "DialBegin Uniqueid=1.1 Channel=PJSIP/101-11 DestUniqueid=1.3 DestChannel=PJSIP/101-13",
            "Newstate Uniqueid=1.3 Channel=PJSIP/101-13 ChannelState=5");

        story.Shown.Should().Equal("101 internal 102 dialing", "102 internal 101 ringing");
    }

    [Fact]
    public void A_channel_that_hung_up_never_comes_back()
    {
        var story = new ModelStory().Ring("1", "79161234567", "PJSIP/101").Tell(
            "Hangup Uniqueid=1.2 Channel=PJSIP/101-12 Cause=16",
            "Hangup Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 Cause=16",
            "Newstate Uniqueid=1.2 Channel=PJSIP/101-12 ChannelState=5 ConnectedLineNum=79161234567",
            "DialBegin Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 DestUniqueid=1.2 DestChannel=PJSIP/101-12");

        story.Shown.Should().BeEmpty();
        story.Published[^1].Should().Match<Call>(c => c.IsFinal && c.Outcome == CallOutcome.Missed);
    }

    [Fact]
    public void An_operator_who_did_not_answer_has_not_missed_a_caller_who_still_waits()
    {
        var story = new ModelStory().Ring("1", "79161234567", "PJSIP/101").Tell("Hangup Uniqueid=1.2 Channel=PJSIP/101-12 Cause=19");

        story.Published[^1].Should().Match<Call>(c => c.Phase == CallPhase.Ended && c.Outcome == CallOutcome.NoAnswer && !c.IsFinal);
        story.Tell("Hangup Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 Cause=16").Published[^1].Should().Match<Call>(c => c.IsFinal && c.Outcome == CallOutcome.Missed);
    }

    [Fact]
    public void Links_that_are_gone_for_a_moment_end_nothing()
    {
        var story = new ModelStory().Ring("1", "79161234567", "PJSIP/101").Tell(
            "Newstate Uniqueid=1.2 Channel=PJSIP/101-12 ChannelState=6",
            "BridgeEnter Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 BridgeUniqueid=b1",
            "BridgeEnter Uniqueid=1.2 Channel=PJSIP/101-12 BridgeUniqueid=b1",
            "BridgeLeave Uniqueid=1.2 Channel=PJSIP/101-12 BridgeUniqueid=b1").Wait(TimeSpan.FromMilliseconds(100));
        story.Shown.Should().Equal("101 external 79161234567 talking");

        story.Tell("BridgeEnter Uniqueid=1.2 Channel=PJSIP/101-12 BridgeUniqueid=b1").Wait(TimeSpan.FromSeconds(5));
        story.Shown.Should().Equal("101 external 79161234567 talking");
        story.Published.Should().NotContain(c => c.Phase == CallPhase.Ended);

        story.Tell("BridgeLeave Uniqueid=1.2 Channel=PJSIP/101-12 BridgeUniqueid=b1").Wait(TimeSpan.FromSeconds(5)).Shown.Should().BeEmpty();
    }

    [Fact]
    public void A_phone_that_rings_for_one_of_two_callers_with_one_number_stays_with_that_one()
    {
        // A queue of Asterisk 11: 101 rings for the second caller while the first talks, is transferred, and waits again for the new phone.
        var story = new ModelStory(amiMajor: 1).Tell(
            "Newchannel Uniqueid=1.1 Channel=SIP/trunk-1 ChannelState=6 CallerIDNum=79161234567",
            "Newchannel Uniqueid=1.2 Channel=SIP/102-2 ChannelState=6",
            "Bridge Bridgestate=Link Uniqueid1=1.1 Channel1=SIP/trunk-1 Uniqueid2=1.2 Channel2=SIP/102-2",
            "Newchannel Uniqueid=2.1 Channel=SIP/trunk-3 ChannelState=6 CallerIDNum=79161234567",
            "Newchannel Uniqueid=2.2 Channel=SIP/101-4 ChannelState=0",
            "Newstate Uniqueid=2.2 Channel=SIP/101-4 ChannelState=5 ConnectedLineNum=79161234567",
            "Bridge Bridgestate=Unlink Uniqueid1=1.1 Channel1=SIP/trunk-1 Uniqueid2=1.2 Channel2=SIP/102-2",
            "Hangup Uniqueid=1.2 Channel=SIP/102-2 Cause=16").Wait(TimeSpan.FromSeconds(1));

        story.Shown.Should().Equal("101 external 79161234567 ringing");
        story.Published.Where(c => c.Extension == "101").Select(c => c.Id).Distinct().Should().Equal("main:2.1:101");
    }

    [Fact]
    public void A_torn_call_ends_in_time_although_the_clock_was_set_back()
    {
        var clock = new SetBackClock();
        var story = new ModelStory(clock: clock).Ring("1", "79161234567", "PJSIP/101").Tell(
            "Newstate Uniqueid=1.2 Channel=PJSIP/101-12 ChannelState=6",
            "BridgeEnter Uniqueid=1.2 Channel=PJSIP/101-12 BridgeUniqueid=b1",
            "BridgeEnter Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 BridgeUniqueid=b1",
            "BridgeLeave Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 BridgeUniqueid=b1");

        clock.SetBack = TimeSpan.FromHours(1);
        story.Wait(CallBook.TornFor);

        story.Shown.Should().BeEmpty();
        story.Published[^1].EndedAt.Should().BeOnOrAfter(story.Published[^1].AnsweredAt!.Value);
    }

    [Fact]
    public void A_colleague_who_is_given_while_several_phones_ring_has_one_call_with_them()
    {
        var story = new ModelStory().Tell(
            "Newchannel Uniqueid=1.1 Channel=PJSIP/102-1 ChannelState=6 CallerIDNum=102",
            "Newchannel Uniqueid=1.2 Channel=PJSIP/103-2 ChannelState=6 CallerIDNum=103",
            "BridgeEnter Uniqueid=1.1 Channel=PJSIP/102-1 BridgeUniqueid=b1",
            "BridgeEnter Uniqueid=1.2 Channel=PJSIP/103-2 BridgeUniqueid=b1",
            "Newchannel Uniqueid=1.3 Channel=PJSIP/103-3 ChannelState=4 CallerIDNum=103",
            "Newchannel Uniqueid=1.4 Channel=PJSIP/101-4 ChannelState=0",
            "Newchannel Uniqueid=1.5 Channel=PJSIP/101-soft-5 ChannelState=0",
            "DialBegin Uniqueid=1.3 Channel=PJSIP/103-3 DestUniqueid=1.4 DestChannel=PJSIP/101-4",
            "DialBegin Uniqueid=1.3 Channel=PJSIP/103-3 DestUniqueid=1.5 DestChannel=PJSIP/101-soft-5",
            "Newstate Uniqueid=1.4 Channel=PJSIP/101-4 ChannelState=5",
            "Newstate Uniqueid=1.5 Channel=PJSIP/101-soft-5 ChannelState=5",
            "AttendedTransfer Result=Success OrigTransfererUniqueid=1.2 SecondTransfererUniqueid=1.3 TransfereeUniqueid=1.1 DestType=App",
            "BridgeLeave Uniqueid=1.2 Channel=PJSIP/103-2 BridgeUniqueid=b1",
            "Hangup Uniqueid=1.2 Channel=PJSIP/103-2 Cause=16",
            "Hangup Uniqueid=1.3 Channel=PJSIP/103-3 Cause=16").Wait(TimeSpan.FromSeconds(1));

        story.Shown.Should().Equal("101 internal 102 ringing", "102 internal 101 dialing");
    }

    /// <summary>Its time of day can be set back while time itself goes on, as an administrator does.</summary>
    private sealed class SetBackClock() : FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero))
    {
        public TimeSpan SetBack { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - SetBack;

        public override long GetTimestamp() => base.GetUtcNow().UtcTicks;
    }
}
