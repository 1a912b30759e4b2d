using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PhonePop.Benchmarks;

/// <summary>A PBX that tells of calls at a rate: each rings, is answered and ends, like the recorded one. It lists nothing, and says that nobody may ask.</summary>
sealed class LoadPbx : IDisposable
{
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

    /// <summary>Tells of calls, each event when it is due.</summary>
    /// <param name="schedule">Which event is due when.</param>
    /// <param name="extension">Whose phone a call rings.</param>
    public async Task PlayAsync(CallSchedule schedule, Func<int, int> extension)
    {
        var began = Stopwatch.GetTimestamp();
        var block = new MemoryStream();
        var ringing = new List<int>();
        foreach (var (due, call, message) in schedule.Events())
        {
            while (Stopwatch.GetElapsedTime(began).TotalSeconds < due)
            {
                Flush(block, ringing);
                await Task.Delay(1); // to spin would take a core from what is measured
            }

            var late = TimeSpan.FromSeconds(Stopwatch.GetElapsedTime(began).TotalSeconds - due);
            Behind = late > Behind ? late : Behind;
            CallTemplate.Write(block, message, call, extension(call));
            if (message == CallTemplate.Ringing)
            {
                ringing.Add(call);
            }

            if (block.Length > 100_000)
            {
                Flush(block, ringing);
            }
        }

        Flush(block, ringing);
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

    private void Flush(MemoryStream block, List<int> ringing)
    {
        if (block.Length == 0)
        {
            return;
        }

        var at = Stopwatch.GetTimestamp();
        ringing.ForEach(call => Volatile.Write(ref _sentAt[call], at));
        lock (_listener)
        {
            _stream!.Write(block.GetBuffer(), 0, (int)block.Length);
        }

        block.SetLength(0);
        ringing.Clear();
    }

    private void Send(string text)
    {
        lock (_listener)
        {
            _stream!.Write(Encoding.UTF8.GetBytes(text));
        }
    }
}
