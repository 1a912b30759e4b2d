using System.Net;
using System.Net.Security;
using System.Net.Sockets;

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
        var accepted = options.Tls ? AmiTls.Accepted(options) : null;
        var addresses = await Dns.GetHostAddressesAsync(options.Host, cancellationToken).ConfigureAwait(false);
        return await Task.Factory.StartNew(
            () => Connect(options, addresses, accepted, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
    }

    static Stream Connect(AmiOptions options, IPAddress[] addresses, SslClientAuthenticationOptions? accepted, CancellationToken cancellationToken)
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
                var stream = new NetworkStream(socket, ownsSocket: true);
                return accepted is null ? stream : Authenticate(stream, accepted);
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

    static SslStream Authenticate(NetworkStream stream, SslClientAuthenticationOptions accepted)
    {
        var tls = new SslStream(stream);
        tls.AuthenticateAsClient(accepted);
        return tls;
    }
}
