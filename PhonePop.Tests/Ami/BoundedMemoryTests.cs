using System.Text;
using AwesomeAssertions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Channels;
using PhonePop.Ami.Protocol;
using PhonePop.Ami.Queues;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami;

/// <summary>A PBX, or somebody who plays one, that never says that anything has ended: what is kept stays bounded, and what is new is still shown.</summary>
public sealed class BoundedMemoryTests
{
    private const int Many = ChannelTable.MostChannels + 1_000;

    [Fact]
    public void Of_channels_that_never_hang_up_the_eldest_are_forgotten_and_a_new_call_still_rings()
    {
        var story = new ModelStory();
        var repairs = new List<string>();
        story.Model.Repaired = (_, evidence) => repairs.Add(evidence);
        story.List(isFirst: true); // from now on a correction is told

        for (var i = 0; i < Many; i++)
        {
            story.Tell($"Newchannel Uniqueid={i}.9 Channel=PJSIP/trunk-{i} ChannelState=4 CallerIDNum=7916{i:0000000}");
        }

        story.Ring("1700000000", "79161234567", "PJSIP/101");

        story.Model.ChannelCount.Should().BeLessThanOrEqualTo(ChannelTable.MostChannels);
        story.Shown.Should().Equal("101 external 79161234567 ringing");
        repairs.Should().ContainSingle("one line for the problem, not one for each").Which.Should().Contain("never hung up");
    }

    [Fact]
    public void A_list_that_does_not_end_is_read_so_far()
    {
        var story = new ModelStory();

        story.BeginList([.. Enumerable.Range(0, Many).Select(i => $"CoreShowChannel Uniqueid={i}.9 Channel=PJSIP/trunk-{i} ChannelState=6")]);

        story.Model.ChannelCount.Should().BeLessThanOrEqualTo(ChannelTable.MostChannels);
    }

    [Fact]
    public void Of_bridges_that_a_list_describes_so_many_are_kept_until_the_channels_in_them_come()
    {
        var story = new ModelStory();

        for (var i = 0; i < ChannelTable.MostChannels; i++)
        {
            story.TellRow($"BridgeListItem BridgeUniqueid=b{i} BridgeTechnology=holding_bridge");
        }

        story.TellRow("BridgeListItem BridgeUniqueid=late BridgeTechnology=holding_bridge");
        story.List(
            isFirst: true,
            "Uniqueid=1.1 Channel=PJSIP/trunk-1 ChannelState=6 CallerIDNum=79161234567 BridgeId=b1",
            "Uniqueid=1.2 Channel=PJSIP/103-2 ChannelState=6 CallerIDNum=103 BridgeId=b1",
            "Uniqueid=2.1 Channel=PJSIP/trunk-3 ChannelState=6 CallerIDNum=79167654321 BridgeId=late",
            "Uniqueid=2.2 Channel=PJSIP/104-4 ChannelState=6 CallerIDNum=104 BridgeId=late");

        story.Shown.Should().Equal("104 external 79167654321 talking");
        story.TellRow("BridgeListItem BridgeUniqueid=late BridgeTechnology=holding_bridge").Wait(TimeSpan.FromSeconds(1));
        story.Shown.Should().BeEmpty("the next list of bridges is heard again");
    }

    [Fact]
    public void Members_of_queues_are_counted()
    {
        var told = 0;
        var book = new QueueBook("main", new OperatorDevices(null), _ => told++);

        for (var i = 0; i < QueueBook.MostMembers + 100; i++)
        {
            book.Apply(Message($"Event: QueueMemberAdded\r\nQueue: q{i}\r\nInterface: PJSIP/{i}\r\n\r\n"));
        }

        told.Should().Be(QueueBook.MostMembers);
    }

    [Fact]
    public void More_operators_than_one_look_takes_are_all_looked_at_when_a_list_ends()
    {
        const int Operators = 1_500;
        var model = new CallModel("main", new OperatorDevices(@"^\d{4}$"), new FakeTimeProvider(Some.Time), Substitute.For<ICallObserver>());
        model.Open(new AmiVersion(11, 0, 0));

        model.BeginList(isFirst: true);
        for (var i = 0; i < Operators; i++)
        {
            model.ApplyRow(Message($"Event: CoreShowChannel\r\nUniqueid: {i}.1\r\nChannel: PJSIP/trunk-{i}\r\nChannelState: 6\r\nCallerIDNum: 7916{i:0000000}\r\nBridgeId: b{i}\r\n\r\n"));
            model.ApplyRow(Message($"Event: CoreShowChannel\r\nUniqueid: {i}.2\r\nChannel: PJSIP/{1000 + i}-1\r\nChannelState: 6\r\nBridgeId: b{i}\r\n\r\n"));
        }

        model.EndList();

        model.Calls.Should().HaveCount(Operators);
    }

    private static AmiMessage Message(string text) => AmiMessage.Parse(Encoding.ASCII.GetBytes(text));
}
