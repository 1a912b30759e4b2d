using PhonePop.Server.Pbx;

namespace PhonePop.Server.Doctor;

/// <summary>The set-up doctor, registered.</summary>
public static class DoctorExtensions
{
    /// <summary>Adds what the page and the command line use.</summary>
    public static IServiceCollection AddPhonePopDoctor(this IServiceCollection services)
    {
        services.AddSingleton(new DoctorTimes());
        services.AddSingleton<MatchFinder>();
        services.AddSingleton<BoardWitness>();
        services.AddSingleton<IDoctor, ServerDoctor>();
        services.AddSingleton<DoctorCommand>();
        return services;
    }
}

/// <summary>Examines the PBXs of the running server.</summary>
public interface IDoctor
{
    /// <summary>The names of the PBXs that can be examined.</summary>
    IReadOnlyList<string> Pbxes { get; }

    /// <summary>Examines one PBX: each check when it begins and whenever its state changes.</summary>
    /// <param name="pbx">One of <see cref="Pbxes"/>.</param>
    /// <param name="wait">How long to wait for a test call; zero: none.</param>
    /// <param name="cancellationToken">Ends it, and closes its connections.</param>
    IAsyncEnumerable<Check> ExamineAsync(string pbx, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Examines a PBX that is not watched yet, as it would be; no test call.</summary>
    IAsyncEnumerable<Check> TryAsync(PbxOptions pbx, CancellationToken cancellationToken);

    /// <summary>The section of <c>manager.conf</c> that this PBX needs; the secret never stands in it.</summary>
    string Account(PbxOptions pbx);
}

/// <inheritdoc />
internal sealed class ServerDoctor(PbxList pbxes, SeatDevices devices, BoardWitness witness, DoctorTimes times, TimeProvider clock, ILoggerFactory loggers) : IDoctor
{
    public IReadOnlyList<string> Pbxes => [.. pbxes.All.Select(p => p.Name)];

    public IAsyncEnumerable<Check> ExamineAsync(string pbx, TimeSpan wait, CancellationToken cancellationToken) =>
        new PbxExamination(devices.Merge(pbxes.All.First(p => p.Name == pbx)), witness, times, clock, loggers).RunAsync(wait, cancellationToken);

    public IAsyncEnumerable<Check> TryAsync(PbxOptions pbx, CancellationToken cancellationToken) =>
        new PbxExamination(devices.Merge(pbx), witness, times, clock, loggers).RunAsync(TimeSpan.Zero, cancellationToken);

    public string Account(PbxOptions pbx) => AccountSample.Section(pbx, null);
}
