using PhonePop.Ami.Protocol;

namespace PhonePop.Ami.Recorder;

/// <summary>A piece of the stream: when it came, in milliseconds from the beginning, and where it ends.</summary>
internal readonly record struct RecordedChunk(long AtMs, int End);

/// <summary>One connection in the stream; <see cref="ClosedMs"/> is null where it went on.</summary>
internal sealed record RecordedConnection(int Start, long StartMs, int End, long? ClosedMs);

/// <summary>An action of ours.</summary>
internal sealed record RecordedAction(long AtMs, int AtByte, string Text);

/// <summary>A stream that can be replayed: each connection begins with its banner and holds whole messages only.</summary>
internal sealed record RecordedTraffic
{
    public required byte[] Bytes { get; init; }

    public required IReadOnlyList<RecordedChunk> Chunks { get; init; }

    public required IReadOnlyList<RecordedConnection> Connections { get; init; }

    public required IReadOnlyList<RecordedAction> Sent { get; init; }

    /// <summary>How long it lasts, in milliseconds: to the moment at which it was saved.</summary>
    public required long LengthMs { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The banners and the messages, in order: where each begins, how long it is, and whether it is a banner.</summary>
    public IEnumerable<(int Start, int Length, bool IsBanner)> Messages()
    {
        foreach (var connection in Connections)
        {
            var banner = Bytes.AsSpan(connection.Start..connection.End).IndexOf((byte)'\n') + 1;
            yield return (connection.Start, banner, true);
            foreach (var (start, length) in Split(Bytes, connection.Start + banner, connection.End))
            {
                yield return (start, length, false);
            }
        }
    }

    /// <summary>The whole messages between two places.</summary>
    public static IEnumerable<(int Start, int Length)> Split(byte[] bytes, int start, int end)
    {
        while (start < end && new AmiMessageReader(int.MaxValue / 2).TryRead(bytes.AsSpan(start..end), out var length))
        {
            yield return (start, length);
            start += length;
        }
    }
}
