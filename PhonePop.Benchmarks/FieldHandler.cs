using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;

namespace PhonePop.Benchmarks;

/// <summary>Wants every event or none, and asks each for four fields.</summary>
sealed class FieldHandler(bool wants) : IAmiMessageHandler
{
    /// <summary>So that the look-ups are for something.</summary>
    public long Bytes { get; private set; }

    public bool Wants(ReadOnlySpan<byte> eventName) => wants;

    public void OnEvent(AmiMessage message) =>
        Bytes += message.Event.Length + message.Value("Uniqueid"u8).Length + message.Value("CallerIDNum"u8).Length + message.Value("ConnectedLineNum"u8).Length;

    public void OnBatchEnd(long receivedAt)
    {
    }
}
