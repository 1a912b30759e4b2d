using System.Diagnostics;
using System.Text;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Channels;
using PhonePop.Ami.Protocol;

namespace PhonePop.Benchmarks;

/// <summary>The model alone, with many calls at once: what an event costs, and what it allocates.</summary>
sealed class ModelRunner : ICallObserver
{
    private const int Rounds = 20_000;
    private readonly CallModel _model;
    private int _changes;

    private ModelRunner()
    {
        _model = new CallModel("main", new OperatorDevices(@"^\d{2,6}$"), TimeProvider.System, this);
        _model.Open(new AmiVersion(11, 0, 0));
    }

    public static void Run()
    {
        Measure(10); // warm
        foreach (var calls in (int[])[10, 100, 1_000, 10_000])
        {
            Measure(calls);
        }
    }

    void ICallObserver.CallChanged(Call call) => _changes++;

    void ICallObserver.ConversationChanged(Conversation conversation)
    {
    }

    void ICallObserver.PbxChanged(PbxStatus status)
    {
    }

    private static void Measure(int calls)
    {
        var runner = new ModelRunner();
        for (var i = 0; i < calls; i++)
        {
            foreach (var message in Story(i).Take(8))
            {
                runner._model.Apply(message);
            }
        }

        // Nothing changes for an operator: the same state, name and number again, as PBXs send them.
        var idle = Enumerable.Range(0, 64).Select(i => Message($"Newstate|Uniqueid: {i % calls}.2|Channel: PJSIP/{Extension(i % calls)}-2|ChannelState: 6|CallerIDNum: 101|ConnectedLineNum: 7916{i % calls:0000000}")).ToArray();
        runner.Report("nothing changes", calls, Rounds * 4, i => runner._model.Apply(idle[i & 63]));

        // A hold and its end on calls all over the table: a change of one call each.
        var holds = Enumerable.Range(0, 64).Select(i => (long)i * calls / 64 % calls).SelectMany(i => (AmiMessage[])
            [Message($"Hold|Uniqueid: {i}.2|Channel: PJSIP/{Extension(i)}-2"), Message($"Unhold|Uniqueid: {i}.2|Channel: PJSIP/{Extension(i)}-2")]).ToArray();
        runner.Report("a call changes", calls, Rounds, i => runner._model.Apply(holds[i & 127]));

        // Whole calls, from the first event to the last.
        var stories = Enumerable.Range(calls, Rounds / 10).Select(i => Story(i).ToArray()).ToArray();
        var events = stories[0].Length;
        runner.Report("whole calls", calls, stories.Length * events, i => runner._model.Apply(stories[i / events][i % events]));
    }

    private void Report(string what, int calls, int events, Action<int> apply)
    {
        _changes = 0;
        var (memory, clock) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        for (var i = 0; i < events; i++)
        {
            apply(i);
        }

        var (seconds, bytes) = (Stopwatch.GetElapsedTime(clock).TotalSeconds, GC.GetAllocatedBytesForCurrentThread() - memory);
        Console.WriteLine(
            $"{calls,6} calls, {what,-15}: {seconds * 1e9 / events,7:N0} ns and {bytes / (double)events,6:N0} bytes an event{(_changes > 0 ? $", {bytes / (double)_changes,6:N0} bytes a call change ({_changes / (double)events:N2} an event)" : "")}");
    }

    private static string Extension(long call) => (100_000 + (call % 800_000)).ToString(System.Globalization.CultureInfo.InvariantCulture);

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
