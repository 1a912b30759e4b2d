using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;

namespace PhonePop.Benchmarks;

/// <summary>A real session over TCP: processor time and allocations of this whole process, the sender being another one.</summary>
static class LoopbackRunner
{
    public static async Task RunAsync(string pace, int events)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["send", pace, events.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true };
        using var sender = Process.Start(start)!;
        var port = int.Parse((await sender.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        var handler = new CountingHandler(wants: pace != "burst-skipped");
        var options = new AmiOptions { Host = "127.0.0.1", Port = port, Username = "phonepop", Secret = "secret" };
        await using (var session = await AmiSession.OpenAsync(new TcpAmiDialer(), options, handler, TimeProvider.System, NullLogger.Instance, CancellationToken.None))
        {
            await session.Learned;
            using var me = Process.GetCurrentProcess();
            var (cpu, memory, clock) = (me.TotalProcessorTime, GC.GetTotalAllocatedBytes(precise: true), Stopwatch.StartNew());
            await session.SendAsync(new AmiAction("Go"), CancellationToken.None);
            await await Task.WhenAny(handler.Done, session.Completion); // fails when the session does
            me.Refresh();
            var seconds = (me.TotalProcessorTime - cpu).TotalSeconds;
            Console.WriteLine(
                $"{pace}: {session.MessagesReceived} messages, {events / clock.Elapsed.TotalSeconds:N0} events/s, {seconds * 1e6 / events:N2} CPU s per million events, {(GC.GetTotalAllocatedBytes(precise: true) - memory) / (double)events:N3} bytes per event");
        }

        if (handler.Microseconds is { Count: > 0 } delays)
        {
            delays.Sort();
            Console.WriteLine($"from send to handler: p50 {delays[delays.Count / 2]:N0} µs, p99 {delays[delays.Count * 99 / 100]:N0} µs");
        }

        await sender.WaitForExitAsync();
    }
}
