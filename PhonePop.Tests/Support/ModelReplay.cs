using Microsoft.Extensions.Time.Testing;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Channels;
using PhonePop.Ami.Protocol;
using PhonePop.Ami.Recorder;
using PhonePop.Simulator.Replay;

namespace PhonePop.Tests.Support;

/// <summary>Feeds a recording's bytes to the model, up to any byte, without a socket between them.</summary>
internal sealed class ModelReplay : ICallObserver
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));
    private readonly Recording _recording;
    private int _fed;
    private bool _isFirstList;
    private string _listId = "";

    public ModelReplay(Recording recording, string pbx = "main", OperatorDevices? devices = null)
    {
        _recording = recording;
        Model = new CallModel(pbx, devices ?? new OperatorDevices(@"^\d{2,5}$"), _clock, this);
    }

    public CallModel Model { get; }

    /// <summary>Every event is told twice.</summary>
    public bool Doubled { get; init; }

    /// <summary>Every record that was published, in order.</summary>
    public List<Call> Published { get; } = [];

    public List<Conversation> Conversations { get; } = [];

    /// <summary>Feeds whole messages that end at or before this byte, then lets torn calls settle.</summary>
    public void PlayTo(int end)
    {
        while (_fed < end)
        {
            var connection = _recording.Connections.LastOrDefault(c => c.StartByte <= _fed)!;
            if (connection.StartByte == _fed)
            {
                Begin(connection);
                continue;
            }

            var reader = new AmiMessageReader(1024 * 1024);
            if (!reader.TryRead(_recording.Bytes.Span[_fed..end], out var length))
            {
                break;
            }

            var message = AmiMessage.Parse(_recording.Bytes.Slice(_fed, length).ToArray());
            _fed += length;
            if (message.Text("ActionID"u8).StartsWith("phonepop-", StringComparison.Ordinal))
            {
                ApplyOwnList(message);
            }
            else if (message.IsEvent && Model.Wants(message.Event))
            {
                Model.Apply(message);
                if (Doubled)
                {
                    Model.Apply(message);
                }
            }
        }

        Settle();
    }

    /// <summary>Lets the time pass after which a torn call has ended.</summary>
    public void Settle()
    {
        _clock.Advance(CallBook.TornFor + TimeSpan.FromMilliseconds(10));
        if (Model.UntilDeadline <= TimeSpan.Zero)
        {
            Model.RunDeadlines();
        }
    }

    void ICallObserver.CallChanged(Call call) => Published.Add(call);

    void ICallObserver.ConversationChanged(Conversation conversation) => Conversations.Add(conversation);

    void ICallObserver.PbxChanged(PbxStatus status)
    {
    }

    private void Begin(ReplayConnection connection)
    {
        if (!AmiBanner.TryRead(_recording.Bytes.Span[connection.StartByte..], out var length, out var version))
        {
            throw new InvalidDataException("no banner");
        }

        _fed += length;
        Model.AbandonList();
        Model.Open(version);
        _isFirstList = true;
        if (_recording.Bytes.Span.IndexOf("ActionID: phonepop-"u8) < 0)
        {
            Model.BeginList(isFirst: true); // an empty list: the recordings of real servers begin without calls, and nothing survives a restart
            Model.EndList();
        }
    }

    // What PhonePop itself recorded holds the lists that it asked for.
    private void ApplyOwnList(AmiMessage message)
    {
        if (ChannelList.Begins(message))
        {
            _listId = message.Text("ActionID"u8);
            Model.BeginList(_isFirstList);
        }
        else if (message.IsEvent && message.Text("ActionID"u8) == _listId && ChannelList.IsRow(message))
        {
            Model.ApplyRow(message);
        }
        else if (message.IsEvent && message.Text("ActionID"u8) == _listId && ChannelList.Ends(message))
        {
            Model.EndList();
            _isFirstList = false;
        }
    }
}
