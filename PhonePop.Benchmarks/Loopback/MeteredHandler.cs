using System.Buffers.Text;
using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;

namespace PhonePop.Benchmarks.Loopback;

/// <summary>Stands before a handler: hears where the measured part begins and ends, and when each event was sent.</summary>
sealed class MeteredHandler(IAmiMessageHandler inner, Meter meter) : IAmiMessageHandler
{
    /// <summary>Is told that the connection was opened.</summary>
    public Action? Opened { get; init; }

    public bool Wants(ReadOnlySpan<byte> eventName)
    {
        meter.Events++;
        return inner.Wants(eventName) || eventName.SequenceEqual("Begin"u8) || eventName.SequenceEqual("Last"u8) || eventName.SequenceEqual("Done"u8);
    }

    public void OnEvent(AmiMessage message)
    {
        var name = message.Event;
        if (name.SequenceEqual("Begin"u8))
        {
            meter.Begin();
        }
        else if (name.SequenceEqual("Last"u8))
        {
            meter.Events--;
            meter.Last(message.Number("Events"u8)!.Value);
        }
        else if (name.SequenceEqual("Done"u8))
        {
            meter.Finish();
        }
        else
        {
            if (Utf8Parser.TryParse(message.Value("Sent"u8), out long sent, out _))
            {
                meter.Arrived(sent);
            }

            inner.OnEvent(message);
        }
    }

    public void OnOpened(AmiVersion version)
    {
        inner.OnOpened(version);
        Opened?.Invoke();
    }

    public void OnBatchEnd(long receivedAt) => inner.OnBatchEnd(receivedAt);
}
