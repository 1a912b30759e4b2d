using System.Globalization;
using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;

namespace PhonePop.Benchmarks.Loopback;

/// <summary>Readers to compare the session with. Each logs in to the sender with the one word that it waits for.</summary>
static class OtherReaders
{
    private const int Largest = 1024 * 1024;

    /// <summary>A pipe, filled and emptied on the pool: the usual way of .NET. Messages are found and delivered as the session does it.</summary>
    public static async Task PipeAsync(int port, IAmiMessageHandler handler, Meter meter)
    {
        await using var stream = Connect(port);
        var dispatcher = new MessageDispatcher(handler, new PendingActions(), NullLogger.Instance);
        var ends = new AmiMessageReader(Largest);
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024));
        var scratch = new byte[Largest];
        handler.OnOpened(new AmiVersion(11, 0, 0));
        while (!meter.Done.IsCompleted)
        {
            var read = await pipe.ReadAsync().ConfigureAwait(false);
            var length = (int)read.Buffer.Length;
            System.Buffers.BuffersExtensions.CopyTo(read.Buffer, scratch); // what lies in two segments must be put together for a parser of spans
            var taken = Dispatch(dispatcher, ref ends, scratch, length);
            pipe.AdvanceTo(read.Buffer.GetPosition(taken), read.Buffer.End);
        }
    }

    /// <summary>The floor: a blocking thread that looks for the ends of messages, and for nothing else.</summary>
    public static Task FloorAsync(int port, Meter meter) => OnThread(() =>
    {
        using var stream = Connect(port);
        var buffer = new byte[64 * 1024];
        for (var end = 0; !meter.Done.IsCompleted;)
        {
            end += stream.Read(buffer, end, buffer.Length - end);
            var rest = buffer.AsSpan(0, end);
            for (int length; (length = rest.IndexOf("\r\n\r\n"u8)) >= 0; rest = rest[(length + 4)..])
            {
                meter.Events++;
                Note(rest[..length], meter);
            }

            rest.CopyTo(buffer);
            end = rest.Length;
        }
    });

    /// <summary>Lines and dictionaries.</summary>
    public static Task NaiveAsync(int port, Meter meter) => OnThread(() =>
    {
        using var stream = Connect(port);
        using var reader = new NaiveReader(stream);
        var bytes = 0L;
        while (!meter.Done.IsCompleted && reader.Read() is { } fields)
        {
            meter.Events++;
            bytes += (fields.GetValueOrDefault("Uniqueid")?.Length + fields.GetValueOrDefault("CallerIDNum")?.Length + fields.GetValueOrDefault("ConnectedLineNum")?.Length) ?? 0;
            switch (fields.GetValueOrDefault("Event"))
            {
                case "Begin": meter.Begin(); break;
                case "Last": End(meter, int.Parse(fields["Events"], CultureInfo.InvariantCulture)); break;
                case "Done": meter.Finish(); break;
                default: break;
            }
        }
    });

    private static int Dispatch(MessageDispatcher dispatcher, ref AmiMessageReader ends, byte[] bytes, int end)
    {
        var start = 0;
        while (ends.TryRead(bytes.AsSpan(start, end - start), out var length))
        {
            dispatcher.Dispatch(bytes, start, length, 0);
            start += length;
        }

        return start;
    }

    private static void Note(ReadOnlySpan<byte> message, Meter meter)
    {
        if (message.StartsWith("Event: Begin"u8))
        {
            meter.Begin();
        }
        else if (message.StartsWith("Event: Last"u8))
        {
            End(meter, AmiMessage.Parse(message.ToArray()).Number("Events"u8)!.Value);
        }
        else if (message.StartsWith("Event: Done"u8))
        {
            meter.Finish();
        }
    }

    private static void End(Meter meter, int sent)
    {
        meter.Events--;
        meter.Last(sent);
    }

    private static Task OnThread(Action read) => Task.Factory.StartNew(read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static NetworkStream Connect(int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect("127.0.0.1", port);
        var stream = new NetworkStream(socket, ownsSocket: true);
        while (stream.ReadByte() != '\n')
        {
            // the banner
        }

        stream.Write("Action: Go\r\n\r\n"u8);
        return stream;
    }
}
