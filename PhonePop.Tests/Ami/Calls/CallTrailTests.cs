using AwesomeAssertions;
using PhonePop.Ami.Calls;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Calls;

/// <summary>Why does it show this person?</summary>
public sealed class CallTrailTests
{
    [Fact]
    public void Each_change_names_its_event_its_channel_and_the_links_to_the_far_party()
    {
        var story = new ModelStory().Ring("1", "79161234567", "PJSIP/101").Tell(
            "Newstate Uniqueid=1.2 Channel=PJSIP/101-12 ChannelState=6",
            "BridgeEnter Uniqueid=1.2 Channel=PJSIP/101-12 BridgeUniqueid=b1",
            "BridgeEnter Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 BridgeUniqueid=b1");

        story.Model.Calls.Single().Trail!.Facts.Select(Line).Should().Equal(
            "Newstate PJSIP/101-12: Ringing by Start PJSIP/101-12, Dial PJSIP/trunk-msk-11",
            "Newstate PJSIP/101-12: Talking by Start PJSIP/101-12, Dial PJSIP/trunk-msk-11",
            "BridgeEnter PJSIP/trunk-msk-11: Talking by Start PJSIP/101-12, Bridge PJSIP/trunk-msk-11");
    }

    [Fact]
    public void Local_channels_on_the_way_are_named()
    {
        var story = new ModelStory().Tell(
            "Newchannel Uniqueid=1.1 Channel=PJSIP/trunk-1 ChannelState=4 CallerIDNum=79161234567",
            "Newchannel Uniqueid=1.2 Channel=Local/101@q-1;1 ChannelState=0",
            "Newchannel Uniqueid=1.3 Channel=Local/101@q-1;2 ChannelState=4",
            "DialBegin Uniqueid=1.1 Channel=PJSIP/trunk-1 DestUniqueid=1.2 DestChannel=Local/101@q-1;1",
            "Newchannel Uniqueid=1.4 Channel=PJSIP/101-4 ChannelState=0",
            "DialBegin Uniqueid=1.3 Channel=Local/101@q-1;2 DestUniqueid=1.4 DestChannel=PJSIP/101-4",
            "Newstate Uniqueid=1.4 Channel=PJSIP/101-4 ChannelState=5");

        story.Model.Calls.Single().Trail!.Facts.Select(Line).Should().Equal(
            "Newstate PJSIP/101-4: Ringing by Start PJSIP/101-4, Dial Local/101@q-1;2, Local Local/101@q-1;1, Dial PJSIP/trunk-1");
    }

    [Fact]
    public void A_party_known_by_the_connected_line_alone_says_so()
    {
        var story = new ModelStory().Tell(
            "Newchannel Uniqueid=1.1 Channel=PJSIP/101-1 ChannelState=0 ConnectedLineNum=79161234567",
            "DialBegin DestUniqueid=1.1 DestChannel=PJSIP/101-1",
            "Newstate Uniqueid=1.1 Channel=PJSIP/101-1 ChannelState=5 ConnectedLineNum=79161234567");

        story.Model.Calls.Single().Trail!.Facts.Select(Line).Should().Equal("Newstate PJSIP/101-1: Ringing by Start PJSIP/101-1, ConnectedLine 79161234567");
    }

    [Fact]
    public void What_a_list_or_time_changed_is_told_without_an_event()
    {
        var story = new ModelStory().Ring("1", "79161234567", "PJSIP/101");

        story.List(isFirst: false);

        story.Published[^1].Trail!.Facts[^1].Should().Match<CallFact>(f => f.Event == "CoreShowChannels" && f.After.Phase == CallPhase.Ended && f.Path.Count == 0);
    }

    [Fact]
    public void A_call_that_changes_for_hours_keeps_the_beginning_and_the_end_of_its_story()
    {
        var story = new ModelStory().Ring("1", "79161234567", "PJSIP/101").Tell(
            "Newstate Uniqueid=1.2 Channel=PJSIP/101-12 ChannelState=6",
            "BridgeEnter Uniqueid=1.2 Channel=PJSIP/101-12 BridgeUniqueid=b1",
            "BridgeEnter Uniqueid=1.1 Channel=PJSIP/trunk-msk-11 BridgeUniqueid=b1");
        for (var i = 0; i < 100; i++)
        {
            story.Tell("Hold Uniqueid=1.2 Channel=PJSIP/101-12", "Unhold Uniqueid=1.2 Channel=PJSIP/101-12");
        }

        var trail = story.Model.Calls.Single().Trail!;
        trail.Facts.Should().HaveCount(CallTrail.MostFacts);
        trail.LeftOut.Should().Be(203 - CallTrail.MostFacts);
        trail.Facts[0].After.Phase.Should().Be(CallPhase.Ringing);
        trail.Facts[^1].Event.Should().Be("Unhold");
    }

    private static string Line(CallFact fact) => $"{fact.Event} {fact.Channel}: {fact.After.Phase} by {string.Join(", ", fact.Path.Select(step => $"{step.Link} {step.Channel}"))}";
}
