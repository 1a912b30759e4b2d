using System.Buffers.Text;
using System.Diagnostics;
using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;

namespace PhonePop.Benchmarks;

/// <summary>Stands for the model: asks for four fields of each event, and for how long it was on its way where the sender says when it began.</summary>
sealed class CountingHandler(bool wants) : IAmiMessageHandler
{
    readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Bytes { get; private set; }
    public List<double> Microseconds { get; } = new(100_000);
    public Task Done => _done.Task;

    public bool Wants(ReadOnlySpan<byte> eventName) => wants || eventName.SequenceEqual("Last"u8) || eventName.SequenceEqual("Timed"u8);

    public void OnEvent(AmiMessage message)
    {
        Bytes += message.Event.Length + message.Value("Uniqueid"u8).Length + message.Value("CallerIDNum"u8).Length + message.Value("ConnectedLineNum"u8).Length;
        if (message.Event.SequenceEqual("Last"u8))
        {
            _done.TrySetResult();
        }
        else if (message.Event.SequenceEqual("Timed"u8) && Utf8Parser.TryParse(message.Value("Sent"u8), out long sent, out _))
        {
            Microseconds.Add(Stopwatch.GetElapsedTime(sent).TotalMicroseconds);
        }
    }

    public void OnBatchEnd(long receivedAt)
    {
    }
}
