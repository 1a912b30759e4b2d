using Microsoft.Extensions.Logging;
using PhonePop.Simulator;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true; // we end by ourselves, cleanly
    stop.Cancel();
};
using var logs = LoggerFactory.Create(logging => logging
    .AddSimpleConsole(format =>
    {
        format.SingleLine = true;
        format.TimestampFormat = "HH:mm:ss ";
    }));

var commands = new SimulatorCommands(Console.Out, Console.Error, logs.CreateLogger("PBX"));
return await commands.RunAsync(args, stop.Token).ConfigureAwait(false);
