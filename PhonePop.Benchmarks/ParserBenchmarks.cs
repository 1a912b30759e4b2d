using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Microsoft.Extensions.Logging.Abstractions;
using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;

namespace PhonePop.Benchmarks;

/// <summary>In memory, on all recorded events of one version. One operation is all of them: <see cref="Events"/> says how many.</summary>
[MemoryDiagnoser]
[Config(typeof(ShortInProcess))]
public class ParserBenchmarks
{
    readonly AmiMessage _message = new();
    readonly MessageDispatcher _skipping = new(new CountingHandler(wants: false), new PendingActions(), NullLogger.Instance);
    readonly MessageDispatcher _using = new(new CountingHandler(wants: true), new PendingActions(), NullLogger.Instance);
    byte[] _traffic = [];

    /// <summary>The Asterisk version of the recordings.</summary>
    [Params("11.15.1", "13.38.3", "22.10.1")]
    public string Version { get; set; } = "";

    /// <summary>How many events one operation reads.</summary>
    public int Events { get; private set; }

    /// <summary>Reads the recordings.</summary>
    [GlobalSetup]
    public void Load()
    {
        _traffic = RecordedTraffic.Load(Version);
        Events = RecordedTraffic.Split(_traffic).Count();
        Console.WriteLine($"// {Version}: {Events} events, {_traffic.Length} bytes");
    }

    /// <summary>The floor: where messages end, and nothing else.</summary>
    [Benchmark(Baseline = true)]
    public int MessageEnds()
    {
        var reader = new AmiMessageReader(1024 * 1024);
        var count = 0;
        for (var start = 0; reader.TryRead(_traffic.AsSpan(start), out var length); start += length)
        {
            count++;
        }

        return count;
    }

    /// <summary>Ends, and where all fields are.</summary>
    [Benchmark]
    public int AllFields()
    {
        var reader = new AmiMessageReader(1024 * 1024);
        var fields = 0;
        for (var start = 0; reader.TryRead(_traffic.AsSpan(start), out var length); start += length)
        {
            _message.Load(_traffic, start, length, 0);
            fields += _message.Count;
        }

        return fields;
    }

    /// <summary>The session's own way, for events that nobody wants.</summary>
    [Benchmark]
    public void Skipped() => Dispatch(_skipping);

    /// <summary>The session's own way, with a handler that reads four fields in place.</summary>
    [Benchmark]
    public void Used() => Dispatch(_using);

    void Dispatch(MessageDispatcher dispatcher)
    {
        var reader = new AmiMessageReader(1024 * 1024);
        for (var start = 0; reader.TryRead(_traffic.AsSpan(start), out var length); start += length)
        {
            dispatcher.Dispatch(_traffic, start, length, 0);
        }
    }

    sealed class ShortInProcess : ManualConfig
    {
        public ShortInProcess() => AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
