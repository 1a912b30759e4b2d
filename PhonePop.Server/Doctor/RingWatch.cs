using System.Text;
using System.Threading.Channels;
using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;

namespace PhonePop.Server.Doctor;

/// <summary>Listens on the doctor's own connection: which classes of events come, and which channels ring. Called on the reading thread; read from anywhere.</summary>
internal sealed class RingWatch : IAmiMessageHandler
{
    private const int Ringing = 5; // ChannelState of a phone that rings, on every version

    // What rings first explains a test call; a flood of later ones would not.
    private readonly Channel<string> _rings = Channel.CreateBounded<string>(new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile bool _call;
    private volatile bool _agent;
    private volatile bool _system;

    /// <summary>Events of class <c>call</c> have come.</summary>
    public bool SawCall => _call;

    /// <summary>Events of class <c>agent</c> have come.</summary>
    public bool SawAgent => _agent;

    /// <summary>Events of class <c>system</c> have come.</summary>
    public bool SawSystem => _system;

    /// <summary>Names of channels that began to ring.</summary>
    public ChannelReader<string> Rings => _rings.Reader;

    bool IAmiMessageHandler.Wants(ReadOnlySpan<byte> eventName) =>
        eventName.SequenceEqual("Newstate"u8) || eventName.SequenceEqual("Newchannel"u8) || !(_call && _agent && _system);

    void IAmiMessageHandler.OnEvent(AmiMessage message)
    {
        var privilege = message.Value("Privilege"u8);
        _call |= privilege.StartsWith("call"u8);
        _agent |= privilege.StartsWith("agent"u8);
        _system |= privilege.StartsWith("system"u8);
        if (message.Number("ChannelState"u8) == Ringing && (message.Event.SequenceEqual("Newstate"u8) || message.Event.SequenceEqual("Newchannel"u8)))
        {
            _rings.Writer.TryWrite(Encoding.UTF8.GetString(message.Value("Channel"u8)));
        }
    }

    void IAmiMessageHandler.OnBatchEnd(long receivedAt)
    {
    }

    /// <summary>True for a row of <c>CoreShowChannels</c> whose channel rings.</summary>
    public static bool Rang(AmiRecord row) => row.Get("ChannelState") == "5";
}
