using System.Globalization;
using PhonePop.Simulator.Pbx;
using PhonePop.Simulator.Scenarios;

namespace PhonePop.Simulator;

/// <summary>The office of the command line: stories come by themselves at a human pace, and now and then a line says how it goes.</summary>
internal sealed class LivingOffice(EmulatedPbx pbx, IReadOnlyList<SimOperator> operators, double callsPerMinute, int seed, TextWriter output, TimeProvider clock)
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(30);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMinutes(1 / callsPerMinute);
        var office = new BusyOffice(
            pbx,
            new()
            {
                Extensions = [.. operators.Select(o => o.Extension)],
                Customers = SampleOffice.Customers(100),
                Pause = (pause * 0.5, pause * 1.5),
                MaxCalls = operators.Count, // who has a call gets no other one: there are never more than that
                Rest = TimeSpan.FromSeconds(2),
                Seed = seed,
            },
            clock);
        var report = clock.CreateTimer(_ => Report(), null, ReportInterval, ReportInterval);
        await using (report.ConfigureAwait(false))
        {
            await office.RunAsync(cancellationToken).ConfigureAwait(false);
        }

        Report();
    }

    private void Report() => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.GetLocalNow():HH:mm:ss} calls so far: {pbx.CallsBegun}, live: {pbx.Calls.Count}"));
}
