using System.Text.RegularExpressions;
using AwesomeAssertions;
using PhonePop.Ami.Channels;
using PhonePop.Simulator.Replay;
using PhonePop.Simulator.Soak;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Calls;

/// <summary>A program that starts in the middle of holds and asks for them, as real servers answered: the recorder asked of each channel at each quiet point.</summary>
public sealed partial class RecordedHoldsTests
{
    [Theory]
    [InlineData("16.28.0/09h-holds-asked-for")]
    [InlineData("22.10.1/09h-holds-asked-for")]
    public async Task Whenever_it_starts_it_learns_who_is_on_hold(string name)
    {
        var recording = await Recordings.LoadAsync(name, TestContext.Current.CancellationToken);
        var told = RecordedSteps.Of(recording);
        var holds = 0;

        foreach (var checkpoint in recording.Timeline.Where(c => c.SettledAtByte is not null))
        {
            var settled = TimeSpan.FromMilliseconds(recording.Chunks.First(chunk => chunk.EndByte >= checkpoint.SettledAtByte).AtMs);
            var late = new LateStart(new OperatorDevices(@"^\d{2,5}$"));
            late.Wait(settled);
            late.Open(told.Version);
            late.List(told.Steps.Last(step => step.At <= settled), []);
            var onHold = OnHold(recording, checkpoint);
            foreach (var question in late.Model.HoldQuestions())
            {
                late.Model.AnswerHold(question, onHold.Contains(question.Channel.Uniqueid));
            }

            var expected = CallTruth.Expected(checkpoint.Truth);
            CallTruth.Shown(late.Model.Calls).Should().Equal(expected, "{0}: {1}", name, checkpoint.Label);
            holds += expected.Count(line => line.EndsWith(" held", StringComparison.Ordinal));
        }

        holds.Should().BePositive();
    }

    private static HashSet<string> OnHold(Recording recording, ReplayCheckpoint checkpoint)
    {
        var said = System.Text.Encoding.Latin1.GetString(recording.Bytes.Span[checkpoint.AtByte..checkpoint.SettledAtByte!.Value]);
        return [.. Yes().Matches(said).Select(answer => answer.Groups[1].Value)];
    }

    [GeneratedRegex(@"ActionID: onhold-(\S+)\r\nVariable: CHANNEL\(onhold\)\r\nValue: 1\r\n")]
    private static partial Regex Yes();
}
