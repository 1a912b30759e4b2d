using PhonePop.Ami.Protocol;

namespace PhonePop.Ami.Connection;

public sealed partial class AmiSession
{
    const int ReadSize = 64 * 1024;

    volatile bool _loggedIn;
    volatile bool _pinging;
    long _lastReceived;
    long _lastPing;
    long _lag = -1;

    // The session's thread: reads, and calls the handler, and nothing else does either. See docs/decisions/0002.
    void Read()
    {
        try
        {
            ReadMessages();
        }
        catch (Exception e)
        {
            Abort(e);
        }

        var reason = _reason!;
        _tap?.Closed();
        _dispatcher.Closed(reason);
        if (reason is ObjectDisposedException)
        {
            _completion.TrySetResult();
            return;
        }

        _completion.TrySetException(reason);
        _ = _completion.Task.Exception; // seen: an owner may care for its pending actions only
    }

    void ReadMessages()
    {
        var reader = new AmiMessageReader(_options.MaxMessageBytes);
        var buffer = new byte[ReadSize];
        int start = 0, end = 0;
        while (_reason is null)
        {
            MakeRoom(ref buffer, ref start, ref end);
            var count = _stream.Read(buffer, end, buffer.Length - end);
            if (count == 0)
            {
                throw new AmiConnectionClosedException("The PBX closed the connection.");
            }

            var receivedAt = _clock.GetTimestamp();
            Volatile.Write(ref _lastReceived, receivedAt);
            _tap?.Received(buffer.AsSpan(end, count), receivedAt);
            end += count;
            if (!_banner.Task.IsCompleted)
            {
                if (!AmiBanner.TryRead(buffer.AsSpan(start, end - start), out var length, out var version))
                {
                    continue;
                }

                start += length;
                _dispatcher.Opened(version);
                _banner.TrySetResult(version);
            }

            var delivered = false;
            while (_reason is null && reader.TryRead(buffer.AsSpan(start, end - start), out var length))
            {
                _dispatcher.Dispatch(buffer, start, length, receivedAt);
                start += length;
                delivered = true;
            }

            if (delivered)
            {
                _dispatcher.EndBatch(receivedAt);
            }
        }
    }

    // The reader's limit bounds the growth: it throws before an unfinished message becomes larger than that.
    static void MakeRoom(ref byte[] buffer, ref int start, ref int end)
    {
        if (start == end)
        {
            start = end = 0;
            if (buffer.Length > ReadSize)
            {
                buffer = new byte[ReadSize]; // one huge message must not keep its memory
            }

            return;
        }

        if (buffer.Length - end >= ReadSize / 4)
        {
            return;
        }

        var source = buffer.AsSpan(start, end - start);
        if (source.Length > buffer.Length / 2)
        {
            buffer = new byte[buffer.Length * 2];
        }

        source.CopyTo(buffer);
        (start, end) = (0, source.Length);
    }

    // Blocking writes on purpose: an asynchronous one would make the socket non-blocking, and with it every read (see TcpAmiDialer).
    // Actions are small and rare, so that a write waits only for a PBX that has stopped reading, and then no longer than its time limit.
    async Task WriteAsync()
    {
        try
        {
            await foreach (var action in _outgoing.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                Write(action);
            }
        }
        catch (Exception e)
        {
            Abort(e);
        }
    }

    void Write(byte[] action)
    {
        _stream.Write(action, 0, action.Length);
        _stream.Flush();
    }

    void Watch()
    {
        if (_clock.GetElapsedTime(Volatile.Read(ref _lastReceived)) >= _options.SilenceLimit)
        {
            Abort(new TimeoutException($"Nothing was received from {_options.Address} for {_options.SilenceLimit.TotalSeconds:0.#} s."));
        }
        else if (_loggedIn && !_pinging && _clock.GetElapsedTime(Volatile.Read(ref _lastPing)) >= _options.PingInterval)
        {
            _pinging = true;
            _ = PingAsync();
        }
    }

    async Task PingAsync()
    {
        var sent = _clock.GetTimestamp();
        Volatile.Write(ref _lastPing, sent);
        if (await TryAsync(AmiAction.Ping).ConfigureAwait(false) is { } answer)
        {
            Interlocked.Exchange(ref _lag, _clock.GetElapsedTime(sent, answer.ReceivedAt).Ticks);
        }

        _pinging = false;
    }
}
