using System.Text;
using PhonePop.Ami.Protocol;

namespace PhonePop.Ami.Recorder;

/// <summary>A piece as the socket gave it: when, and up to which byte of all that was ever received.</summary>
internal readonly record struct TrafficMark(long At, long End);

/// <summary>An action of ours: when, and how much had been received by then.</summary>
internal readonly record struct TrafficSent(long At, long Position, string Text);

/// <summary>One connection: where it begins among all that was ever received, and its banner, which outlives its bytes.</summary>
internal sealed class TrafficConnection(long start, long startedAt)
{
    private readonly StringBuilder _banner = new();
    private bool _hasBanner;

    public long Start { get; } = start;

    public long StartedAt { get; } = startedAt;

    /// <summary>Null while it is open.</summary>
    public long? End { get; set; }

    public long ClosedAt { get; set; }

    /// <summary>The first line, without its end.</summary>
    public string Banner => _banner.ToString();

    public void TakeBanner(ReadOnlySpan<byte> bytes)
    {
        if (_hasBanner)
        {
            return;
        }

        var end = bytes.IndexOf((byte)'\n');
        _banner.Append(Encoding.Latin1.GetString(end < 0 ? bytes : bytes[..end].TrimEnd((byte)'\r')));
        _hasBanner = end >= 0 || _banner.Length > AmiBanner.MaxBytes;
    }

    public TrafficConnection Copy()
    {
        var copy = new TrafficConnection(Start, StartedAt) { End = End, ClosedAt = ClosedAt };
        copy._banner.Append(_banner);
        return copy;
    }
}

/// <summary>A copy of a ring: bytes from a position on, with what is known of them.</summary>
internal sealed record HeldTraffic(
    long From, byte[] Bytes, IReadOnlyList<TrafficMark> Marks, IReadOnlyList<TrafficConnection> Connections, IReadOnlyList<TrafficSent> Sent, TimeProvider Clock);
