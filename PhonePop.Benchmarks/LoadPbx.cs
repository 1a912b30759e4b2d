using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PhonePop.Benchmarks;

/// <summary>A PBX that tells of calls at a rate: each rings, is answered and ends, like the recorded one. It lists nothing, and says that nobody may ask.</summary>
sealed class LoadPbx : IDisposable
{
    /// <summary>How long a call lasts.</summary>
    public const int SecondsPerCall = 2;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly long[] _sentAt;
    private NetworkStream? _stream;

    public LoadPbx(int calls)
    {
        _sentAt = new long[calls];
        _listener.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How far it was behind its own rate, at most.</summary>
    public TimeSpan Behind { get; private set; }

    /// <summary>When the bytes of a call's ringing went out.</summary>
    public long SentAt(int call) => Volatile.Read(ref _sentAt[call]);

    /// <summary>Waits for PhonePop, and goes on answering it.</summary>
    public async Task AcceptAsync()
    {
        var client = await _listener.AcceptTcpClientAsync();
        client.NoDelay = true;
        _stream = client.GetStream();
        Send("Asterisk Call Manager/11.0.0\r\n");
        var loggedIn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = Task.Factory.StartNew(() => Answer(loggedIn), TaskCreationOptions.LongRunning);
        await loggedIn.Task;
    }

    /// <summary>Tells of calls, evenly. Each rings for a second and lasts another.</summary>
    public async Task PlayAsync(int calls, double callsPerSecond, Func<int, int> extension)
    {
        var began = Stopwatch.GetTimestamp();
        var block = new MemoryStream();
        var next = new int[3]; // the next call to ring, to be answered, to end
        while (next[2] < calls)
        {
            var now = Stopwatch.GetElapsedTime(began).TotalSeconds;
            block.SetLength(0);
            var rang = next[0];
            for (var part = 0; part < 3; part++)
            {
                while (next[part] < calls && (next[part] / callsPerSecond) + part <= now && block.Length < 1_000_000)
                {
                    CallTemplate.Write(block, part, next[part], extension(next[part]));
                    next[part]++;
                }
            }

            if (block.Length == 0)
            {
                await Task.Delay(1); // to spin would take a core from what is measured
                continue;
            }

            var at = Stopwatch.GetTimestamp();
            for (; rang < next[0]; rang++)
            {
                Volatile.Write(ref _sentAt[rang], at);
            }

            lock (_listener)
            {
                _stream!.Write(block.GetBuffer(), 0, (int)block.Length);
            }

            var due = TimeSpan.FromSeconds(now - (Math.Max(0, next[0] - 1) / callsPerSecond));
            Behind = next[0] < calls && due > Behind ? due : Behind;
        }
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _listener.Dispose();
    }

    private void Answer(TaskCompletionSource loggedIn)
    {
        using var reader = new StreamReader(_stream!, Encoding.UTF8, leaveOpen: true);
        var action = "";
        try
        {
            while (reader.ReadLine() is { } line)
            {
                if (line.StartsWith("Action: ", StringComparison.Ordinal))
                {
                    action = line["Action: ".Length..];
                }
                else if (line.StartsWith("ActionID: ", StringComparison.Ordinal))
                {
                    Send(action switch
                    {
                        "Challenge" => $"Response: Success\r\n{line}\r\nChallenge: 1234567\r\n\r\n",
                        "Login" or "Ping" or "Events" => $"Response: Success\r\n{line}\r\n\r\n",
                        _ => $"Response: Error\r\n{line}\r\nMessage: Permission denied\r\n\r\n",
                    });
                    if (action == "Events")
                    {
                        loggedIn.TrySetResult();
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The server has gone.
        }
    }

    private void Send(string text)
    {
        lock (_listener)
        {
            _stream!.Write(Encoding.UTF8.GetBytes(text));
        }
    }
}
