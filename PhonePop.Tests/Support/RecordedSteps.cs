using PhonePop.Ami.Protocol;
using PhonePop.Simulator.Replay;
using PhonePop.Simulator.Wire;

namespace PhonePop.Tests.Support;

/// <summary>A recording as the steps that a model is told, and what the PBX would have listed after each.</summary>
internal sealed class RecordedSteps
{
    private RecordedSteps(List<Step> steps) => Steps = steps;

    /// <summary>The logins and the events that the call model uses, in order.</summary>
    public IReadOnlyList<Step> Steps { get; }

    /// <summary>The version that the recorded server gave.</summary>
    public AmiVersion Version => Steps[0].Login!.Value;

    public static RecordedSteps Of(Recording recording)
    {
        _ = AmiBanner.TryRead(recording.Bytes.Span, out _, out var version);
        var clock = TimeProvider.System;
        var pbx = new ReplayedPbx(version.Major < 2);
        var answers = new ReplayAnswers(recording, new CommonAnswers(recording.AsteriskVersion, recording.AmiVersion, clock.GetUtcNow()), pbx, clock);
        var model = new ModelReplay(recording).Model;
        model.Open(version);
        var steps = new List<Step>();
        var chunk = 0;
        for (var start = 0; start < recording.Bytes.Length;)
        {
            var end = recording.MessageEndAfter(start);
            while (recording.Chunks[chunk].EndByte < end && chunk < recording.Chunks.Count - 1)
            {
                chunk++;
            }

            var bytes = recording.Bytes[start..end];
            var at = TimeSpan.FromMilliseconds(recording.Chunks[chunk].AtMs);
            if (recording.Connections.Any(c => c.StartByte == start))
            {
                AmiBanner.TryRead(bytes.Span, out _, out version);
                steps.Add(new Step(at, null, version, [], []));
            }
            else
            {
                pbx.Apply(RecordedMessage.Parse(bytes.Span), recording.Chunks[chunk].AtMs);
                var message = AmiMessage.Parse(bytes.ToArray());
                if (message.IsEvent && model.Wants(message.Event))
                {
                    steps.Add(new Step(at, message, null, Rows("CoreShowChannels"), Rows("BridgeList")));
                }
            }

            start = end;
        }

        return new RecordedSteps(steps);

        List<AmiMessage> Rows(string action)
        {
            var asked = new ReceivedAction();
            asked.AddLine("Action: " + action);
            var rows = new List<AmiMessage>();
            var reader = new AmiMessageReader(1024 * 1024);
            for (ReadOnlySpan<byte> rest = answers.Answer(asked, recording.Chunks[chunk].AtMs); reader.TryRead(rest, out var length); rest = rest[length..])
            {
                var row = AmiMessage.Parse(rest[..length].ToArray());
                if (row.IsEvent && !row.Event.EndsWith("Complete"u8))
                {
                    rows.Add(row);
                }
            }

            return rows;
        }
    }

    /// <param name="At">When, since the recording began.</param>
    /// <param name="Event">What is told; null for a login.</param>
    /// <param name="Login">A connection begins with this version.</param>
    /// <param name="Channels">What a list of channels says from now on.</param>
    /// <param name="Bridges">What a list of bridges says from now on.</param>
    public sealed record Step(TimeSpan At, AmiMessage? Event, AmiVersion? Login, IReadOnlyList<AmiMessage> Channels, IReadOnlyList<AmiMessage> Bridges);
}
