namespace PhonePop.Ami.Connection;

/// <summary>
/// Hears what goes over the wire of a connection, session after session. Called on the thread that reads, except <see cref="Sent"/>: it must
/// neither block nor throw.
/// </summary>
public interface ITrafficTap
{
    /// <summary>Bytes have been read, exactly as they came. Valid during this call only.</summary>
    /// <param name="bytes">The piece that the socket gave; messages do not end where it does.</param>
    /// <param name="receivedAt">When the read returned, in ticks of <see cref="TimeProvider.GetTimestamp"/>.</param>
    void Received(ReadOnlySpan<byte> bytes, long receivedAt);

    /// <summary>An action is being sent. Called by whoever sends it.</summary>
    /// <param name="action">Its text, with secrets and the answers to challenges blanked.</param>
    void Sent(string action);

    /// <summary>The session has ended: the next bytes are those of another one, and begin with a banner.</summary>
    void Closed();
}
