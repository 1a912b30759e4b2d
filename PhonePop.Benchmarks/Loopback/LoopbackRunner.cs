using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;

namespace PhonePop.Benchmarks.Loopback;

/// <summary>A reader over TCP: processor time and allocations of this whole process, the sender being another one.</summary>
static class LoopbackRunner
{
    /// <summary>One reader with one handler: <c>session</c>, <c>pipe</c>, <c>naive</c> or <c>floor</c>; <c>model</c>, <c>fields</c> or <c>skip</c>.</summary>
    public static async Task RunAsync(string reader, string handler, Load load)
    {
        using var sender = Start(["send", .. load.Arguments]);
        var port = int.Parse((await sender.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        using var model = new ModelHandler();
        var meter = new Meter();
        var metered = new MeteredHandler(handler == "model" ? model.Model : new FieldHandler(wants: handler == "fields"), meter) { Opened = model.Opened };
        await (reader switch
        {
            "session" => SessionAsync(port, metered, meter),
            "pipe" => OtherReaders.PipeAsync(port, metered, meter),
            "naive" => OtherReaders.NaiveAsync(port, meter),
            "floor" => OtherReaders.FloorAsync(port, meter),
            _ => throw new ArgumentException($"Unknown reader {reader}."),
        });
        await sender.WaitForExitAsync();
        Report($"{reader,-8}{(reader is "session" or "pipe" ? handler : ""),-7} {load,-26}", meter);
        if (handler == "model" && reader is "session" or "pipe")
        {
            Console.WriteLine($"         {model.Changes:N0} changes of calls told, {model.Ended:N0} calls over, {model.Live} left");
        }

        if (load.HasQuietEnd)
        {
            Console.WriteLine(
                $"         lost {meter.Lost}; resident {meter.ResidentAtBegin / 1048576} MB at the begin, {meter.ResidentAtEnd / 1048576} MB at the end; collections {meter.Collections}; worst delay {meter.Delay(1) / 1000:N1} ms; below 5 ms again after {meter.Recovery.TotalSeconds:N3} s");
        }
    }

    /// <summary>Thread against pool, and both ends of the scale, in turn in one run.</summary>
    public static async Task CompareAsync(int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (reader, handler) in ((string, string)[])[("floor", "skip"), ("session", "skip"), ("session", "fields"), ("pipe", "fields"), ("naive", "fields")])
            {
                await ChildAsync(reader, handler, new Load("recorded", 0, 3_000_000));
            }

            foreach (var load in (Load[])[new("calls", 0, 3_000_000), new("calls", 1_000, 20_000)])
            {
                await ChildAsync("session", "model", load);
                await ChildAsync("pipe", "model", load);
            }
        }
    }

    private static async Task SessionAsync(int port, IAmiMessageHandler handler, Meter meter)
    {
        var options = new AmiOptions { Host = "127.0.0.1", Port = port, Username = "phonepop", Secret = "secret" };
        await using var session = await AmiSession.OpenAsync(new TcpAmiDialer(), options, handler, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        await session.Learned;
        _ = session.SendAsync(new AmiAction("Go"), CancellationToken.None);
        await await Task.WhenAny(meter.Done, session.Completion); // fails when the session does
    }

    private static async Task ChildAsync(string reader, string handler, Load load)
    {
        using var child = Start(["loopback", reader, handler, .. load.Arguments]);
        Console.Write(await child.StandardOutput.ReadToEndAsync());
        await child.WaitForExitAsync();
    }

    private static Process Start(string[] arguments) => Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true })!;

    private static void Report(string what, Meter meter)
    {
        var delays = meter.Delays.Count == 0 ? "" : $"; from send to handler p50 {meter.Delay(0.5):N0} µs, p99 {meter.Delay(0.99):N0} µs";
        Console.WriteLine($"{what}: {meter.EventsPerSecond,9:N0} events/s, {meter.CpuMicroseconds:N2} CPU s per million events, {meter.BytesPerEvent:N1} bytes an event{delays}");
    }
}
