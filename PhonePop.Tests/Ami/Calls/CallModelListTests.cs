using AwesomeAssertions;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Protocol;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Calls;

/// <summary>What a list of channels tells: alone, against the events, and while events go on.</summary>
public sealed class CallModelListTests
{
    [Fact]
    public void After_a_lost_connection_the_list_decides_what_goes_on_what_ended_and_what_began()
    {
        var story = new ModelStory().Ring("1", "79161234567", "PJSIP/101").Ring("2", "79037654321", "PJSIP/102");
        story.Model.SetUncertain(true);
        story.Model.Calls.Should().OnlyContain(c => c.Uncertain);

        story.Model.Open(new AmiVersion(11, 0, 0));
        story.List(isFirst: true,
            "Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 ChannelState=6 CallerIDNum=79161234567 BridgeId=b1",
            "Uniqueid=1.2 Channel=PJSIP/101-12 ChannelState=6 CallerIDNum=101 ConnectedLineNum=79161234567 BridgeId=b1",
            "Uniqueid=3.1 Channel=PJSIP/trunk-msk-31 ChannelState=6 CallerIDNum=79031112233 BridgeId=b2 Duration=00:01:00",
            "Uniqueid=3.2 Channel=PJSIP/103-32 ChannelState=6 CallerIDNum=103 BridgeId=b2 Duration=00:01:00");
        story.Model.SetUncertain(false);

        story.Shown.Should().Equal("101 external 79161234567 talking", "103 external 79031112233 talking");
        story.Model.Calls.Should().OnlyContain(c => !c.Uncertain);
        story.Model.Calls.Single(c => c.Extension == "103").StartedAt.Should().Be(story.Clock.GetUtcNow() - TimeSpan.FromMinutes(1));
        story.Published.Should().ContainSingle(c => c.Extension == "102" && c.IsFinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_a_session_told_before_its_first_list_stays_and_only_what_an_earlier_one_knew_goes(bool listIsRefused)
    {
        var story = new ModelStory().Ring("1", "79161234567", "PJSIP/101");
        story.Model.Open(new AmiVersion(11, 0, 0));
        story.Ring("2", "79037654321", "PJSIP/102");

        if (listIsRefused)
        {
            story.Model.DoWithoutList();
        }
        else
        {
            story.List(isFirst: true);
        }

        story.Shown.Should().Equal("102 external 79037654321 ringing");
    }

    [Fact]
    public void A_list_removes_ghosts_and_adds_what_was_missed_and_says_so()
    {
        var repairs = new List<string>();
        var story = new ModelStory().Ring("1", "79161234567", "PJSIP/101");
        story.Model.Repaired = (kind, _) => repairs.Add(kind);

        story.List(isFirst: false,
            "Uniqueid=2.1 Channel=PJSIP/trunk-msk-21 ChannelState=4 CallerIDNum=79037654321 ConnectedLineNum=102 Application=Dial ApplicationData=PJSIP/102,40",
            "Uniqueid=2.2 Channel=PJSIP/102-22 ChannelState=5 ConnectedLineNum=79037654321 Application=AppDial");

        story.Shown.Should().Equal("102 external 79037654321 ringing");
        repairs.Should().BeEquivalentTo("missing added", "missing added", "phantom removed", "phantom removed");
    }

    [Fact]
    public void A_list_does_not_undo_what_events_said_since_it_began()
    {
        var story = new ModelStory().Ring("1", "79161234567", "PJSIP/101");
        story.Model.BeginList(isFirst: false);

        // The rows below were made before these events, and come after them.
        story.Tell("Newstate Uniqueid=1.2 Channel=PJSIP/101-12 ChannelState=6").Ring("2", "79037654321", "PJSIP/102");
        story.Model.EndList();

        story.Shown.Should().Contain("102 external 79037654321 ringing");
    }

    [Fact]
    public void From_a_list_alone_two_callers_without_a_number_are_told_apart_by_their_linkedid()
    {
        var story = new ModelStory().List(
            isFirst: true,
            "Uniqueid=1.1 Linkedid=1.1 Channel=PJSIP/trunk-1 ChannelState=4 Application=Dial ApplicationData=PJSIP/101&PJSIP/102",
            "Uniqueid=1.2 Linkedid=1.1 Channel=PJSIP/101-2 ChannelState=5 Application=AppDial",
            "Uniqueid=2.1 Linkedid=2.1 Channel=PJSIP/trunk-3 ChannelState=4 Application=Dial ApplicationData=PJSIP/101&PJSIP/102",
            "Uniqueid=2.2 Linkedid=2.1 Channel=PJSIP/102-4 ChannelState=5 Application=AppDial");

        story.Model.Calls.Select(c => c.Id).Should().BeEquivalentTo("main:1.1:101", "main:2.1:102");
    }

    [Fact]
    public void From_a_list_of_asterisk_11_alone_a_talking_leg_does_not_dial()
    {
        var story = new ModelStory(amiMajor: 1).List(
            isFirst: true,
            "Uniqueid=1.1 Channel=SIP/103-1 ChannelState=6 CallerIDNum=103 Application=Dial ApplicationData=SIP/100 BridgedUniqueID=1.2",
            "Uniqueid=1.2 Channel=SIP/100-2 ChannelState=6 CallerIDNum=100 ConnectedLineNum=103 Application=AppDial BridgedUniqueID=1.1",
            "Uniqueid=1.3 Channel=SIP/103-3 ChannelState=4 CallerIDNum=103 Application=Dial ApplicationData=SIP/100",
            "Uniqueid=1.4 Channel=SIP/100-4 ChannelState=5 CallerIDNum=100 ConnectedLineNum=103 Application=AppDial");

        story.Shown.Should().Equal("100 internal 103 ringing", "100 internal 103 talking", "103 internal 100 dialing", "103 internal 100 talking");
    }

    [Fact]
    public void From_a_list_alone_the_customer_of_a_feature_code_consultation_is_held()
    {
        new ModelStory().List(
            isFirst: true,
            "Uniqueid=1.1 Linkedid=1.1 Channel=PJSIP/trunk-1 ChannelState=6 CallerIDNum=79161234567 Application=Dial ApplicationData=PJSIP/100 BridgeId=b1",
            "Uniqueid=1.2 Linkedid=1.1 Channel=PJSIP/100-2 ChannelState=6 CallerIDNum=100 Application=AppDial BridgeId=b2",
            "Uniqueid=1.3 Linkedid=1.1 Channel=Local/101@internal-3;1 ChannelState=6 BridgeId=b2",
            "Uniqueid=1.4 Linkedid=1.1 Channel=Local/101@internal-3;2 ChannelState=6 Application=Dial ApplicationData=PJSIP/101 BridgeId=b3",
            "Uniqueid=1.5 Linkedid=1.1 Channel=PJSIP/101-5 ChannelState=6 CallerIDNum=101 Application=AppDial BridgeId=b3")
            .Shown.Should().Equal("100 external 79161234567 held", "100 internal 101 talking", "101 internal 100 talking");

        new ModelStory(amiMajor: 1).List(
            isFirst: true,
            "Uniqueid=1.1 Channel=SIP/trunk-1 ChannelState=6 CallerIDNum=79161234567 Application=Dial ApplicationData=SIP/100",
            "Uniqueid=1.2 Channel=SIP/100-2 ChannelState=6 CallerIDNum=100 Application=AppDial BridgedUniqueID=1.3",
            "Uniqueid=1.3 Channel=Local/101@internal-3;1 ChannelState=6 BridgedUniqueID=1.2",
            "Uniqueid=1.4 Channel=Local/101@internal-3;2 ChannelState=6 Application=Dial ApplicationData=SIP/101 BridgedUniqueID=1.5",
            "Uniqueid=1.5 Channel=SIP/101-5 ChannelState=6 CallerIDNum=101 Application=AppDial BridgedUniqueID=1.4")
            .Shown.Should().Equal("100 external 79161234567 held", "100 internal 101 talking", "101 internal 100 talking");
    }

    [Fact]
    public void From_a_list_alone_a_parked_customer_is_nobodys_though_its_row_still_names_the_parker()
    {
        new ModelStory().List(
            isFirst: true,
            "Uniqueid=1.1 Linkedid=1.1 Channel=PJSIP/trunk-1 ChannelState=6 CallerIDNum=79161234567 Application=Dial ApplicationData=PJSIP/100 BridgeId=lot",
            "Uniqueid=2.1 Linkedid=2.1 Channel=PJSIP/trunk-2 ChannelState=6 CallerIDNum=79037654321 Application=Dial ApplicationData=PJSIP/100 BridgeId=b2",
            "Uniqueid=2.2 Linkedid=2.1 Channel=PJSIP/100-3 ChannelState=6 CallerIDNum=100 Application=AppDial BridgeId=b2")
            .Shown.Should().Equal("100 external 79037654321 talking");
    }

    [Fact]
    public void An_internal_ring_whose_dial_was_lost_is_still_one_call_for_each_when_a_list_tells_the_dial()
    {
        var story = new ModelStory().Tell(
            "Newchannel Uniqueid=1.6 Channel=PJSIP/103-6 ChannelState=4 CallerIDNum=103",
            "Newchannel Uniqueid=1.7 Channel=PJSIP/101-7 ChannelState=0 CallerIDNum=101",
            "Newstate Uniqueid=1.7 Channel=PJSIP/101-7 ChannelState=5 CallerIDNum=101 ConnectedLineNum=103").Wait(TimeSpan.FromSeconds(1));

        story.List(
            isFirst: false,
            "Uniqueid=1.6 Channel=PJSIP/103-6 ChannelState=4 CallerIDNum=103 ConnectedLineNum=101 Application=Dial ApplicationData=PJSIP/101,40,tTkK",
            "Uniqueid=1.7 Channel=PJSIP/101-7 ChannelState=5 CallerIDNum=101 ConnectedLineNum=103 Application=AppDial");

        story.Shown.Should().Equal("101 internal 103 ringing", "103 internal 101 dialing");
    }

    [Fact]
    public void A_link_of_asterisk_11_that_comes_after_the_rows_of_a_running_list_stands()
    {
        var story = new ModelStory(amiMajor: 1).Tell(
            "Newchannel Uniqueid=1.1 Channel=SIP/trunk-1 ChannelState=6 CallerIDNum=79161234567",
            "Newchannel Uniqueid=1.2 Channel=SIP/101-2 ChannelState=6 CallerIDNum=101");
        var repairs = new List<string>();
        story.Model.Repaired = (kind, _) => repairs.Add(kind);

        story.BeginList(
                "Uniqueid=1.1 Channel=SIP/trunk-1 ChannelState=6 CallerIDNum=79161234567",
                "Uniqueid=1.2 Channel=SIP/101-2 ChannelState=6 CallerIDNum=101")
            .Tell("Bridge Bridgestate=Link Uniqueid1=1.1 Channel1=SIP/trunk-1 Uniqueid2=1.2 Channel2=SIP/101-2")
            .Model.EndList();

        story.Shown.Should().Equal("101 external 79161234567 talking");
        repairs.Should().BeEmpty();
    }

    [Fact]
    public void Members_of_a_bridge_that_a_list_calls_a_holding_one_do_not_talk()
    {
        string[] rows =
        [
            "Uniqueid=1.1 Channel=PJSIP/trunk-1 ChannelState=6 CallerIDNum=79161234567 BridgeId=lot",
            "Uniqueid=2.1 Channel=PJSIP/103-2 ChannelState=6 CallerIDNum=103 BridgeId=lot",
        ];
        var asked = new ModelStory();
        asked.Model.HasBridges.Should().BeTrue();
        asked.TellRow("BridgeListItem BridgeUniqueid=lot BridgeTechnology=holding_bridge").List(isFirst: true, rows).Shown.Should().BeEmpty();

        var late = new ModelStory().List(isFirst: true, rows);
        late.Shown.Should().Equal("103 external 79161234567 talking");
        late.TellRow("BridgeListItem BridgeUniqueid=lot BridgeTechnology=holding_bridge").Wait(TimeSpan.FromSeconds(1)).Shown.Should().BeEmpty();
    }

    [Fact]
    public void Who_came_before_us_is_known_by_queue_and_waiting_time_from_the_list_of_queues()
    {
        var story = new ModelStory().List(
            isFirst: true,
            "Uniqueid=1.1 Channel=PJSIP/trunk-1 ChannelState=6 CallerIDNum=79161234567 Application=Queue",
            "Uniqueid=1.2 Channel=PJSIP/101-2 ChannelState=5 CallerIDNum=101 ConnectedLineNum=79161234567 Application=AppQueue");

        story.TellRow("QueueEntry Queue=support Uniqueid=1.1 Channel=PJSIP/trunk-1 Wait=42");

        story.Model.Calls.Single().Should().Match<Call>(c => c.Queue == "support" && c.WaitingSince == story.Clock.GetUtcNow().AddSeconds(-42));
    }

    [Fact]
    public void Before_the_first_list_nothing_is_shown_of_what_was_there_before_it_but_a_new_call_is()
    {
        var story = new ModelStory();
        story.Model.Open(new AmiVersion(11, 0, 0));

        // A queue's Local member, of which the first half and the caller were told before.
        story.Tell(
            "Newchannel Uniqueid=1.3 Channel=Local/107@queue-1;2 ChannelState=4 CallerIDNum=79161234567",
            "Newchannel Uniqueid=1.4 Channel=PJSIP/107-4 ChannelState=0 CallerIDNum=107 ConnectedLineNum=79161234567",
            "DialBegin Uniqueid=1.3 Channel=Local/107@queue-1;2 DestUniqueid=1.4 DestChannel=PJSIP/107-4",
            "Newstate Uniqueid=1.4 Channel=PJSIP/107-4 ChannelState=5 CallerIDNum=107 ConnectedLineNum=79161234567").Wait(TimeSpan.FromSeconds(1)).Ring("2", "79037654321", "PJSIP/102");
        story.Shown.Should().Equal("102 external 79037654321 ringing");

        story.List(
            isFirst: true,
            "Uniqueid=1.1 Linkedid=1.1 Channel=PJSIP/trunk-1 ChannelState=4 CallerIDNum=79161234567 Application=Queue ApplicationData=support",
            "Uniqueid=1.2 Linkedid=1.1 Channel=Local/107@queue-1;1 ChannelState=5 CallerIDNum=107 ConnectedLineNum=79161234567 Application=AppQueue",
            "Uniqueid=1.3 Linkedid=1.1 Channel=Local/107@queue-1;2 ChannelState=4 CallerIDNum=79161234567 Application=Dial ApplicationData=PJSIP/107,40",
            "Uniqueid=1.4 Linkedid=1.1 Channel=PJSIP/107-4 ChannelState=5 CallerIDNum=107 ConnectedLineNum=79161234567 Application=AppDial");
        story.Shown.Should().Equal("102 external 79037654321 ringing", "107 external 79161234567 ringing");
        story.Published.Should().OnlyContain(c => c.Direction == CallDirection.Inbound);
    }

    [Fact]
    public void A_pbx_that_gives_no_first_list_in_time_is_believed_without_one()
    {
        var story = new ModelStory();
        story.Model.Open(new AmiVersion(11, 0, 0));
        story.Tell(
            "Newstate Uniqueid=1.1 Channel=PJSIP/trunk-1 ChannelState=6 CallerIDNum=79161234567",
            "BridgeEnter Uniqueid=1.1 Channel=PJSIP/trunk-1 BridgeUniqueid=b1",
            "BridgeEnter Uniqueid=1.2 Channel=PJSIP/101-2 ChannelState=6 CallerIDNum=101 BridgeUniqueid=b1");
        story.Shown.Should().BeEmpty();

        story.Model.BelieveEvents();

        story.Shown.Should().Equal("101 external 79161234567 talking");
    }

    [Fact]
    public void An_event_among_the_rows_that_tells_one_thing_of_a_channel_leaves_the_rest_to_its_row_and_a_hang_up_is_not_undone()
    {
        var story = new ModelStory().BeginList().Tell(
            "Hold Uniqueid=1.2 Channel=PJSIP/101-2 ChannelState=6 CallerIDNum=101",
            "Hangup Uniqueid=2.1 Channel=PJSIP/102-3 ChannelState=6");
        foreach (var row in (string[])[
            "Uniqueid=1.1 Channel=PJSIP/trunk-1 ChannelState=6 CallerIDNum=79161234567 BridgeId=b1",
            "Uniqueid=1.2 Channel=PJSIP/101-2 ChannelState=6 CallerIDNum=101 ConnectedLineNum=79161234567 BridgeId=b1",
            "Uniqueid=2.1 Channel=PJSIP/102-3 ChannelState=6 CallerIDNum=102"])
        {
            story.Row(row);
        }

        story.Model.EndList();

        story.Shown.Should().Equal("101 external 79161234567 held");
        story.Model.ChannelCount.Should().Be(2);
    }

    [Fact]
    public void A_click_to_dial_that_begins_during_a_slow_list_is_shown_at_once()
    {
        var story = new ModelStory().BeginList().Tell(
            "Newchannel Uniqueid=1.1 Channel=PJSIP/101-1 ChannelState=0 ConnectedLineNum=79161234567",
            "Newstate Uniqueid=1.1 Channel=PJSIP/101-1 ChannelState=5 ConnectedLineNum=79161234567").Wait(TimeSpan.FromSeconds(1));

        story.Shown.Should().Equal("101 external 79161234567 ringing");
    }
}
