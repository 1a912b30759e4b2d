using System.Text;
using System.Threading.Channels;
using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;

namespace PhonePop.Tests.Support;

/// <summary>Keeps a copy of each event that it is told of, for a test to wait for.</summary>
public sealed class RecordingHandler : IAmiMessageHandler
{
    readonly Channel<AmiRecord> _events = Channel.CreateBounded<AmiRecord>(100_000);

    public Func<string, bool> Filter { get; set; } = _ => true;
    public Action<AmiRecord>? Seen { get; set; }
    public int Batches { get; private set; }
    public Exception? Closed { get; private set; }
    public int Opened { get; private set; }

    public bool Wants(ReadOnlySpan<byte> eventName) => Filter(Encoding.UTF8.GetString(eventName));

    public void OnEvent(AmiMessage message)
    {
        var record = message.ToRecord();
        Seen?.Invoke(record);
        _events.Writer.TryWrite(record);
    }

    public void OnBatchEnd(long receivedAt) => Batches++;

    public void OnOpened(AmiVersion version) => Opened++;

    public void OnClosed(Exception reason) => Closed = reason;

    public async Task<AmiRecord> NextAsync() => await _events.Reader.NextAsync();

    /// <summary>The next event of this name, leaving out the others.</summary>
    public async Task<AmiRecord> NextAsync(string name)
    {
        while (true)
        {
            var record = await NextAsync();
            if (record.Get("Event") == name)
            {
                return record;
            }
        }
    }

    /// <summary>The names of all events up to the one named, that one included.</summary>
    public async Task<List<string>> NamesUntilAsync(string last)
    {
        var names = new List<string>();
        do
        {
            names.Add((await NextAsync()).Get("Event"));
        }
        while (names[^1] != last);
        return names;
    }
}
