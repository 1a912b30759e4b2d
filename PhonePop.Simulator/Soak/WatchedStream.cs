namespace PhonePop.Simulator.Soak;

/// <summary>
/// A client's connection that tells what the client has dealt with. A client that asks for more bytes is through with those it had: so
/// one knows without waiting, or a word to the client, that it has seen a mark, or the end of a list.
/// </summary>
internal sealed class WatchedStream(Stream inner, WatchedDialer watch) : Stream
{
    private readonly List<byte> _line = [];
    private int _mark = -1;
    private int _started;
    private int _completed;
    private bool _isComplete;
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        watch.Dealt(_mark, _started, _completed);
        (_started, _completed) = (0, 0);
        try
        {
            var read = inner.Read(buffer, offset, count);
            Scan(buffer.AsSpan(offset, read));
            if (read == 0)
            {
                End();
            }

            return read;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            End();
            throw;
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            End(); // who closes it need not have been reading
        }

        base.Dispose(disposing);
    }

    private void End()
    {
        if (!Interlocked.Exchange(ref _ended, true))
        {
            watch.Ended();
        }
    }

    private void Scan(ReadOnlySpan<byte> bytes)
    {
        watch.Received?.Write(bytes);
        while (bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            _line.AddRange(bytes[..end]);
            See(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_line).TrimEnd((byte)'\r'));
            _line.Clear();
            bytes = bytes[(end + 1)..];
        }

        _line.AddRange(bytes);
    }

    private void See(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("Mark: "u8) && System.Buffers.Text.Utf8Parser.TryParse(line[6..], out int mark, out _))
        {
            _mark = mark;
        }
        else if (line.SequenceEqual("Message: Channels will follow"u8))
        {
            _started++;
        }
        else if (line.SequenceEqual("Event: CoreShowChannelsComplete"u8))
        {
            _isComplete = true;
        }
        else if (line.IsEmpty && _isComplete)
        {
            _isComplete = false;
            _completed++;
        }
    }
}
