using AwesomeAssertions;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Protocol;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Calls;

/// <summary>Who asks a colleague by feature code, with the customer or another colleague waiting.</summary>
public sealed partial class CallModelTests
{
    [Fact]
    public void A_colleague_who_waits_during_a_feature_code_consultation_sees_who_holds()
    {
        var story = new ModelStory().Tell(
            "Newchannel Uniqueid=1.1 Channel=PJSIP/105-11 ChannelState=4 CallerIDNum=105 Exten=101",
            "Newchannel Uniqueid=1.2 Channel=PJSIP/101-12 ChannelState=0 CallerIDNum=101 ConnectedLineNum=105",
            "DialBegin Uniqueid=1.1 Channel=PJSIP/105-11 DestUniqueid=1.2 DestChannel=PJSIP/101-12",
            "Newstate Uniqueid=1.2 Channel=PJSIP/101-12 ChannelState=6",
            "Newstate Uniqueid=1.1 Channel=PJSIP/105-11 ChannelState=6",
            "BridgeEnter Uniqueid=1.2 Channel=PJSIP/101-12 BridgeUniqueid=b1",
            "BridgeEnter Uniqueid=1.1 Channel=PJSIP/105-11 BridgeUniqueid=b1",
            "Hold Uniqueid=1.2 Channel=PJSIP/101-12",
            "BridgeLeave Uniqueid=1.2 Channel=PJSIP/101-12 BridgeUniqueid=b1",
            "Newchannel Uniqueid=2.1 Channel=PJSIP/106-21 ChannelState=6 CallerIDNum=106",
            "BridgeEnter Uniqueid=1.2 Channel=PJSIP/101-12 BridgeUniqueid=b2",
            "BridgeEnter Uniqueid=2.1 Channel=PJSIP/106-21 BridgeUniqueid=b2");
        story.Shown.Should().Equal("101 internal 105 held", "101 internal 106 talking", "105 internal 101 held", "106 internal 101 talking");

        story.Tell(
            "BridgeLeave Uniqueid=1.2 Channel=PJSIP/101-12 BridgeUniqueid=b2",
            "BridgeEnter Uniqueid=1.2 Channel=PJSIP/101-12 BridgeUniqueid=b1",
            "Unhold Uniqueid=1.2 Channel=PJSIP/101-12",
            "Hangup Uniqueid=2.1 Channel=PJSIP/106-21 Cause=16");
        story.Shown.Should().Equal("101 internal 105 talking", "105 internal 101 talking");
        story.Published.Select(c => c.Id).Distinct().Should().HaveCount(4);
    }

    [Fact]
    public void A_consultation_that_becomes_a_talk_of_three_is_held_no_longer()
    {
        var story = new ModelStory().Ring("1", "79161234567", "PJSIP/100").Tell(
            "Newstate Uniqueid=1.2 Channel=PJSIP/100-12 ChannelState=6",
            "BridgeEnter Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 BridgeUniqueid=b1",
            "BridgeEnter Uniqueid=1.2 Channel=PJSIP/100-12 BridgeUniqueid=b1",
            "Hold Uniqueid=1.2 Channel=PJSIP/100-12",
            "BridgeLeave Uniqueid=1.2 Channel=PJSIP/100-12 BridgeUniqueid=b1",
            "BridgeEnter Uniqueid=1.2 Channel=PJSIP/100-12 BridgeUniqueid=b2",
            "Newchannel Uniqueid=2.1 Channel=PJSIP/102-21 ChannelState=6 CallerIDNum=102",
            "BridgeEnter Uniqueid=2.1 Channel=PJSIP/102-21 BridgeUniqueid=b2");
        story.Shown.Should().Equal("100 external 79161234567 held", "100 internal 102 talking", "102 internal 100 talking");

        story.Tell(
            "BridgeLeave Uniqueid=2.1 Channel=PJSIP/102-21 BridgeUniqueid=b2",
            "BridgeEnter Uniqueid=2.1 Channel=PJSIP/102-21 BridgeUniqueid=b1",
            "BridgeLeave Uniqueid=1.2 Channel=PJSIP/100-12 BridgeUniqueid=b2",
            "BridgeEnter Uniqueid=1.2 Channel=PJSIP/100-12 BridgeUniqueid=b1",
            "AttendedTransfer Result=Success DestType=Threeway OrigTransfererUniqueid=1.2 SecondTransfererUniqueid=1.2 TransfereeUniqueid=1.1 TransferTargetUniqueid=2.1").Wait(TimeSpan.FromSeconds(1));
        story.Shown.Should().Equal("100 external 79161234567 talking", "102 external 79161234567 talking");

        story.Tell("HangupRequest Uniqueid=1.2 Channel=PJSIP/100-12", "BridgeLeave Uniqueid=1.2 Channel=PJSIP/100-12 BridgeUniqueid=b1").Wait(TimeSpan.FromSeconds(1));
        story.Shown.Should().Equal("102 external 79161234567 talking");
    }

    [Fact]
    public void Who_asked_a_colleague_in_vain_and_is_rung_back_for_the_customer_has_the_same_call()
    {
        var story = new ModelStory().Ring("1", "79161234567", "PJSIP/100").Tell(
            "Newstate Uniqueid=1.2 Channel=PJSIP/100-12 ChannelState=6",
            "BridgeEnter Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 BridgeUniqueid=b1",
            "BridgeEnter Uniqueid=1.2 Channel=PJSIP/100-12 BridgeUniqueid=b1",
            "Hold Uniqueid=1.2 Channel=PJSIP/100-12",
            "BridgeLeave Uniqueid=1.2 Channel=PJSIP/100-12 BridgeUniqueid=b1",
            "Hangup Uniqueid=1.2 Channel=PJSIP/100-12 Cause=16",
            "Newchannel Uniqueid=2.1 Channel=PJSIP/100-21 ChannelState=0 CallerIDNum=100",
            "NewConnectedLine Uniqueid=2.1 Channel=PJSIP/100-21 ChannelState=0 CallerIDNum=100 ConnectedLineNum=79161234567",
            "DialBegin DestUniqueid=2.1 DestChannel=PJSIP/100-21",
            "Newstate Uniqueid=2.1 Channel=PJSIP/100-21 ChannelState=5 ConnectedLineNum=79161234567");

        story.Shown.Should().Equal("100 external 79161234567 ringing");

        story.Tell("Hangup Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 Cause=16").Wait(TimeSpan.FromSeconds(1));
        story.Shown.Should().BeEmpty();
        story.Published.Select(c => (c.Id, c.Direction)).Distinct().Should().Equal(("main:1.1:100", CallDirection.Inbound));
    }

    [Fact]
    public void A_consultation_that_rings_is_shown_when_the_asker_goes_back_to_the_first_and_when_a_colleague_picks_it_up()
    {
        var story = new ModelStory().Ring("1", "79161234567", "PJSIP/100").Tell(
            "Newstate Uniqueid=1.2 Channel=PJSIP/100-12 ChannelState=6",
            "BridgeEnter Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 BridgeUniqueid=b1",
            "BridgeEnter Uniqueid=1.2 Channel=PJSIP/100-12 BridgeUniqueid=b1",
            "BridgeLeave Uniqueid=1.2 Channel=PJSIP/100-12 BridgeUniqueid=b1",
            "Newchannel Uniqueid=2.1 Channel=Local/106@from-internal-00000001;1 ChannelState=0",
            "Newchannel Uniqueid=2.2 Channel=Local/106@from-internal-00000001;2 ChannelState=4",
            "BridgeEnter Uniqueid=2.1 Channel=Local/106@from-internal-00000001;1 BridgeUniqueid=b2",
            "BridgeEnter Uniqueid=1.2 Channel=PJSIP/100-12 BridgeUniqueid=b2",
            "Newchannel Uniqueid=2.3 Channel=PJSIP/106-23 ChannelState=0 CallerIDNum=106",
            "DialBegin Uniqueid=2.2 Channel=Local/106@from-internal-00000001;2 DestUniqueid=2.3 DestChannel=PJSIP/106-23",
            "Newstate Uniqueid=2.3 Channel=PJSIP/106-23 ChannelState=5 ConnectedLineNum=100",
            "BridgeLeave Uniqueid=1.2 Channel=PJSIP/100-12 BridgeUniqueid=b2",
            "BridgeEnter Uniqueid=1.2 Channel=PJSIP/100-12 BridgeUniqueid=b1").Wait(TimeSpan.FromSeconds(1));
        story.Shown.Should().Equal("100 external 79161234567 talking", "100 internal 106 dialing", "106 internal 100 ringing");

        story.Tell(
            "BridgeLeave Uniqueid=1.2 Channel=PJSIP/100-12 BridgeUniqueid=b1",
            "BridgeEnter Uniqueid=1.2 Channel=PJSIP/100-12 BridgeUniqueid=b2",
            "Newchannel Uniqueid=3.1 Channel=PJSIP/104-31 ChannelState=4 CallerIDNum=104 Exten=**106",
            "Newstate Uniqueid=3.1 Channel=PJSIP/104-31 ChannelState=6 CallerIDNum=104 ConnectedLineNum=100",
            "Pickup Uniqueid=3.1 Channel=PJSIP/104-31 TargetUniqueid=2.1 TargetChannel=Local/106@from-internal-00000001;1",
            "DialEnd Uniqueid=2.2 Channel=Local/106@from-internal-00000001;2 DestUniqueid=2.3 DestChannel=PJSIP/106-23 DialStatus=CANCEL",
            "Hangup Uniqueid=2.1 Channel=Local/106@from-internal-00000001;1 Cause=26",
            "Hangup Uniqueid=2.2 Channel=Local/106@from-internal-00000001;2 Cause=26",
            "Hangup Uniqueid=2.3 Channel=PJSIP/106-23 Cause=26").Wait(TimeSpan.FromSeconds(1));
        story.Shown.Should().Equal("100 external 79161234567 held", "100 internal 104 talking", "104 internal 100 talking");
    }

    [Fact]
    public void A_feature_code_consultation_keeps_the_customer_held_and_the_transfer_moves_it()
    {
        var story = new ModelStory().Ring("1", "79161234567", "PJSIP/100").Tell(
            "Newstate Uniqueid=1.2 Channel=PJSIP/100-12 ChannelState=6",
            "BridgeEnter Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 BridgeUniqueid=b1",
            "BridgeEnter Uniqueid=1.2 Channel=PJSIP/100-12 BridgeUniqueid=b1",
            "Hold Uniqueid=1.2 Channel=PJSIP/100-12",
            "BridgeLeave Uniqueid=1.2 Channel=PJSIP/100-12 BridgeUniqueid=b1",
            "Newchannel Uniqueid=2.1 Channel=Local/102@from-internal-00000001;1 ChannelState=0",
            "Newchannel Uniqueid=2.2 Channel=Local/102@from-internal-00000001;2 ChannelState=4",
            "BridgeEnter Uniqueid=1.2 Channel=PJSIP/100-12 BridgeUniqueid=b2",
            "BridgeEnter Uniqueid=2.1 Channel=Local/102@from-internal-00000001;1 BridgeUniqueid=b2",
            "Newchannel Uniqueid=2.3 Channel=PJSIP/102-23 ChannelState=0 CallerIDNum=102",
            "DialBegin Uniqueid=2.2 Channel=Local/102@from-internal-00000001;2 DestUniqueid=2.3 DestChannel=PJSIP/102-23",
            "Newstate Uniqueid=2.3 Channel=PJSIP/102-23 ChannelState=5 ConnectedLineNum=100");
        story.Shown.Should().Equal("100 external 79161234567 held", "100 internal 102 dialing", "102 internal 100 ringing");
        story.Model.Calls.Single(c => c.Extension == "102").ConsultFor!.Number.Should().Be("79161234567");

        story.Tell(
            "Newstate Uniqueid=2.3 Channel=PJSIP/102-23 ChannelState=6",
            "BridgeEnter Uniqueid=2.3 Channel=PJSIP/102-23 BridgeUniqueid=b3",
            "BridgeEnter Uniqueid=2.2 Channel=Local/102@from-internal-00000001;2 BridgeUniqueid=b3");
        story.Shown.Should().Equal("100 external 79161234567 held", "100 internal 102 talking", "102 internal 100 talking");

        story.Tell(
            "BridgeLeave Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 BridgeUniqueid=b1",
            "BridgeLeave Uniqueid=1.2 Channel=PJSIP/100-12 BridgeUniqueid=b2",
            "BridgeEnter Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 BridgeUniqueid=b2 SwapUniqueid=1.2",
            "AttendedTransfer Result=Success OrigTransfererUniqueid=1.2 SecondTransfererUniqueid=1.2 TransfereeUniqueid=1.1 TransferTargetUniqueid=2.3 DestType=Bridge",
            "Hangup Uniqueid=1.2 Channel=PJSIP/100-12 Cause=16");
        story.Shown.Should().Equal("102 external 79161234567 talking");
        story.Model.Calls.Single().TransferredFrom.Should().Be("100");
    }

    [Fact]
    public void A_consultation_by_feature_code_on_Asterisk_11_is_seen_by_both_while_it_rings()
    {
        // The outer Local half hangs loose: nothing but the ringing phone's connected line names the colleague who asks.
        var story = new ModelStory(amiMajor: 1).Tell(
            "Newchannel Uniqueid=1.1 Channel=SIP/trunk-1 ChannelState=6 CallerIDNum=79161234567",
            "Newchannel Uniqueid=1.2 Channel=SIP/100-2 ChannelState=6 CallerIDNum=100",
            "Dial SubEvent=Begin UniqueID=1.1 Channel=SIP/trunk-1 Destination=SIP/100-2 DestUniqueID=1.2",
            "Bridge Bridgestate=Link Uniqueid1=1.1 Channel1=SIP/trunk-1 Uniqueid2=1.2 Channel2=SIP/100-2",
            "MusicOnHold State=Start UniqueID=1.1 Channel=SIP/trunk-1",
            "Bridge Bridgestate=Unlink Uniqueid1=1.1 Channel1=SIP/trunk-1 Uniqueid2=1.2 Channel2=SIP/100-2",
            "Newchannel Uniqueid=2.1 Channel=SIP/102-3 ChannelState=0 CallerIDNum=102",
            "Newstate Uniqueid=2.1 Channel=SIP/102-3 ChannelState=5 ConnectedLineNum=100").Wait(TimeSpan.FromMilliseconds(200));

        story.Shown.Should().Equal("100 external 79161234567 held", "100 internal 102 dialing", "102 internal 100 ringing");
    }

    [Fact]
    public void A_consultation_by_feature_code_on_asterisk_11_is_one_call_though_the_colleague_has_two_phones_and_the_customer_came_through_a_queue()
    {
        var story = new ModelStory(amiMajor: 1).Tell(
            "Newchannel Uniqueid=1.1 Channel=SIP/trunk-1 ChannelState=6 CallerIDNum=79161234567",
            "Join Uniqueid=1.1 Channel=SIP/trunk-1 Queue=support",
            "Newchannel Uniqueid=1.2 Channel=SIP/102-2 ChannelState=6",
            "Bridge Bridgestate=Link Uniqueid1=1.1 Channel1=SIP/trunk-1 Uniqueid2=1.2 Channel2=SIP/102-2",
            "MusicOnHold State=Start Uniqueid=1.1 Channel=SIP/trunk-1",
            "Bridge Bridgestate=Unlink Uniqueid1=1.1 Channel1=SIP/trunk-1 Uniqueid2=1.2 Channel2=SIP/102-2",
            "Newchannel Uniqueid=1.3 Channel=Local/101@internal-0;1 ChannelState=0",
            "Newchannel Uniqueid=1.4 Channel=Local/101@internal-0;2 ChannelState=4",
            "Newchannel Uniqueid=1.5 Channel=PJSIP/101-5 ChannelState=0",
            "Newchannel Uniqueid=1.6 Channel=PJSIP/101-soft-6 ChannelState=0",
            "Dial SubEvent=Begin Uniqueid=1.4 Channel=Local/101@internal-0;2 DestUniqueID=1.5 Destination=PJSIP/101-5",
            "Dial SubEvent=Begin Uniqueid=1.4 Channel=Local/101@internal-0;2 DestUniqueID=1.6 Destination=PJSIP/101-soft-6",
            "Newstate Uniqueid=1.5 Channel=PJSIP/101-5 ChannelState=5 ConnectedLineNum=102",
            "Newstate Uniqueid=1.6 Channel=PJSIP/101-soft-6 ChannelState=5 ConnectedLineNum=102").Wait(TimeSpan.FromSeconds(1));
        story.Shown.Should().Equal("101 internal 102 ringing", "102 external 79161234567 held", "102 internal 101 dialing");

        story.Tell("Hangup Uniqueid=1.5 Channel=PJSIP/101-5 Cause=17").Wait(TimeSpan.FromSeconds(1));
        story.Shown.Should().Equal("101 internal 102 ringing", "102 external 79161234567 held", "102 internal 101 dialing");
        story.Published.Select(c => c.Id).Distinct().Should().HaveCount(3, "the other phone rings on for the same calls");
    }
}
