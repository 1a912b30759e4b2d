using PhonePop.Ami.Protocol;

namespace PhonePop.Ami.Connection;

/// <summary>
/// Takes the events of a connection, in the order of the stream, on the thread that reads it. Everything is called on that one thread, and the
/// thread of an earlier session has ended before the next one begins: what only these methods touch needs no lock. They must not block.
/// An exception is counted and logged, and the next message follows.
/// </summary>
public interface IAmiMessageHandler
{
    /// <summary>The names of all events for which <see cref="Wants"/> is true, for a PBX that can be asked for these alone; read after <see cref="OnOpened"/>, by another thread. None: all are taken.</summary>
    IReadOnlyList<string> EventNames => [];

    /// <summary>Says whether an event is needed. Called with its name as it lies in the buffer; after false the rest of the message is not looked at.</summary>
    bool Wants(ReadOnlySpan<byte> eventName);

    /// <summary>An event that does not belong to an action of ours. The message is valid during this call only.</summary>
    void OnEvent(AmiMessage message);

    /// <summary>All whole messages of one read have been delivered.</summary>
    /// <param name="receivedAt">When that read returned, in ticks of <see cref="TimeProvider.GetTimestamp"/>.</param>
    void OnBatchEnd(long receivedAt);

    /// <summary>A manager interface has answered: a new session reads from here on. Comes before anything else of it, also before the login.</summary>
    /// <param name="version">The version of the protocol, which tells the event model.</param>
    void OnOpened(AmiVersion version)
    {
    }

    /// <summary>The session has ended; nothing else comes from it.</summary>
    /// <param name="reason">Why.</param>
    void OnClosed(Exception reason)
    {
    }
}
