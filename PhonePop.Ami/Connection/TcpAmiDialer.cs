using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PhonePop.Ami.Connection;

/// <summary>TCP, and TLS over it where the options ask for it.</summary>
/// <remarks>
/// Connecting is done with blocking calls on a thread of its own, because on Unix the first asynchronous call on a socket makes it
/// non-blocking for good: each blocking read of the session would then take the way through the runtime's epoll thread after all.
/// </remarks>
public sealed class TcpAmiDialer : IAmiDialer
{
    /// <inheritdoc />
    public async Task<Stream> DialAsync(AmiOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var addresses = await Dns.GetHostAddressesAsync(options.Host, cancellationToken).ConfigureAwait(false);
        return await Task.Factory.StartNew(
            () => Connect(options, addresses, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
    }

    static Stream Connect(AmiOptions options, IPAddress[] addresses, CancellationToken cancellationToken)
    {
        SocketException? failure = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            using var cancel = cancellationToken.Register(socket.Dispose); // the only way out of a blocking call
            try
            {
                socket.Connect(address, options.Port);
                socket.SendTimeout = (int)options.SilenceLimit.TotalMilliseconds; // a PBX that does not read must not hold the writer for ever
                return options.Tls ? Authenticate(new NetworkStream(socket, ownsSocket: true), options) : new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception e)
            {
                socket.Dispose();
                cancellationToken.ThrowIfCancellationRequested();
                failure = e as SocketException;
                if (failure is null)
                {
                    throw;
                }
            }
        }

        throw failure ?? new SocketException((int)SocketError.HostNotFound);
    }

    static SslStream Authenticate(NetworkStream stream, AmiOptions options)
    {
        var tls = new SslStream(stream);
        var how = new SslClientAuthenticationOptions { TargetHost = options.Host };
        if (options.TlsAuthorityFile is { } file)
        {
            how.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            how.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(file);
        }

        if (options.TlsThumbprint is { } pinned)
        {
            var expected = Convert.FromHexString(pinned.Replace(":", "", StringComparison.Ordinal));
            how.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null && SHA256.HashData(certificate.GetRawCertData()).AsSpan().SequenceEqual(expected);
        }

        tls.AuthenticateAsClient(how);
        return tls;
    }
}
