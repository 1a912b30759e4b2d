using System.Net;
using System.Net.Sockets;
using PhonePop.Server.Pbx;

namespace PhonePop.Server.Doctor;

/// <summary>The smallest section of <c>manager.conf</c>: it can look and touch nothing, unless filters are wanted, which need more. The configured secret never stands in it.</summary>
internal static class AccountSample
{
    public static Check Offer(PbxOptions pbx, IPAddress? local) =>
        new(CheckId.Account, CheckState.Skipped, t => t.DoctorAccount, t => t.DoctorAccountAdvice) { Sample = Section(pbx, local) };

    internal static string Section(PbxOptions pbx, IPAddress? local)
    {
        string[] listen = pbx.Tls ? ["tlsenable = yes", $"tlsbindaddr = 0.0.0.0:{pbx.Port}"] : [$"port = {pbx.Port}"];
        string[] permit = local switch
        {
            null => ["deny = 0.0.0.0/0.0.0.0", "permit = ADDRESS-OF-PHONEPOP/255.255.255.255"],
            { AddressFamily: AddressFamily.InterNetworkV6 } => ["deny = 0.0.0.0/0.0.0.0", "deny = ::/0", $"permit = {new IPAddress(local.GetAddressBytes())}/128"],
            _ => ["deny = 0.0.0.0/0.0.0.0", $"permit = {local}/255.255.255.255"],
        };
        return string.Join('\n',
            [
                "[general]", "enabled = yes", .. listen, "",
                $"[{pbx.Username}]", "secret = PUT-THE-SECRET-HERE", .. permit, "read = system,call,agent", pbx.FilterEvents ? "write = reporting,system" : "write = reporting",
            ]);
    }
}
