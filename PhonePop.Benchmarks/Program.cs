using BenchmarkDotNet.Running;
using PhonePop.Benchmarks;

switch (args)
{
    case ["loopback", var pace, var events]:
        await LoopbackRunner.RunAsync(pace, int.Parse(events, System.Globalization.CultureInfo.InvariantCulture));
        break;
    case ["send", var pace, var events]:
        LoopbackSender.Run(pace, int.Parse(events, System.Globalization.CultureInfo.InvariantCulture));
        break;
    case ["model"]:
        ModelRunner.Run();
        break;
    case ["server", .. var options]:
        await ServerRunner.RunAsync(options);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(ParserBenchmarks).Assembly).Run(args);
        break;
}
