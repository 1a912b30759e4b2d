using BenchmarkDotNet.Running;
using PhonePop.Benchmarks;
using PhonePop.Benchmarks.Loopback;

switch (args)
{
    case ["loopback", "compare", var rounds]:
        await LoopbackRunner.CompareAsync(int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture));
        break;
    case ["loopback", var reader, var handler, .. var load]:
        await LoopbackRunner.RunAsync(reader, handler, Load.Parse(load));
        break;
    case ["send", .. var load]:
        Sender.Run(Load.Parse(load));
        break;
    case ["parser"]:
        await ParserRunner.RunAsync();
        break;
    case ["stable"]:
        await StableRunner.RunAsync();
        break;
    case ["model"]:
        await ModelRunner.RunAsync();
        break;
    case ["server", .. var options]:
        await ServerRunner.RunAsync(options);
        break;
    case ["naive-server", var port, .. var options]:
        await NaiveServer.RunAsync(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), options);
        break;
    case ["customers", .. var count]:
        await CustomersRunner.RunAsync(count is [var customers] ? int.Parse(customers, System.Globalization.CultureInfo.InvariantCulture) : 100_000);
        break;
    case ["history", .. var count]:
        await HistoryRunner.RunAsync(count is [var calls] ? int.Parse(calls, System.Globalization.CultureInfo.InvariantCulture) : 1_000_000);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(ParserBenchmarks).Assembly).Run(args);
        break;
}
