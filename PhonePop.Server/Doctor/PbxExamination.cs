using System.Net;
using System.Runtime.CompilerServices;
using PhonePop.Ami;
using PhonePop.Ami.Connection;
using PhonePop.Server.Pbx;

namespace PhonePop.Server.Doctor;

/// <summary>Examines one PBX: all checks in their order, on connections of its own. What it finds is the same for the page and the command line.</summary>
internal sealed class PbxExamination(PbxOptions pbx, ICallWitness witness, DoctorTimes times, TimeProvider clock, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger<PbxExamination>();

    /// <summary>Each check when it begins and whenever its state changes.</summary>
    /// <param name="wait">How long to wait for a test call; zero: none.</param>
    /// <param name="cancellationToken">Ends it, and closes its connections.</param>
    public async IAsyncEnumerable<Check> RunAsync(TimeSpan wait, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Running(CheckId.Address);
        var reached = await new AddressCheck(pbx, times, clock).RunAsync(cancellationToken);
        yield return reached.Check;
        var banner = NotReached(CheckId.Banner);
        if (reached.Stream is { } stream)
        {
            yield return Running(CheckId.Banner);
            await using (stream)
            {
                banner = await new BannerCheck(pbx, times, clock).RunAsync(stream, cancellationToken);
            }
        }

        yield return banner;
        var watch = new RingWatch();
        var (login, session) = (NotReached(CheckId.Login), (AmiSession?)null);
        if (banner.State == CheckState.Ok)
        {
            yield return Running(CheckId.Login);
            (login, session) = await new LoginCheck(pbx, watch, clock, _logger).RunAsync(cancellationToken);
        }

        yield return login;
        if (session is null)
        {
            foreach (var check in Unreached(reached.Local))
            {
                yield return check;
            }

            yield break;
        }

        await using (session)
        {
            await foreach (var check in InSessionAsync(session, watch, reached.Local, wait, cancellationToken))
            {
                yield return check;
            }
        }
    }

    private async IAsyncEnumerable<Check> InSessionAsync(
        AmiSession session, RingWatch watch, IPAddress? local, TimeSpan wait, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Running(CheckId.Version);
        yield return await VersionCheck.RunAsync(session, cancellationToken);
        yield return Running(CheckId.Rights);
        var rights = new RightsCheck(pbx, session);
        yield return await rights.RunAsync(cancellationToken);
        yield return VersionCheck.Events(watch);
        yield return Running(CheckId.Devices);
        var reader = new DeviceReader(pbx.OperatorExtensions, pbx.Devices);
        yield return await new DevicesCheck(pbx, reader, rights).RunAsync(cancellationToken);
        yield return AccountSample.Offer(pbx, local);
        if (wait <= TimeSpan.Zero)
        {
            foreach (var id in Enum.GetValues<CheckId>().Where(id => id >= Check.FirstOfCall))
            {
                yield return new Check(id, CheckState.Skipped, t => t.DoctorNoCallWanted);
            }

            yield break;
        }

        await foreach (var step in new TestCall(pbx, session, watch, reader, witness, times, clock).RunAsync(wait, cancellationToken))
        {
            yield return step;
        }

        yield return VersionCheck.Events(watch); // the call has shown what could not be asked for
    }

    private IEnumerable<Check> Unreached(IPAddress? local) => Enum.GetValues<CheckId>().Where(id => id > CheckId.Login)
        .Select(id => id == CheckId.Account ? AccountSample.Offer(pbx, local) : NotReached(id));

    private static Check Running(CheckId id) => new(id, CheckState.Running);

    private static Check NotReached(CheckId id) => new(id, CheckState.Skipped, t => t.DoctorNotReached);
}
