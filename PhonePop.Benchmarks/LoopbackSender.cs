using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PhonePop.Benchmarks;

/// <summary>A process of its own that plays the PBX, so that its processor time is not counted with the reader's.</summary>
static class LoopbackSender
{
    public static void Run(string pace, int events)
    {
        var messages = RecordedTraffic.Split(RecordedTraffic.Load("22.10.1")).ToArray();
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Console.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port);
        using var client = listener.AcceptTcpClient();
        client.NoDelay = true;
        var stream = client.GetStream();
        stream.Write("Asterisk Call Manager/11.0.0\r\n"u8);
        Answer(stream);
        if (pace == "paced")
        {
            SendPaced(stream, events);
        }
        else
        {
            SendBurst(stream, messages, events);
        }

        stream.Write("Event: Last\r\n\r\n"u8);
        stream.CopyTo(Stream.Null); // until the reader hangs up; pings left unread would reset the connection
    }

    // Success to everything, until the reader says Go.
    static void Answer(NetworkStream stream)
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

    static void SendBurst(NetworkStream stream, byte[][] messages, int events)
    {
        var block = new MemoryStream();
        for (var sent = 0; sent < events; sent++)
        {
            block.Write(messages[sent % messages.Length]);
            if (block.Length > 60_000)
            {
                stream.Write(block.GetBuffer(), 0, (int)block.Length);
                block.SetLength(0);
            }
        }

        stream.Write(block.GetBuffer(), 0, (int)block.Length);
    }

    // One event a millisecond. It spins: a sleep would be longer than that.
    static void SendPaced(NetworkStream stream, int events)
    {
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < events; i++)
        {
            while (Stopwatch.GetElapsedTime(began).TotalMilliseconds < i)
            {
                Thread.SpinWait(20);
            }

            stream.Write(Encoding.UTF8.GetBytes(
                $"Event: Timed\r\nPrivilege: call,all\r\nSent: {Stopwatch.GetTimestamp()}\r\nChannel: PJSIP/101-00000001\r\nUniqueid: 1795534964.{i}\r\nCallerIDNum: 79161234567\r\nConnectedLineNum: 101\r\n\r\n"));
        }
    }
}
