using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace PhonePop.Benchmarks.Loopback;

/// <summary>A process of its own that plays the PBX, so that its processor time is not counted with the reader's.</summary>
sealed class Sender(NetworkStream stream, Load load) : IDisposable
{
    private const int QuietRate = 1_000;
    private const int QuietSeconds = 3;
    private const int BlockSize = 60_000;
    private static readonly TimeSpan Compiled = TimeSpan.FromSeconds(1.5); // what the warm-up made hot is compiled by then

    private readonly MemoryStream _block = new();
    private readonly byte[] _stamp = new byte[32];

    public static void Run(Load load)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Console.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port);
        using var client = listener.AcceptTcpClient();
        client.NoDelay = true;
        var stream = client.GetStream();
        stream.Write("Asterisk Call Manager/11.0.0\r\n"u8);
        Answer(stream);
        using var sender = new Sender(stream, load);
        sender.Send();
        stream.CopyTo(Stream.Null); // until the reader hangs up; pings left unread would reset the connection
    }

    public void Dispose() => _block.Dispose();

    private void Send()
    {
        var burst = Blocks().ToArray();
        SendBurst(burst, events: 400_000);
        Wait(Compiled);
        Say("Begin", 0);
        var sent = load.Rate == 0 ? SendBurst(burst, load.Events) : SendPaced(load.Rate, load.Events);
        Say("Last", sent);
        if (load.HasQuietEnd)
        {
            SendPaced(QuietRate, QuietRate * QuietSeconds);
        }

        Say("Done", 0);
    }

    private void Say(string name, int events) => stream.Write(Encoding.UTF8.GetBytes($"Event: {name}\r\nSent: {Stopwatch.GetTimestamp()}\r\nEvents: {events}\r\n\r\n"));

    // Whole calls, 5,000 of them: when their ids come again, the model has forgotten that they ended.
    private IEnumerable<(byte[] Bytes, int Events)> Blocks()
    {
        var count = 0;
        foreach (var message in load.What == "recorded" ? RecordedTraffic.Split(RecordedTraffic.Load("22.10.1")) : Calls(5_000))
        {
            _block.Write(message);
            count++;
            if (_block.Length > BlockSize)
            {
                yield return Take();
            }
        }

        yield return Take();

        (byte[], int) Take()
        {
            var block = (_block.ToArray(), count);
            _block.SetLength(0);
            count = 0;
            return block;
        }
    }

    private IEnumerable<byte[]> Calls(int most)
    {
        var calls = NewCalls();
        while (calls.Begun < most || !calls.IsEmpty)
        {
            yield return calls.Next(calls.Begun < most);
        }
    }

    private CallStream NewCalls() => new(load.What == "calls", atOnce: Math.Clamp(load.Rate / 40, 20, 2_500));

    private int SendBurst((byte[] Bytes, int Events)[] blocks, int events)
    {
        var sent = 0;
        while (sent < events)
        {
            foreach (var block in blocks)
            {
                stream.Write(block.Bytes);
                sent += block.Events;
            }
        }

        return sent;
    }

    // What is due goes out in one piece; each event says when.
    private int SendPaced(int rate, int events)
    {
        var calls = NewCalls();
        var began = Stopwatch.GetTimestamp();
        var sent = 0;
        while (sent < events || !calls.IsEmpty)
        {
            Wait(TimeSpan.FromSeconds((sent + 1) / (double)rate) - Stopwatch.GetElapsedTime(began));
            var due = (int)Math.Min(Stopwatch.GetElapsedTime(began).TotalSeconds * rate, sent + 2_000);
            _block.SetLength(0);
            for (; sent < due; sent++)
            {
                var message = calls.Next(mayBegin: sent < events);
                _block.Write(message.AsSpan(0, message.Length - 2));
                _block.Write("Sent: "u8);
                Utf8Formatter.TryFormat(Stopwatch.GetTimestamp(), _stamp, out var length);
                _block.Write(_stamp.AsSpan(0, length));
                _block.Write("\r\n\r\n"u8);
                if (sent >= events && calls.IsEmpty)
                {
                    sent++;
                    break;
                }
            }

            stream.Write(_block.GetBuffer(), 0, (int)_block.Length);
        }

        return sent;
    }

    // Asleep for the most of it, so that the reader has the processor for itself, and awake in time.
    private static void Wait(TimeSpan time)
    {
        var until = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        if (time.TotalMicroseconds > 150)
        {
            _ = Usleep((uint)time.TotalMicroseconds - 100);
        }

        while (Stopwatch.GetTimestamp() < until)
        {
            Thread.SpinWait(10);
        }
    }

    // The runtime sleeps whole milliseconds, which is one event each.
    [DllImport("libc", EntryPoint = "usleep"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Usleep(uint microseconds);

    // Success to everything, until the reader says Go.
    private static void Answer(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        for (var action = ""; reader.ReadLine() is { } line;)
        {
            action = line.StartsWith("Action: ", StringComparison.Ordinal) ? line : action;
            if (line.StartsWith("ActionID: ", StringComparison.Ordinal))
            {
                stream.Write(Encoding.UTF8.GetBytes($"Response: Success\r\n{line}\r\n\r\n"));
            }
            else if (line.Length == 0 && action == "Action: Go")
            {
                return;
            }
        }
    }
}
