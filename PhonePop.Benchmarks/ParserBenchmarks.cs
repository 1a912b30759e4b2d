using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace PhonePop.Benchmarks;

/// <summary>In memory, on all recorded events of one version. One operation is all of them; <c>parser</c> measures the same in turn, for each event.</summary>
[MemoryDiagnoser]
[Config(typeof(ShortInProcess))]
public class ParserBenchmarks : IDisposable
{
    ParserWork _work = null!;

    /// <summary>The Asterisk version of the recordings.</summary>
    [Params("11.15.1", "13.38.3", "22.10.1")]
    public string Version { get; set; } = "";

    /// <summary>Reads the recordings.</summary>
    [GlobalSetup]
    public void Load()
    {
        _work = new ParserWork(Version);
        Console.WriteLine($"// {Version}: {_work.Ends()} events");
    }

    /// <summary>Ends it.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _work.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="ParserWork.Floor"/>
    [Benchmark(Baseline = true)]
    public int Floor() => _work.Floor();

    /// <inheritdoc cref="ParserWork.Ends"/>
    [Benchmark]
    public int Ends() => _work.Ends();

    /// <inheritdoc cref="ParserWork.AllFields"/>
    [Benchmark]
    public int AllFields() => _work.AllFields();

    /// <inheritdoc cref="ParserWork.Skipped"/>
    [Benchmark]
    public int Skipped() => _work.Skipped();

    /// <inheritdoc cref="ParserWork.Used"/>
    [Benchmark]
    public int Used() => _work.Used();

    /// <inheritdoc cref="ParserWork.AllUsed"/>
    [Benchmark]
    public int AllUsed() => _work.AllUsed();

    /// <inheritdoc cref="ParserWork.Naive"/>
    [Benchmark]
    public int Naive() => _work.Naive();

    sealed class ShortInProcess : ManualConfig
    {
        public ShortInProcess() => AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
