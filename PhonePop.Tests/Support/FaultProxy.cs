using System.Net;
using System.Net.Sockets;

namespace PhonePop.Tests.Support;

/// <summary>What becomes of the bytes on their way from the PBX.</summary>
public enum LineFault
{
    /// <summary>They arrive as they were sent.</summary>
    None,

    /// <summary>They wait, in both directions, until the line is well again; nobody is told.</summary>
    Stalled,

    /// <summary>They arrive one at a time.</summary>
    Trickling,

    /// <summary>What was read at once arrives twice, wherever it begins and ends.</summary>
    Doubled,

    /// <summary>One in about 200 becomes another.</summary>
    Corrupted,
}

/// <summary>A line between PhonePop and the PBX that misbehaves as lines, routers and their firmware do.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private const int PieceSize = 16 * 1024;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<Line> _lines = [];
    private readonly Random _random = new(7);
    private readonly int _pbxPort;
    private readonly Task _accepting;
    private TaskCompletionSource _well = Completed();
    private LineFault _fault;

    public FaultProxy(int pbxPort)
    {
        _pbxPort = pbxPort;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Nobody gets through: who connects is hung up on.</summary>
    public bool IsClosed { get; set; }

    public LineFault Fault
    {
        get => _fault;
        set
        {
            _fault = value;
            if (value == LineFault.Stalled)
            {
                _well = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            else
            {
                _well.TrySetResult();
            }
        }
    }

    /// <summary>Both sides are told that the connection has ended.</summary>
    public void Cut() => End(static line => line.Close(hard: false));

    /// <summary>Both sides are told that the connection never was (RST).</summary>
    public void Reset() => End(static line => line.Close(hard: true));

    /// <summary>The PBX is told that the connection has ended; PhonePop is told nothing, and its bytes go nowhere.</summary>
    public void LosePbx() => End(static line => line.LosePbx());

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        Fault = LineFault.None;
        Reset();
        await _accepting.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _stop.Dispose();
    }

    private static TaskCompletionSource Completed()
    {
        var completed = new TaskCompletionSource();
        completed.SetResult();
        return completed;
    }

    private void End(Action<Line> how)
    {
        lock (_lock)
        {
            _lines.ForEach(how);
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var near = await _listener.AcceptAsync(_stop.Token);
            if (IsClosed)
            {
                near.Dispose();
                continue;
            }

            var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await far.ConnectAsync(IPAddress.Loopback, _pbxPort, _stop.Token);
            near.NoDelay = far.NoDelay = true;
            var line = new Line(near, far);
            lock (_lock)
            {
                _lines.Add(line);
            }

            _ = PumpAsync(line, far, near, isFromPbx: true);
            _ = PumpAsync(line, near, far, isFromPbx: false);
        }
    }

    private async Task PumpAsync(Line line, Socket from, Socket to, bool isFromPbx)
    {
        var buffer = new byte[PieceSize];
        try
        {
            while (await from.ReceiveAsync(buffer, SocketFlags.None, _stop.Token) is var count and > 0)
            {
                await _well.Task;
                await PassAsync(buffer.AsMemory(0, count), to, isFromPbx ? Fault : LineFault.None);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One side has gone, or the test has ended.
        }

        if (!line.IsPbxLost)
        {
            line.Close(hard: false);
        }
    }

    private async Task PassAsync(Memory<byte> bytes, Socket to, LineFault fault)
    {
        switch (fault)
        {
            case LineFault.Trickling:
                for (var i = 0; i < bytes.Length; i++)
                {
                    await to.SendAsync(bytes.Slice(i, 1), SocketFlags.None, _stop.Token);
                }

                return;
            case LineFault.Doubled:
                await to.SendAsync(bytes, SocketFlags.None, _stop.Token);
                break;
            case LineFault.Corrupted:
                for (var i = _random.Next(200); i < bytes.Length; i += 1 + _random.Next(400))
                {
                    bytes.Span[i] = (byte)_random.Next(256);
                }

                break;
            default:
                break;
        }

        await to.SendAsync(bytes, SocketFlags.None, _stop.Token);
    }

    private sealed class Line(Socket near, Socket far)
    {
        private int _closed;

        public bool IsPbxLost { get; private set; }

        public void LosePbx()
        {
            IsPbxLost = true;
            far.Dispose();
        }

        public void Close(bool hard)
        {
            if (Interlocked.Exchange(ref _closed, 1) == 1)
            {
                return;
            }

            if (hard)
            {
                near.LingerState = new LingerOption(true, 0);
            }

            near.Dispose();
            far.Dispose();
        }
    }
}
