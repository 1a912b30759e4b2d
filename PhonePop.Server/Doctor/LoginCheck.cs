using System.Security.Authentication;
using System.Net.Sockets;
using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;
using PhonePop.Server.Components.Text;
using PhonePop.Server.Pbx;

namespace PhonePop.Server.Doctor;

/// <summary>Logs in, once: several wrong attempts get a host banned.</summary>
internal sealed class LoginCheck(PbxOptions pbx, RingWatch watch, TimeProvider clock, ILogger logger)
{
    public async Task<(Check Check, AmiSession? Session)> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var session = await AmiSession.OpenAsync(new TcpAmiDialer(), CallMonitorService.Options(pbx).Ami, watch, clock, logger, cancellationToken);
            return (new Check(CheckId.Login, CheckState.Ok, t => t.DoctorLoggedIn(pbx.Username)), session);
        }
        catch (AmiLoginException e) when (e.Message.Contains("in use", StringComparison.OrdinalIgnoreCase))
        {
            return (Fail(t => t.DoctorLoginInUse(pbx.Username), t => t.DoctorLoginInUseAdvice), null);
        }
        catch (AmiLoginException e)
        {
            // Asterisk gives one answer to all three on purpose; only its own log tells them apart.
            var said = e.Message;
            return (Fail(t => t.DoctorLoginRefused(pbx.Username, said), t => t.DoctorLoginRefusedAdvice(pbx.Username)) with
            {
                Lines =
                [
                    new(CheckState.Skipped, t => t.DoctorLogNoUser(pbx.Username)),
                    new(CheckState.Skipped, t => t.DoctorLogAcl(pbx.Username)),
                    new(CheckState.Skipped, t => t.DoctorLogSecret(pbx.Username)),
                ],
            }, null);
        }
        catch (Exception e) when (e is AmiException or IOException or TimeoutException or SocketException or AuthenticationException)
        {
            return (Fail(t => t.DoctorLoginClosed, t => t.DoctorLoginClosedAdvice), null);
        }
    }

    private static Check Fail(Func<Texts, string> found, Func<Texts, string> advice) => new(CheckId.Login, CheckState.Failed, found, advice);
}
