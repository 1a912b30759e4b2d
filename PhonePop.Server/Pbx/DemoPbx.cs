using PhonePop.Simulator;
using PhonePop.Simulator.Pbx;
using PhonePop.Simulator.Scenarios;

namespace PhonePop.Server.Pbx;

/// <summary>Who calls in the demo: a name and numbers as a provider writes them.</summary>
public sealed record DemoCallers(IReadOnlyList<(string Name, IReadOnlyList<string> Numbers)> All);

/// <summary>The demo's PBX: the simulator inside this process, reached over TCP like any other.</summary>
internal sealed class DemoPbx(DemoMode mode, PbxList pbxes, Func<DemoCallers> callers, TimeProvider clock, ILogger<DemoPbx> logger) : IHostedService, IAsyncDisposable
{
    /// <summary>Who has a phone in the demo and no account.</summary>
    internal static readonly IReadOnlyList<(string Extension, string Name)> Colleagues =
        [("100", "Дмитрий Орлов"), ("103", "Olga Smirnova"), ("104", "Мария Кузнецова"), ("105", "Anton Volkov"), ("106", "Elena Orlova")];

    private DemoOffice? _office;

    /// <summary>The office, once the demo runs.</summary>
    /// <exception cref="InvalidOperationException">The demo is off.</exception>
    public DemoOffice Office => _office ?? throw new InvalidOperationException("The demo is off.");

    // Before the service that watches PBXs starts: it finds this one in the list.
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (mode.IsOn)
        {
            var seats = DemoDesk.Seats.Concat(Colleagues).OrderBy(s => s.Extension, StringComparer.Ordinal);
            _office = DemoOffice.Start(
                new DemoOfficeOptions
                {
                    Customers = [.. callers().All.Select(c => new SimCustomer(c.Name, c.Numbers))],
                    Seats = [.. DemoDesk.Seats.Select(s => s.Extension)],
                    Operators = [.. seats.Select(s => new SimOperator(s.Extension, s.Name))],
                },
                clock,
                logger);
            pbxes.Add(new PbxOptions { Name = DemoOptions.PbxName, Host = "127.0.0.1", Port = _office.Port, Username = _office.User, Secret = _office.Secret });
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The container knows this as itself and as a hosted service, and disposes of it for each.
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _office, null)?.DisposeAsync() ?? ValueTask.CompletedTask;
}
