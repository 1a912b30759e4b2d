using Microsoft.Extensions.Logging;
using PhonePop.Simulator.Wire;

namespace PhonePop.Simulator.Replay;

/// <summary>
/// One pass through a recording, heard by any number of clients. Bytes of the recording and answers are sent under one gate; an
/// answer that falls inside a recorded message waits for that message's end.
/// </summary>
internal sealed class ReplayPlay : IDisposable
{
    private const int BatchBytes = 16 * 1024;

    private readonly Recording _recording;
    private readonly CommonAnswers _common;
    private readonly ReplayedPbx _pbx;
    private readonly ReplayAnswers _answers;
    private readonly bool _honourEventMask;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly List<AmiClient> _clients = [];
    private readonly Queue<Func<CancellationToken, Task>> _waiting = [];
    private TaskCompletionSource _login = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _connection;
    private int _position;
    private int _applied; // messages up to here are in _pbx
    private int _chunk;

    public ReplayPlay(Recording recording, CommonAnswers common, bool honourEventMask, TimeProvider clock, ILogger logger)
    {
        _recording = recording;
        _common = common;
        _pbx = new ReplayedPbx(common.IsOldDialect);
        _answers = new ReplayAnswers(recording, common, _pbx, clock);
        _honourEventMask = honourEventMask;
        _clock = clock;
        _logger = logger;
        _position = _applied = recording.LoginEnd(0);
        ApplyFirstList();
    }

    /// <summary>The task that plays by itself, if one does.</summary>
    public Task Running { get; set; } = Task.CompletedTask;

    public int Position => Volatile.Read(ref _position);

    private ReplayConnection Connection => _recording.Connections[_connection];

    private bool IsBetweenMessages => _position == _applied;

    public Task JoinAsync(AmiClient client, ReadOnlyMemory<byte> answer, CancellationToken cancellationToken) => BetweenMessagesAsync(
        async stop =>
        {
            await client.SendAsync(answer, stop).ConfigureAwait(false);
            _clients.Add(client);

            // FullyBooted belongs to the login: the recorded one where this login stands for the recorder's, else one of our own.
            var end = _recording.MessageEndAfter(_position);
            if (_position == _recording.LoginEnd(_connection) && _recording.Bytes.Span[_position..end].StartsWith("Event: FullyBooted"u8))
            {
                await SendAsync(end, stop).ConfigureAwait(false);
            }
            else if (client.Events.Wants("system"))
            {
                await client.SendAsync(_common.FullyBooted(_clock.GetUtcNow()).ToBytes(), stop).ConfigureAwait(false);
            }

            _login.TrySetResult();
        },
        cancellationToken);

    public Task AnswerAsync(AmiClient client, ReceivedAction action, CancellationToken cancellationToken) =>
        BetweenMessagesAsync(stop => client.SendAsync(_answers.Answer(action, NowMs()), stop), cancellationToken);

    public Task SendAnswerAsync(AmiClient client, ReadOnlyMemory<byte> answer, CancellationToken cancellationToken) =>
        BetweenMessagesAsync(stop => client.SendAsync(answer, stop), cancellationToken);

    public async Task LeaveAsync(AmiClient client)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        _clients.Remove(client);
        _gate.Release();
    }

    /// <summary>Plays up to this byte of the stream; waits for a login where a recorded connection begins.</summary>
    public async Task PlayToAsync(int target, CancellationToken cancellationToken)
    {
        while (Position < target)
        {
            await _login.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                // In batches of whole messages, so that answers get their turn.
                var end = Math.Min(Math.Min(target, Connection.ClosedAtByte), _recording.MessageEndAfter(_position + BatchBytes));
                if (_waiting.Count > 0)
                {
                    end = Math.Min(end, _recording.MessageEndAfter(_position));
                }

                await SendAsync(end, cancellationToken).ConfigureAwait(false);
                EndConnection();
            }
            finally
            {
                _gate.Release();
            }
        }
    }

    /// <summary>Plays to the end in the recorded rhythm.</summary>
    public async Task RunAsync(double speed, CancellationToken cancellationToken)
    {
        var connection = -1;
        var startMs = 0;
        var started = 0L;
        foreach (var chunk in _recording.Chunks)
        {
            if (chunk.EndByte <= Position)
            {
                continue;
            }

            await _login.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (connection != _connection)
            {
                (connection, startMs, started) = (_connection, chunk.AtMs, _clock.GetTimestamp());
            }

            var due = TimeSpan.FromMilliseconds((chunk.AtMs - startMs) / speed) - _clock.GetElapsedTime(started);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, _clock, cancellationToken).ConfigureAwait(false);
            }

            await PlayToAsync(chunk.EndByte, cancellationToken).ConfigureAwait(false);
        }

        SimulatorLog.ReplayEnded(_logger, _recording.Bytes.Length);
    }

    public void Dispose() => _gate.Dispose();

    private async Task BetweenMessagesAsync(Func<CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        Task sent;
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (IsBetweenMessages)
            {
                await send(cancellationToken).ConfigureAwait(false);
                return;
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            sent = done.Task;
            _waiting.Enqueue(async stop =>
            {
                await send(stop).ConfigureAwait(false);
                done.SetResult();
            });
        }
        finally
        {
            _gate.Release();
        }

        await sent.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    // Under the gate.
    private async Task SendAsync(int end, CancellationToken cancellationToken)
    {
        var start = _position;
        var whole = _applied;
        Volatile.Write(ref _position, end);
        Apply();
        if (_honourEventMask)
        {
            foreach (var client in _clients)
            {
                await client.SendAsync(Wanted(client, whole, _applied), cancellationToken).ConfigureAwait(false);
            }
        }
        else
        {
            await Task.WhenAll(_clients.Select(client => client.SendAsync(_recording.Bytes[start..end], cancellationToken))).ConfigureAwait(false);
        }

        while (IsBetweenMessages && _waiting.TryDequeue(out var answer))
        {
            await answer(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Apply()
    {
        for (var end = _recording.MessageEndAfter(_applied); _applied < _position && end <= _position; end = _recording.MessageEndAfter(_applied))
        {
            _pbx.Apply(RecordedMessage.Parse(_recording.Bytes.Span[_applied..end]), NowMs());
            foreach (var step in _recording.Timeline.Where(step => step.AtByte > _applied && step.AtByte <= end))
            {
                SimulatorLog.ReplayReached(_logger, end, Mask.Text(step.Label));
            }

            _applied = end;
        }
    }

    private byte[] Wanted(AmiClient client, int start, int end)
    {
        var wanted = new List<byte>();
        while (start < end)
        {
            var next = _recording.MessageEndAfter(start);
            var bytes = _recording.Bytes.Span[start..next];
            var message = RecordedMessage.Parse(bytes);
            if (!message.Has("Privilege") || client.Events.Wants(message["Privilege"]))
            {
                wanted.AddRange(bytes);
            }

            start = next;
        }

        return [.. wanted];
    }

    // The recorded server closed the connection here. The next recorded one begins with the next login.
    private void EndConnection()
    {
        if (_position < Connection.ClosedAtByte || _connection == _recording.Connections.Count - 1)
        {
            return;
        }

        SimulatorLog.ReplayConnectionEnded(_logger, _position);
        _login = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var client in _clients)
        {
            client.CloseWhenSent();
        }

        _clients.Clear();
        _connection++;
        _applied = _recording.LoginEnd(_connection);
        Volatile.Write(ref _position, _applied);
        ApplyFirstList();
    }

    private void ApplyFirstList()
    {
        foreach (var message in FirstList.Of(_recording, _connection))
        {
            _pbx.Apply(message, NowMs());
        }
    }

    private int NowMs()
    {
        while (_chunk < _recording.Chunks.Count - 1 && _recording.Chunks[_chunk].EndByte < _position)
        {
            _chunk++;
        }

        return _recording.Chunks[_chunk].AtMs;
    }
}
