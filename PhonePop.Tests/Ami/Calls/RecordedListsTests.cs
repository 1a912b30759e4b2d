using AwesomeAssertions;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Channels;
using PhonePop.Ami.Protocol;
using PhonePop.Simulator.Replay;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Calls;

/// <summary>Lists of real servers, each alone: a program that starts in mid-call, or that uses lists only, knows who is with whom.</summary>
public sealed class RecordedListsTests
{
    public static TheoryData<string> Stories => Recordings.Stories();

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task A_list_alone_shows_who_is_with_whom(string name)
    {
        var recording = await Recordings.LoadAsync(name, TestContext.Current.CancellationToken);

        foreach (var (rows, truth) in ListsInQuietMoments(recording))
        {
            CallTruth.WithoutHolds(Shown(recording, rows)).Should().Equal(CallTruth.WithoutHolds(CallTruth.Expected(truth.Truth)), "{0}: {1}", name, truth.Label);
        }
    }

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task Lists_one_after_another_and_nothing_else_show_it_too(string name)
    {
        var recording = await Recordings.LoadAsync(name, TestContext.Current.CancellationToken);
        var replay = Opened(recording);
        var isFirst = true;

        foreach (var (rows, truth) in ListsInQuietMoments(recording))
        {
            Show(replay, rows, isFirst);
            isFirst = false;

            CallTruth.WithoutHolds(CallTruth.Shown(replay.Model.Calls)).Should().Equal(CallTruth.WithoutHolds(CallTruth.Expected(truth.Truth)), "{0}: {1}", name, truth.Label);
        }
    }

    private static IReadOnlyList<string> Shown(Recording recording, List<AmiMessage> rows)
    {
        var replay = Opened(recording);
        Show(replay, rows, isFirst: true);
        return CallTruth.Shown(replay.Model.Calls);
    }

    private static ModelReplay Opened(Recording recording)
    {
        AmiBanner.TryRead(recording.Bytes.Span, out _, out var version);
        var replay = new ModelReplay(recording);
        replay.Model.Open(version);
        return replay;
    }

    private static void Show(ModelReplay replay, List<AmiMessage> rows, bool isFirst)
    {
        replay.Model.BeginList(isFirst);
        rows.ForEach(replay.Model.ApplyRow);
        replay.Model.EndList();
        replay.Settle();
    }

    // The recorder asked once a second. A list counts when it lies between a settled point and the next step.
    private static IEnumerable<(List<AmiMessage> Rows, ReplayCheckpoint Truth)> ListsInQuietMoments(Recording recording)
    {
        var rows = new List<AmiMessage>();
        var began = 0;
        for (var at = 0; at < recording.Bytes.Length;)
        {
            var start = at;
            if (recording.Connections.Any(c => c.StartByte == start) && AmiBanner.TryRead(recording.Bytes.Span[at..], out var banner, out _))
            {
                at += banner;
                continue;
            }

            var reader = new AmiMessageReader(1024 * 1024);
            if (!reader.TryRead(recording.Bytes.Span[at..], out var length))
            {
                break;
            }

            var message = AmiMessage.Parse(recording.Bytes.Slice(at, length).ToArray());
            at += length;
            if (message.IsResponse)
            {
                (rows, began) = ([], start);
            }
            else if (message.Event.SequenceEqual("CoreShowChannel"u8))
            {
                rows.Add(message);
            }
            else if (message.Event.SequenceEqual("CoreShowChannelsComplete"u8) && QuietMoment(recording, began, at) is { } truth)
            {
                yield return (rows, truth);
            }
        }
    }

    private static ReplayCheckpoint? QuietMoment(Recording recording, int began, int ended)
    {
        for (var i = 0; i < recording.Timeline.Count; i++)
        {
            var next = i + 1 < recording.Timeline.Count ? recording.Timeline[i + 1].ActionAtByte ?? 0 : recording.Bytes.Length;
            if (recording.Timeline[i].SettledAtByte <= began && ended <= next)
            {
                return recording.Timeline[i];
            }
        }

        return null;
    }
}
