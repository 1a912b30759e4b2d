using System.Globalization;
using System.Text;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Channels;
using PhonePop.Ami.Protocol;

namespace PhonePop.Benchmarks;

/// <summary>A model with so many answered calls, and events for it.</summary>
sealed class ModelLoad : ICallObserver
{
    /// <summary>How many <see cref="WholeCalls"/> tells.</summary>
    public const int CallsAtATime = 10;

    // Few enough that they stay in the processor's cache, as those of the small table do: what is compared is the work, not the memory. See Scattered for that.
    private const int Sample = 16;
    private const int TimesARound = 16;
    private const int Scatter = 64;

    // Enough of them that the model has forgotten an id when it comes again, and beside those of any table.
    private static readonly AmiMessage[][] Stories = [.. Enumerable.Range(20_000, 5_000).Select(i => Story(i).ToArray())];

    private readonly CallModel _model;
    private readonly AmiMessage[] _idle;
    private readonly AmiMessage[] _holds;
    private readonly AmiMessage[] _scattered;
    private int _story;
    private int _scatter;

    public ModelLoad(int calls)
    {
        _model = new CallModel("main", new OperatorDevices(@"^\d{2,6}$"), TimeProvider.System, this);
        _model.Open(new AmiVersion(11, 0, 0));
        _model.BelieveEvents();
        for (var i = 0; i < calls; i++)
        {
            foreach (var message in Story(i).Take(8))
            {
                _model.Apply(message);
            }
        }

        // Calls all over the table.
        var sample = Enumerable.Range(0, Sample).Select(i => (int)((long)i * calls / Sample % calls)).ToArray();
        _idle = [.. sample.Select(i => Message($"Newstate|Uniqueid: {i}.2|Channel: PJSIP/{Extension(i)}-2|ChannelState: 6|CallerIDNum: 101|ConnectedLineNum: 7916{i:0000000}"))];
        _holds = [.. sample.SelectMany(HoldAndEnd)];
        var all = Enumerable.Range(0, calls).ToArray();
        new Random(1).Shuffle(all);
        _scattered = [.. Enumerable.Repeat(all, Math.Max(1, Scatter / calls)).SelectMany(a => a).SelectMany(HoldAndEnd)];
    }

    /// <summary>Changes of calls that were told.</summary>
    public int Changes { get; private set; }

    /// <summary>The same state, name and number again, as PBXs send them: nothing changes for an operator.</summary>
    public int Idle() => TellAgain(_idle);

    /// <summary>Holds and their ends: each changes one call.</summary>
    public int Holds() => TellAgain(_holds);

    /// <summary>The same for each call of the table in turn, in no order: with many of them, none is in the processor's cache.</summary>
    public int Scattered()
    {
        _scatter = (_scatter + (Scatter * 2)) % Math.Max(1, _scattered.Length - (Scatter * 2) + 1) & ~1;
        return Tell(_scattered.AsSpan(_scatter, Math.Min(Scatter * 2, _scattered.Length - _scatter)));
    }

    /// <summary>Calls from the first event to the last, beside those that go on.</summary>
    public int WholeCalls()
    {
        var events = 0;
        for (var i = 0; i < CallsAtATime; i++)
        {
            events += Tell(Stories[_story++ % Stories.Length]);
        }

        return events;
    }

    void ICallObserver.CallChanged(Call call) => Changes++;

    void ICallObserver.ConversationChanged(Conversation conversation)
    {
    }

    void ICallObserver.PbxChanged(PbxStatus status)
    {
    }

    private static AmiMessage[] HoldAndEnd(int call) =>
        [Message($"Hold|Uniqueid: {call}.2|Channel: PJSIP/{Extension(call)}-2"), Message($"Unhold|Uniqueid: {call}.2|Channel: PJSIP/{Extension(call)}-2")];

    private int TellAgain(AmiMessage[] messages)
    {
        var events = 0;
        for (var i = 0; i < TimesARound; i++)
        {
            events += Tell(messages);
        }

        return events;
    }

    private int Tell(ReadOnlySpan<AmiMessage> messages)
    {
        foreach (var message in messages)
        {
            _model.Apply(message);
        }

        return messages.Length;
    }

    private static string Extension(int call) => (100_000 + (call % 800_000)).ToString(CultureInfo.InvariantCulture);

    // An answered inbound call in the events of Asterisk 22; the first eight leave it talking.
    private static IEnumerable<AmiMessage> Story(int call)
    {
        var (trunk, phone) = ($"Uniqueid: {call}.1|Channel: PJSIP/trunk-msk-{call:x8}", $"PJSIP/{Extension(call)}-2");
        yield return Message($"Newchannel|{trunk}|ChannelState: 4|CallerIDNum: 7916{call:0000000}|CallerIDName: <unknown>|Exten: 74951230101");
        yield return Message($"Newchannel|Uniqueid: {call}.2|Channel: {phone}|ChannelState: 0|CallerIDNum: 101|CallerIDName: Ivan Petrov|Exten: s");
        yield return Message($"DialBegin|{trunk}|ChannelState: 4|DestUniqueid: {call}.2|DestChannel: {phone}|DestChannelState: 0");
        yield return Message($"Newstate|Uniqueid: {call}.2|Channel: {phone}|ChannelState: 5|CallerIDNum: 101|ConnectedLineNum: 7916{call:0000000}");
        yield return Message($"Newstate|Uniqueid: {call}.2|Channel: {phone}|ChannelState: 6|CallerIDNum: 101|ConnectedLineNum: 7916{call:0000000}");
        yield return Message($"DialEnd|{trunk}|DestUniqueid: {call}.2|DestChannel: {phone}|DialStatus: ANSWER");
        yield return Message($"BridgeEnter|Uniqueid: {call}.2|Channel: {phone}|BridgeUniqueid: b{call}");
        yield return Message($"BridgeEnter|{trunk}|BridgeUniqueid: b{call}");
        yield return Message($"BridgeLeave|{trunk}|BridgeUniqueid: b{call}");
        yield return Message($"BridgeLeave|Uniqueid: {call}.2|Channel: {phone}|BridgeUniqueid: b{call}");
        yield return Message($"Hangup|{trunk}|Cause: 16");
        yield return Message($"Hangup|Uniqueid: {call}.2|Channel: {phone}|Cause: 16");
    }

    private static AmiMessage Message(string text) => AmiMessage.Parse(Encoding.UTF8.GetBytes("Event: " + text.Replace("|", "\r\n", StringComparison.Ordinal) + "\r\n\r\n"));
}
