using System.Text;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Channels;
using PhonePop.Ami.Protocol;

namespace PhonePop.Tests.Support;

/// <summary>Tells a model events that a test writes down, one line each: <c>Newchannel Uniqueid=1.1 Channel=PJSIP/101-1 ChannelState=5</c>.</summary>
internal sealed class ModelStory : ICallObserver
{
    private readonly ICallObserver? _listener;

    /// <summary>A story that somebody else hears, too: the server under test.</summary>
    public ModelStory(ICallObserver listener)
        : this() => _listener = listener;

    public ModelStory(int amiMajor = 11, IReadOnlyList<Call>? known = null, FakeTimeProvider? clock = null)
    {
        Clock = clock ?? Clock;
        Model = new CallModel("main", new OperatorDevices(@"^\d{3}$", new Dictionary<string, IReadOnlyList<string>> { ["101"] = ["PJSIP/101", "PJSIP/101-soft"] }), Clock, this);
        Model.Recall(known ?? [], Clock.GetUtcNow());
        Model.Open(new AmiVersion(amiMajor, 0, 0));
        Model.BelieveEvents();
    }

    public FakeTimeProvider Clock { get; private init; } = new(new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));

    public CallModel Model { get; }

    public List<Call> Published { get; } = [];

    /// <summary>What is shown now, one line a call: <c>101 external 79161234567 ringing</c>.</summary>
    public IReadOnlyList<string> Shown => CallTruth.Shown(Model.Calls);

    public ModelStory Tell(params string[] events)
    {
        foreach (var line in events)
        {
            Model.Apply(Message("Event: " + Fields(line)));
        }

        return this;
    }

    /// <summary>A row of a list of bridges, queues or parked calls.</summary>
    public ModelStory TellRow(string row)
    {
        Model.ApplyOtherRow(Message("Event: " + Fields(row)));
        return this;
    }

    /// <summary>A row of the list of channels that runs.</summary>
    public ModelStory Row(string row)
    {
        Model.ApplyRow(Message("Event: " + Fields("CoreShowChannel " + row)));
        return this;
    }

    /// <summary>A whole list, one row a line, as <see cref="Tell"/>.</summary>
    public ModelStory List(bool isFirst, params string[] rows)
    {
        Rows(isFirst, rows);
        Model.EndList();
        return this;
    }

    /// <summary>The rows of a later list that has not come to its end.</summary>
    public ModelStory BeginList(params string[] rows)
    {
        Rows(isFirst: false, rows);
        return this;
    }

    /// <summary>Lets time pass, and with it what is torn or waited for.</summary>
    public ModelStory Wait(TimeSpan time)
    {
        Clock.Advance(time);
        if (Model.UntilDeadline <= TimeSpan.Zero)
        {
            Model.RunDeadlines();
        }

        return this;
    }

    /// <summary>A customer on a trunk, up to the ring at an operator's phone: channels <paramref name="uid"/>.1 and .2.</summary>
    public ModelStory Ring(string uid, string number, string device) => Tell(
        $"Newchannel Uniqueid={uid}.1 Channel=PJSIP/trunk-msk-{uid}1 ChannelState=4 CallerIDNum={number} Exten=74951230101",
        $"Newchannel Uniqueid={uid}.2 Channel={device}-{uid}2 ChannelState=0 CallerIDNum=101",
        $"DialBegin Uniqueid={uid}.1 Channel=PJSIP/trunk-msk-{uid}1 DestUniqueid={uid}.2 DestChannel={device}-{uid}2",
        $"Newstate Uniqueid={uid}.2 Channel={device}-{uid}2 ChannelState=5 ConnectedLineNum={number}");

    void ICallObserver.CallChanged(Call call)
    {
        Published.Add(call);
        _listener?.CallChanged(call);
    }

    void ICallObserver.ConversationChanged(Conversation conversation)
    {
    }

    void ICallObserver.PbxChanged(PbxStatus status)
    {
    }

    private void Rows(bool isFirst, string[] rows)
    {
        Model.BeginList(isFirst);
        foreach (var row in rows)
        {
            Row(row);
        }
    }

    private static string Fields(string line) => string.Join("\r\n", line.Split(' ').Select((field, i) => i == 0 ? field : field.Replace("=", ": ", StringComparison.Ordinal)));

    private static AmiMessage Message(string text) => AmiMessage.Parse(Encoding.UTF8.GetBytes(text + "\r\n\r\n"));
}
