using System.Text;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Ami;
using PhonePop.Ami.Connection;
using PhonePop.Ami.Recorder;
using PhonePop.Simulator.Replay;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Recorder;

/// <summary>A recorder that is told a recording, piece by piece and at the recorded times.</summary>
internal sealed class RecorderFeed
{
    public RecorderFeed(int capacity = 4 * 1024 * 1024, TimeSpan? length = null) => Recorder = new TrafficRecorder(Pbx, length ?? TimeSpan.FromHours(1), capacity, Clock);

    public static CallMonitorOptions Pbx { get; } = new() { Name = "main", Ami = new AmiOptions { Host = "127.0.0.1", Username = "phonepop", Secret = "secret" } };

    public FakeTimeProvider Clock { get; } = new(Some.Time);

    public TrafficRecorder Recorder { get; }

    public ITrafficTap Tap => Recorder;

    public RecorderFeed Tell(Recording recording)
    {
        var (start, ms) = (0, 0);
        foreach (var chunk in recording.Chunks)
        {
            Wait(chunk.AtMs - ms);
            Tap.Received(recording.Bytes.Span[start..chunk.EndByte], Clock.GetTimestamp());
            (start, ms) = (chunk.EndByte, chunk.AtMs);
            if (recording.Connections.Any(c => c.ClosedAtByte == chunk.EndByte && c != recording.Connections[^1]))
            {
                Tap.Closed();
            }
        }

        Wait(1000);
        return this;
    }

    public RecorderFeed Tell(string text)
    {
        Tap.Received(Encoding.Latin1.GetBytes(text), Clock.GetTimestamp());
        return this;
    }

    public RecorderFeed Wait(int ms)
    {
        Clock.Advance(TimeSpan.FromMilliseconds(ms));
        return this;
    }

    /// <summary>The traffic as it is cut, before anything is scrambled.</summary>
    public RecordedTraffic Cut() => TrafficCut.Of(Recorder.Take()!)!;
}
