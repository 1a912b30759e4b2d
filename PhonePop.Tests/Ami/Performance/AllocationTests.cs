using System.Diagnostics;
using System.Globalization;
using System.Text;
using AwesomeAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Channels;
using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;
using PhonePop.Tests.Ami.Protocol;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Performance;

/// <summary>What an event may allocate. Counted on this thread alone, after a first time that makes what lasts: the same on any machine.</summary>
public sealed class AllocationTests : ICallObserver
{
    private readonly FakeTimeProvider _clock = new(Some.Time);
    private readonly CallModel _model;
    private int _changes;

    public AllocationTests()
    {
        _model = new CallModel("main", new OperatorDevices(@"^\d{2,5}$"), _clock, this);
        _model.Open(new AmiVersion(11, 0, 0));
        _model.BelieveEvents();
    }

    [Theory]
    [InlineData("11.15.1/01-inbound-answered")]
    [InlineData("13.38.3/01-inbound-answered")]
    [InlineData("22.10.1/01-inbound-answered")]
    public void An_event_that_nobody_needs_costs_nothing(string recording)
    {
        var traffic = Encoding.Latin1.GetBytes(string.Concat(Mutations.Messages(Recordings.Bytes(recording)).Where(m => m.StartsWith("Event: ", StringComparison.Ordinal))));
        var unneeded = 0;
        var dispatcher = new MessageDispatcher(new Unneeded(_model, () => unneeded++), new PendingActions(), NullLogger.Instance);

        Cost(1, () => Dispatch(dispatcher, traffic)).Should().Be(0);

        unneeded.Should().BeGreaterThan(50, "most of them");
    }

    [Fact]
    public void A_needed_event_that_changes_nothing_for_an_operator_costs_little()
    {
        TalkingCalls(64);
        var again = Enumerable.Range(0, 64).Select(i => Message($"Event: Newstate\r\nUniqueid: {i}.2\r\nChannel: PJSIP/{1000 + i}-2\r\nChannelState: 6\r\nConnectedLineNum: 7916{i:0000000}\r\n\r\n")).ToArray();

        Cost(again.Length, () => Tell(again)).Should().BeLessThanOrEqualTo(200);

        _changes.Should().Be(0);
    }

    [Fact]
    public void A_change_of_a_call_costs_a_kilobyte_at_most()
    {
        TalkingCalls(64);
        var holds = Enumerable.Range(0, 64).SelectMany(i => (string[])["Hold", "Unhold"], (i, name) => Message($"Event: {name}\r\nUniqueid: {i}.2\r\nChannel: PJSIP/{1000 + i}-2\r\n\r\n")).ToArray();

        // Code that is not compiled for speed yet allocates half as much again, and when it is compiled depends on the machine.
        var (cost, began) = (double.MaxValue, Stopwatch.GetTimestamp());
        while (cost > 1024 && Stopwatch.GetElapsedTime(began) < Until.Patience)
        {
            cost = Cost(holds.Length, () => Tell(holds));
            _changes.Should().Be(holds.Length);
        }

        cost.Should().BeLessThanOrEqualTo(1024);
    }

    [Fact]
    public void A_whole_recorded_call_costs_a_few_kilobytes()
    {
        var next = 0;

        // 20 needed events, 4 changes, all that is kept of a call, and its two channels.
        Cost(64, () =>
        {
            for (var i = 0; i < 64; i++)
            {
                Tell(_calls[next++]);
            }
        }).Should().BeLessThanOrEqualTo(12 * 1024);

        _model.ChannelCount.Should().Be(0);
        _changes.Should().BeGreaterThanOrEqualTo(64 * 4);
    }

    // The recorded call, with other people each time; made before anything is counted.
    private readonly AmiMessage[][] _calls = [.. Enumerable.Range(1, 128).Select(RecordedCall)];

    private static AmiMessage[] RecordedCall(int number)
    {
        var names = new CultureInfo("en-US");
        return
        [
            .. Mutations.Messages(Recordings.Bytes("22.10.1/01-inbound-answered"))
                .Where(m => m.StartsWith("Event: ", StringComparison.Ordinal) && !m.StartsWith("Event: CoreShow", StringComparison.Ordinal))
                .Select(m => Message(m
                    .Replace("1795534964.", string.Create(names, $"{number}."), StringComparison.Ordinal)
                    .Replace("-0000000", string.Create(names, $"-{number:x7}"), StringComparison.Ordinal)
                    .Replace("PJSIP/101", string.Create(names, $"PJSIP/{1000 + number}"), StringComparison.Ordinal)
                    .Replace("f53535ae", string.Create(names, $"{number:x8}"), StringComparison.Ordinal))),
        ];
    }

    void ICallObserver.CallChanged(Call call) => _changes++;

    void ICallObserver.ConversationChanged(Conversation conversation)
    {
    }

    void ICallObserver.PbxChanged(PbxStatus status)
    {
    }

    // Bytes for each of so many events, the second time.
    private double Cost(int events, Action tell)
    {
        tell();
        _changes = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        tell();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)events;
    }

    private void TalkingCalls(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var (trunk, phone) = ($"Uniqueid: {i}.1\r\nChannel: PJSIP/trunk-msk-{i:x8}", $"PJSIP/{1000 + i}-2");
            Tell(
                Message($"Event: Newchannel\r\n{trunk}\r\nChannelState: 4\r\nCallerIDNum: 7916{i:0000000}\r\nExten: 74951230101\r\n\r\n"),
                Message($"Event: Newchannel\r\nUniqueid: {i}.2\r\nChannel: {phone}\r\nChannelState: 0\r\n\r\n"),
                Message($"Event: DialBegin\r\n{trunk}\r\nDestUniqueid: {i}.2\r\nDestChannel: {phone}\r\n\r\n"),
                Message($"Event: Newstate\r\nUniqueid: {i}.2\r\nChannel: {phone}\r\nChannelState: 6\r\nConnectedLineNum: 7916{i:0000000}\r\n\r\n"),
                Message($"Event: BridgeEnter\r\nUniqueid: {i}.2\r\nChannel: {phone}\r\nBridgeUniqueid: b{i}\r\n\r\n"),
                Message($"Event: BridgeEnter\r\n{trunk}\r\nBridgeUniqueid: b{i}\r\n\r\n"));
        }
    }

    private void Tell(params AmiMessage[] messages)
    {
        foreach (var message in messages)
        {
            if (_model.Wants(message.Event))
            {
                _model.Apply(message);
            }
        }
    }

    private static AmiMessage Message(string text) => AmiMessage.Parse(Encoding.Latin1.GetBytes(text));

    private static void Dispatch(MessageDispatcher dispatcher, byte[] traffic)
    {
        var reader = new AmiMessageReader(1024 * 1024);
        for (var start = 0; reader.TryRead(traffic.AsSpan(start), out var length); start += length)
        {
            dispatcher.Dispatch(traffic, start, length, 0);
        }
    }

    /// <summary>Asks the model what it needs, and takes nothing else.</summary>
    private sealed class Unneeded(CallModel model, Action count) : IAmiMessageHandler
    {
        public bool Wants(ReadOnlySpan<byte> eventName)
        {
            if (!model.Wants(eventName))
            {
                count();
            }

            return false;
        }

        public void OnEvent(AmiMessage message)
        {
        }

        public void OnBatchEnd(long receivedAt)
        {
        }
    }
}
