using AwesomeAssertions;
using PhonePop.Ami.Protocol;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Calls;

/// <summary>Holds that nobody heard of, because they began or ended before the session: what is asked of the PBX, and what is made of its answers.</summary>
public sealed class HoldQuestionTests
{
    private const string Phone = "Uniqueid=1.2 Channel=PJSIP/101-2 ChannelState=6 CallerIDNum=101 ConnectedLineNum=79161234567 BridgeId=b1";
    private const string Customer = "Uniqueid=1.1 Channel=PJSIP/trunk-msk-1 ChannelState=6 CallerIDNum=79161234567 ConnectedLineNum=101 BridgeId=b1";

    [Fact]
    public void A_hold_from_before_is_shown_and_ends_with_the_event_of_its_end()
    {
        var story = new ModelStory().List(isFirst: true, Customer, Phone);
        Asked(story).Should().BeEquivalentTo("1.1", "1.2");

        Answer(story, onHold: "1.1").Should().Equal("101 external 79161234567 held");
        story.Tell("Unhold Uniqueid=1.2 Channel=PJSIP/101-2").Shown.Should().Equal("101 external 79161234567 talking");
    }

    [Fact]
    public void A_hold_by_the_customer_ends_with_the_customers_event()
    {
        var story = new ModelStory().List(isFirst: true, Customer, Phone);

        Answer(story, onHold: "1.2").Should().Equal("101 external 79161234567 held");
        story.Tell("Unhold Uniqueid=1.1 Channel=PJSIP/trunk-msk-1").Shown.Should().Equal("101 external 79161234567 talking");
    }

    [Fact]
    public void The_half_of_a_Local_channel_that_is_on_hold_tells_who_holds()
    {
        var story = new ModelStory().List(
            isFirst: true,
            Customer,
            "Uniqueid=1.3 Channel=Local/101@q-1;1 ChannelState=6 BridgeId=b1",
            "Uniqueid=1.4 Channel=Local/101@q-1;2 ChannelState=6 BridgeId=b2",
            Phone.Replace("b1", "b2", StringComparison.Ordinal));

        Asked(story).Should().BeEquivalentTo("1.3", "1.4");
        Answer(story, onHold: "1.4").Should().Equal("101 external 79161234567 held");
        story.Tell("Unhold Uniqueid=1.2 Channel=PJSIP/101-2").Shown.Should().Equal("101 external 79161234567 talking");
    }

    [Fact]
    public void A_hold_that_ended_while_the_connection_was_lost_is_over()
    {
        var story = new ModelStory().List(isFirst: true, Customer, Phone).Tell("Hold Uniqueid=1.2 Channel=PJSIP/101-2");
        Asked(story).Should().Equal("1.2"); // 101 itself has told

        story.Model.Open(new AmiVersion(11, 0, 0));
        story.List(isFirst: true, Customer, Phone).Shown.Should().Equal("101 external 79161234567 held");
        Answer(story, onHold: null).Should().Equal("101 external 79161234567 talking");
    }

    [Fact]
    public void What_an_event_told_since_the_question_is_newer_than_the_answer()
    {
        var story = new ModelStory().List(isFirst: true, Customer, Phone);
        var questions = story.Model.HoldQuestions();

        story.Tell("Hold Uniqueid=1.2 Channel=PJSIP/101-2", "Unhold Uniqueid=1.2 Channel=PJSIP/101-2");
        questions.ForEach(question => story.Model.AnswerHold(question, question.Channel.Uniqueid == "1.1"));
        story.Shown.Should().Equal("101 external 79161234567 talking");
    }

    [Fact]
    public void An_answer_about_who_has_gone_to_another_meanwhile_says_nothing()
    {
        var story = new ModelStory().List(isFirst: true, Customer, Phone);
        var questions = story.Model.HoldQuestions();

        story.Tell(
            "BridgeLeave Uniqueid=1.1 Channel=PJSIP/trunk-msk-1 BridgeUniqueid=b1",
            "Newchannel Uniqueid=2.1 Channel=PJSIP/102-3 ChannelState=6 CallerIDNum=102",
            "BridgeEnter Uniqueid=2.1 Channel=PJSIP/102-3 BridgeUniqueid=b1");
        questions.ForEach(question => story.Model.AnswerHold(question, question.Channel.Uniqueid == "1.1"));
        story.Wait(TimeSpan.FromSeconds(1)).Shown.Should().Equal("101 internal 102 talking", "102 internal 101 talking");
    }

    [Fact]
    public void Of_three_in_a_room_and_of_who_rings_or_waits_alone_nothing_is_asked()
    {
        var story = new ModelStory().List(
            isFirst: true,
            Customer,
            Phone,
            "Uniqueid=1.3 Channel=PJSIP/102-3 ChannelState=6 CallerIDNum=102 BridgeId=b1",
            "Uniqueid=2.1 Channel=PJSIP/trunk-msk-4 ChannelState=6 CallerIDNum=79037654321 BridgeId=b2",
            "Uniqueid=3.1 Channel=PJSIP/103-5 ChannelState=5 CallerIDNum=103 ConnectedLineNum=79037654321");

        Asked(story).Should().BeEmpty();
    }

    private static IEnumerable<string> Asked(ModelStory story) => story.Model.HoldQuestions().Select(question => question.Channel.Uniqueid);

    private static IReadOnlyList<string> Answer(ModelStory story, string? onHold)
    {
        foreach (var question in story.Model.HoldQuestions())
        {
            story.Model.AnswerHold(question, question.Channel.Uniqueid == onHold);
        }

        return story.Shown;
    }
}
