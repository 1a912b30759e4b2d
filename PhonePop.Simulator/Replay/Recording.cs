using System.IO.Compression;
using System.Text;

namespace PhonePop.Simulator.Replay;

/// <summary>
/// A recorded stream (<c>NAME.ami</c> or <c>NAME.ami.gz</c>) with what <c>NAME.json</c> says of it. Without the JSON the stream is one
/// connection, has no times and no truth.
/// </summary>
public sealed class Recording
{
    private readonly int[] _messageEnds;
    private readonly int[] _loginEnds;

    private Recording(string name, byte[] bytes, RecordingInfo info)
    {
        Name = name;
        Bytes = bytes;
        Connections = info.Connections;
        Timeline = info.Timeline;
        Chunks = info.Chunks;
        _messageEnds = FindMessageEnds(bytes, [.. Connections.Select(c => c.StartByte)]);
        _loginEnds = [.. Connections.Select(FindLoginEnd)];
        var banner = Encoding.Latin1.GetString(bytes, 0, Math.Max(0, bytes.AsSpan().IndexOf((byte)'\n'))).TrimEnd('\r');
        Banner = banner;
        AmiVersion = banner[(banner.IndexOf('/', StringComparison.Ordinal) + 1)..];
        AsteriskVersion = info.AsteriskVersion ?? (AmiVersion.StartsWith("1.", StringComparison.Ordinal) ? "11.0.0" : "22.0.0");
    }

    /// <summary>The file's name without its ending: <c>01-inbound-answered</c>.</summary>
    public string Name { get; }

    /// <summary>For example 22.10.1.</summary>
    public string AsteriskVersion { get; }

    /// <summary>For example 11.0.0, as the banner says it.</summary>
    public string AmiVersion { get; }

    /// <summary>The first line of the stream.</summary>
    public string Banner { get; }

    /// <summary>The whole stream.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The steps of the story, in order.</summary>
    public IReadOnlyList<ReplayCheckpoint> Timeline { get; }

    /// <summary>The TCP connections, in order; at least one.</summary>
    public IReadOnlyList<ReplayConnection> Connections { get; }

    internal IReadOnlyList<ReplayChunk> Chunks { get; }

    /// <summary>Reads a recording.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no AMI stream, or its JSON is none.</exception>
    public static async Task<Recording> LoadAsync(string path, CancellationToken cancellationToken = default)
    {
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        var stem = path;
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            stem = path[..^3];
            bytes = await UnzipAsync(bytes, cancellationToken).ConfigureAwait(false);
        }

        stem = stem.EndsWith(".ami", StringComparison.OrdinalIgnoreCase) ? stem[..^4] : stem;
        if (!bytes.AsSpan().StartsWith("Asterisk Call Manager/"u8))
        {
            throw new InvalidDataException($"{path} does not begin with an Asterisk banner.");
        }

        return new Recording(Path.GetFileName(stem), bytes, await RecordingInfo.LoadAsync(stem + ".json", bytes.Length, cancellationToken).ConfigureAwait(false));
    }

    /// <returns>Whether a message (or the banner) ends just before this byte.</returns>
    public bool IsBetweenMessages(int offset) => offset == 0 || Array.BinarySearch(_messageEnds, offset) >= 0;

    /// <returns>The end of the message that this byte belongs to.</returns>
    internal int MessageEndAfter(int offset)
    {
        var index = Array.BinarySearch(_messageEnds, offset + 1);
        index = index < 0 ? ~index : index;
        return index < _messageEnds.Length ? _messageEnds[index] : Bytes.Length;
    }

    /// <returns>Where a connection's own traffic begins: after its banner and the answer to the recorder's login.</returns>
    internal int LoginEnd(int connection) => _loginEnds[connection];

    private static async Task<byte[]> UnzipAsync(byte[] zipped, CancellationToken cancellationToken)
    {
        using var gzip = new GZipStream(new MemoryStream(zipped), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        await gzip.CopyToAsync(plain, cancellationToken).ConfigureAwait(false);
        return plain.ToArray();
    }

    private static int[] FindMessageEnds(ReadOnlySpan<byte> bytes, int[] connectionStarts)
    {
        var ends = new List<int>();
        for (var start = 0; start < bytes.Length;)
        {
            // The banner is one line; everything after it ends with an empty one.
            ReadOnlySpan<byte> end = Array.IndexOf(connectionStarts, start) >= 0 ? "\n"u8 : "\r\n\r\n"u8;
            var at = bytes[start..].IndexOf(end);
            start = at < 0 ? bytes.Length : start + at + end.Length;
            ends.Add(start);
        }

        return [.. ends];
    }

    private int FindLoginEnd(ReplayConnection connection)
    {
        var banner = MessageEndAfter(connection.StartByte);
        for (var start = banner; start < connection.ClosedAtByte;)
        {
            var end = MessageEndAfter(start);
            var message = Bytes.Span[start..end];
            if (message.StartsWith("Response: Success"u8) && message.IndexOf("Authentication accepted"u8) > 0)
            {
                return end;
            }

            start = end;
        }

        return banner;
    }
}
