namespace PhonePop.Ami.Connection;

/// <summary>Opens the way to a PBX.</summary>
public interface IAmiDialer
{
    /// <summary>Opens a stream. The session reads it with blocking reads on its own thread, writes it from another, and disposes it to end both.</summary>
    /// <exception cref="IOException">It cannot be reached. <see cref="System.Net.Sockets.SocketException"/> and <see cref="System.Security.Authentication.AuthenticationException"/> mean the same.</exception>
    Task<Stream> DialAsync(AmiOptions options, CancellationToken cancellationToken);
}
