using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using PhonePop.Ami.Connection;
using PhonePop.Server.Components.Text;
using PhonePop.Server.Pbx;

namespace PhonePop.Server.Doctor;

/// <summary>The way to a PBX, as far as it goes.</summary>
/// <param name="Check">What was found.</param>
/// <param name="Stream">Open where the address was reached, else null.</param>
/// <param name="Local">Our own address on that way, or null.</param>
internal sealed record Reached(Check Check, Stream? Stream = null, IPAddress? Local = null);

/// <summary>Resolves the name, connects, and agrees on TLS where it is asked for.</summary>
internal sealed class AddressCheck(PbxOptions pbx, DoctorTimes times, TimeProvider clock)
{
    private string Address => $"{pbx.Host}:{pbx.Port}";

    public async Task<Reached> RunAsync(CancellationToken cancellationToken)
    {
        SslClientAuthenticationOptions? accepted;
        try
        {
            accepted = pbx.Tls ? AmiTls.Accepted(CallMonitorService.Options(pbx).Ami) : null;
        }
        catch (AmiTrustException)
        {
            return new Reached(Fail(t => t.DoctorTlsAuthority(pbx.TlsAuthority), t => t.DoctorTlsAuthorityAdvice));
        }

        IPAddress[] addresses;
        try
        {
            addresses = await WithinAsync(times.Connect, stop => Dns.GetHostAddressesAsync(pbx.Host, stop), cancellationToken);
        }
        catch (Exception e) when (e is SocketException or TimeoutException)
        {
            return new Reached(Fail(t => t.DoctorNameUnknown(pbx.Host), t => t.DoctorNameUnknownAdvice(pbx.Host)));
        }

        Exception? problem = null;
        foreach (var address in addresses)
        {
            try
            {
                var socket = await WithinAsync(times.Connect, stop => ConnectAsync(address, stop), cancellationToken);
                return await UseAsync(socket, address, accepted, cancellationToken);
            }
            catch (Exception e) when (e is SocketException or TimeoutException)
            {
                problem = e;
            }
        }

        var check = problem is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
            ? Fail(t => t.DoctorRefused(Address), t => t.DoctorRefusedAdvice(pbx.Port))
            : Fail(t => t.DoctorUnreachable(Address), t => t.DoctorUnreachableAdvice(pbx.Port));
        return new Reached(check, null, addresses is [var first, ..] ? OwnAddressTowards(first) : null);
    }

    private async Task<Reached> UseAsync(Socket socket, IPAddress address, SslClientAuthenticationOptions? accepted, CancellationToken cancellationToken)
    {
        var local = (socket.LocalEndPoint as IPEndPoint)?.Address is { } own ? own.IsIPv4MappedToIPv6 ? own.MapToIPv4() : own : null;
        var reached = pbx.Host == address.ToString() ? Address : $"{Address} ({address})";
        var stream = new NetworkStream(socket, ownsSocket: true);
        if (accepted is null)
        {
            return new Reached(new Check(CheckId.Address, CheckState.Ok, t => t.DoctorReached(reached, local?.ToString())), stream, local);
        }

        var refusal = SslPolicyErrors.None;
        var pinned = accepted.RemoteCertificateValidationCallback;
        accepted.RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
        {
            var isAccepted = pinned?.Invoke(sender, certificate, chain, errors) ?? errors == SslPolicyErrors.None;
            refusal = isAccepted ? SslPolicyErrors.None : pinned is null ? errors : SslPolicyErrors.RemoteCertificateChainErrors;
            return isAccepted;
        };
        var tls = new SslStream(stream);
        try
        {
            await WithinAsync(times.Connect, async stop =>
            {
                await tls.AuthenticateAsClientAsync(accepted, stop);
                return true;
            }, cancellationToken);
            return new Reached(new Check(CheckId.Address, CheckState.Ok, t => t.DoctorReachedTls(reached, local?.ToString())), tls, local);
        }
        catch (Exception e) when (e is AuthenticationException or IOException or TimeoutException or SocketException)
        {
            await tls.DisposeAsync();
            return new Reached(await ExplainTlsAsync(refusal, address, cancellationToken), null, local);
        }
    }

    private async Task<Check> ExplainTlsAsync(SslPolicyErrors refusal, IPAddress address, CancellationToken cancellationToken) => refusal switch
    {
        SslPolicyErrors.None when await SpeaksPlainlyAsync(address, cancellationToken) => Fail(t => t.DoctorTlsPlain(Address), t => t.DoctorTlsPlainAdvice),
        SslPolicyErrors.None => Fail(t => t.DoctorTlsFailed(Address), t => t.DoctorTlsFailedAdvice),
        _ when pbx.TlsThumbprint is not null => Fail(t => t.DoctorTlsOther(Address), t => t.DoctorTlsOtherAdvice),
        _ when refusal.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) => Fail(t => t.DoctorTlsName(pbx.Host), t => t.DoctorTlsNameAdvice(pbx.Host)),
        _ => Fail(t => t.DoctorTlsUntrusted(Address), t => t.DoctorTlsUntrustedAdvice),
    };

    // A second connection: the first one is spoilt by what we said to it.
    private async Task<bool> SpeaksPlainlyAsync(IPAddress address, CancellationToken cancellationToken)
    {
        try
        {
            using var socket = await WithinAsync(times.Connect, stop => ConnectAsync(address, stop), cancellationToken);
            var first = new byte[64];
            var read = await WithinAsync(times.Banner, stop => socket.ReceiveAsync(first, stop).AsTask(), cancellationToken);
            return Encoding.ASCII.GetString(first, 0, read).StartsWith("Asterisk Call Manager", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is SocketException or TimeoutException)
        {
            return false;
        }
    }

    private async Task<Socket> ConnectAsync(IPAddress address, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address, pbx.Port, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<T> WithinAsync<T>(TimeSpan time, Func<CancellationToken, Task<T>> run, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(time, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await run(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }

    // "Connecting" a datagram socket sends nothing: it only asks for the route.
    private IPAddress? OwnAddressTowards(IPAddress address)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(address, pbx.Port);
            return (socket.LocalEndPoint as IPEndPoint)?.Address;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private static Check Fail(Func<Texts, string> found, Func<Texts, string> advice) => new(CheckId.Address, CheckState.Failed, found, advice);
}
