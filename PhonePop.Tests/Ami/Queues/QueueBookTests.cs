using System.Text;
using AwesomeAssertions;
using PhonePop.Ami.Channels;
using PhonePop.Ami.Protocol;
using PhonePop.Ami.Queues;

namespace PhonePop.Tests.Ami.Queues;

public sealed class QueueBookTests
{
    private readonly List<QueueMember> _told = [];
    private readonly QueueBook _book;

    public QueueBookTests() => _book = new QueueBook("main", new OperatorDevices(@"^\d{2,5}$"), _told.Add);

    [Fact]
    public void A_list_names_the_members_and_whoever_is_missing_in_the_next_one_is_none()
    {
        List("Name: Ivan Petrov\nLocation: PJSIP/101\nStatus: 1\nPaused: 0\nPenalty: 2\nCallsTaken: 7\nLastCall: 1795534946", "Name: Olga\nLocation: PJSIP/102\nStatus: 5\nPaused: 1\nPausedReason: lunch");
        List("Name: Olga\nLocation: PJSIP/102\nStatus: 5\nPaused: 1\nPausedReason: lunch");

        _told.Should().HaveCount(3);
        _told[0].Should().BeEquivalentTo(new { Id = "main/support/PJSIP/101", Extension = "101", Name = "Ivan Petrov", State = QueueMemberState.Free, Paused = false, Penalty = 2, CallsTaken = 7, LastCall = DateTimeOffset.FromUnixTimeSeconds(1795534946) });
        _told[1].Should().BeEquivalentTo(new { Extension = "102", State = QueueMemberState.Unavailable, Paused = true, PausedReason = "lunch", LastCall = (DateTimeOffset?)null });
        _told[2].Should().BeEquivalentTo(new { Extension = "101", IsGone = true });
    }

    [Theory]
    [InlineData("Interface", "QueueMemberPause", "PausedReason")] // 13 and later
    [InlineData("Location", "QueueMemberPaused", "Reason")] // 11
    public void Events_of_all_versions_tell_the_same(string device, string pause, string reason)
    {
        Say($"QueueMemberAdded\nQueue: support\n{device}: SIP/101\nMemberName: Ivan\nStatus: 1\nPaused: 0");
        Say($"QueueMemberStatus\nQueue: support\n{device}: SIP/101\nMemberName: Ivan\nStatus: 6\nPaused: 0");
        Say($"QueueMemberStatus\nQueue: support\n{device}: SIP/101\nMemberName: Ivan\nStatus: 2\nPaused: 0\nCallsTaken: 1");
        Say($"{pause}\nQueue: support\n{device}: SIP/101\nPaused: 1\n{reason}: обед");
        Say($"QueueMemberPenalty\nQueue: support\n{device}: SIP/101\nPenalty: 5");
        Say($"QueueMemberRemoved\nQueue: support\n{device}: SIP/101");

        _told.Select(m => (m.State, m.Paused, m.PausedReason, m.Penalty, m.CallsTaken, m.IsGone)).Should().Equal(
            (QueueMemberState.Free, false, "", 0, 0, false), (QueueMemberState.Ringing, false, "", 0, 0, false), (QueueMemberState.InCall, false, "", 0, 1, false),
            (QueueMemberState.InCall, true, "обед", 0, 1, false), (QueueMemberState.InCall, true, "обед", 5, 1, false), (QueueMemberState.InCall, true, "обед", 5, 1, true));
    }

    [Theory]
    [InlineData("PJSIP/101-soft", null, null)]
    [InlineData("Local/101@from-queue/n", null, "101")]
    [InlineData("Local/8101@from-queue/n", "hint:101@ext-local", "8101")]
    [InlineData("Local/89161234567@out", "SIP/102", "102")]
    [InlineData("Local/89161234567@out", "", null)]
    public void The_operator_behind_a_member_is_found_through_the_dialplan_too(string device, string? stateInterface, string? extension)
    {
        Say($"QueueMemberAdded\nQueue: support\nInterface: {device}\nStateInterface: {stateInterface}\nStatus: 1");

        _told.Should().ContainSingle().Which.Extension.Should().Be(extension);
    }

    [Fact]
    public void What_changes_nothing_is_not_told_and_allocates_nothing()
    {
        var message = Parse("QueueMemberStatus\nQueue: support\nInterface: PJSIP/101\nMemberName: Пётр\nStatus: 1\nPaused: 0\nPausedReason: \nPenalty: 0\nCallsTaken: 3\nLastCall: 1795534946");
        _book.Apply(message);
        _book.Apply(message);

        var before = GC.GetAllocatedBytesForCurrentThread();
        _book.Apply(message);
        var after = GC.GetAllocatedBytesForCurrentThread();

        _told.Should().ContainSingle();
        (after - before).Should().BeLessThanOrEqualTo(128); // a name that is not ASCII is decoded to be compared
    }

    [Fact]
    public void Broken_messages_are_no_members()
    {
        foreach (var text in new[] { "QueueMemberStatus", "QueueMemberStatus\nQueue: support", "QueueMemberRemoved\nQueue: nobody\nInterface: PJSIP/1", "QueueMemberAdded\nInterface: PJSIP/101" })
        {
            Say(text);
        }

        _told.Should().BeEmpty();
    }

    private static AmiMessage Parse(string text) => AmiMessage.Parse(Encoding.UTF8.GetBytes($"Event: {text}\n\n".ReplaceLineEndings("\r\n")));

    private void Say(string text) => _book.Apply(Parse(text));

    private void List(params string[] members)
    {
        _book.BeginList();
        foreach (var member in members)
        {
            _book.ApplyRow(Parse($"QueueMember\nQueue: support\n{member}"));
        }

        _book.EndList();
    }
}
