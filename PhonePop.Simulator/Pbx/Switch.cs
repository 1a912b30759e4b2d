using System.Globalization;
using PhonePop.Simulator.Wire;

namespace PhonePop.Simulator.Pbx;

/// <summary>
/// The true state of the emulated PBX and the single steps that change it, each with the event that tells of it. Stories are made of
/// these steps; another dialect would be another set of words for the same ones. Everything under <see cref="Lock"/>.
/// </summary>
internal sealed class Switch(EmulatedPbxOptions options, TimeProvider clock, Action<string, AmiText> tell)
{
    private const int NoiseAtOnce = 10;
    private readonly Dictionary<string, SimChannel> _channels = [];
    private readonly Random _ids = new(options.Seed);
    private int _channelNumber;

    public Lock Lock { get; } = new();

    public IReadOnlyCollection<SimChannel> Channels => _channels.Values;

    public IReadOnlyDictionary<string, SimQueue> Queues { get; } = options.Queues.ToDictionary(q => q.Key, q => new SimQueue(q.Key, q.Value));

    public DateTimeOffset Now => clock.GetUtcNow();

    public string NameOf(string extension) => options.Operators.FirstOrDefault(o => o.Extension == extension)?.Name ?? "";

    /// <summary>Whether this extension has any call: ringing, dialling or talking.</summary>
    public bool IsBusy(string extension) => _channels.Values.Any(channel => channel.Extension == extension);

    public void Tell(AmiText text, string privilege = "call") => tell(privilege, text);

    /// <summary>A phone or the trunk calls in.</summary>
    public SimChannel NewCaller(string? extension, string number, string name, string dialled)
    {
        var channel = NewChannel(extension, null);
        channel.State = SimChannelState.Ring;
        channel.Number = number;
        channel.CallerName = name;
        channel.Exten = dialled;
        Tell(Dialect22.ChannelEvent("Newchannel", channel));
        return channel;
    }

    /// <summary>A leg towards an operator's phone; it knows its own name at once.</summary>
    public SimChannel NewDialled(SimChannel caller, string extension, string application)
    {
        var channel = NewChannel(extension, caller);
        channel.Number = extension;
        channel.CallerName = NameOf(extension);
        channel.Application = application;
        channel.ApplicationData = "(Outgoing Line)";
        Tell(Dialect22.ChannelEvent("Newchannel", channel));
        return channel;
    }

    /// <summary>A leg towards the outside: it takes the dialled number as its own before it is dialled.</summary>
    public SimChannel NewTrunkDialled(SimChannel caller, string number)
    {
        var channel = NewChannel(null, caller);
        channel.Application = "AppDial";
        channel.ApplicationData = "(Outgoing Line)";
        Tell(Dialect22.ChannelEvent("Newchannel", channel));
        channel.Number = number;
        channel.ConnectedNumber = caller.Number;
        channel.ConnectedName = caller.CallerName;
        channel.Exten = caller.Exten;
        Tell(Dialect22.ChannelEvent("NewCallerid", channel).Add("CID-CallingPres", "0 (Presentation Allowed, Not Screened)"));
        return channel;
    }

    public void SetState(SimChannel channel, SimChannelState state)
    {
        channel.State = state;
        Tell(Dialect22.ChannelEvent("Newstate", channel));
        Noise(channel, state.ToString());
    }

    /// <summary>Tells a channel whom it is connected with.</summary>
    public void Connect(SimChannel channel, SimChannel with)
    {
        channel.ConnectedNumber = with.Number;
        channel.ConnectedName = with.CallerName;
        Tell(Dialect22.ChannelEvent("NewConnectedLine", channel));
    }

    public void DialBegin(SimChannel caller, SimChannel dialled, string dialString)
    {
        dialled.DialledBy = caller;
        Tell(Dialect22.DialEvent("DialBegin", caller, dialled).Add("DialString", dialString));
    }

    public void DialRinging(SimChannel caller, SimChannel dialled) =>
        Tell(Dialect22.DialEvent("DialState", caller, dialled).Add("DialStatus", "RINGING"));

    public void DialEnd(SimChannel caller, SimChannel dialled, string status)
    {
        dialled.DialledBy = null;
        Tell(Dialect22.DialEvent("DialEnd", caller, dialled).Add("DialStatus", status));
    }

    /// <summary>Puts two answered channels into a new bridge, the dialled one first, as Dial does.</summary>
    public void Bridge(SimChannel caller, SimChannel dialled)
    {
        var bridge = NewBridge();
        Enter(dialled, bridge);
        Enter(caller, bridge);
    }

    public SimBridge NewBridge()
    {
        var id = new byte[16];
        _ids.NextBytes(id);
        var bridge = new SimBridge(new Guid(id).ToString());
        Tell(Dialect22.BridgeEvent("BridgeCreate", bridge));
        return bridge;
    }

    public void Enter(SimChannel channel, SimBridge bridge, SimChannel? swap = null)
    {
        bridge.Members.Add(channel);
        channel.Bridge = bridge;
        var text = Dialect22.BridgeEvent("BridgeEnter", bridge, channel);
        Tell(swap is null ? text : text.Add("SwapUniqueid", swap.Uniqueid));

        // All who meet in a bridge belong to the oldest one's story from then on.
        var oldest = bridge.Members.MinBy(member => decimal.Parse(member.Linkedid, CultureInfo.InvariantCulture))!.Linkedid;
        bridge.Members.ForEach(member => member.Linkedid = oldest);
    }

    public void Leave(SimChannel channel)
    {
        if (channel.Bridge is not { } bridge)
        {
            return;
        }

        StopMusic(channel);
        bridge.Members.Remove(channel);
        channel.Bridge = null;
        channel.IsHolding = false;
        Tell(Dialect22.BridgeEvent("BridgeLeave", bridge, channel));
    }

    public void Destroy(SimBridge? bridge)
    {
        if (bridge is { Members.Count: 0 })
        {
            Tell(Dialect22.BridgeEvent("BridgeDestroy", bridge));
        }
    }

    public void StartMusic(SimChannel channel)
    {
        channel.HearsMusic = true;
        Tell(Dialect22.ChannelEvent("MusicOnHoldStart", channel).Add("Class", "default"));
    }

    public void StopMusic(SimChannel channel)
    {
        if (channel.HearsMusic)
        {
            channel.HearsMusic = false;
            Tell(Dialect22.ChannelEvent("MusicOnHoldStop", channel));
        }
    }

    public void HangUp(SimChannel channel, HangupCause cause)
    {
        channel.DialledBy = null;
        _channels.Remove(channel.Uniqueid);
        Noise(channel, cause.Text);
        Tell(Dialect22.ChannelEvent("Hangup", channel).Add("Cause", cause.Number).Add("Cause-txt", cause.Text).AddTechCause(cause));
    }

    public void RequestHangup(SimChannel channel, HangupCause? cause)
    {
        var text = Dialect22.ChannelEvent("HangupRequest", channel);
        Tell(cause is null ? text : text.Add("Cause", cause.Number).AddTechCause(cause));
    }

    public void SoftHangup(SimChannel channel, int cause = 16) => Tell(Dialect22.ChannelEvent("SoftHangupRequest", channel).Add("Cause", cause));

    // Most of what a real server sends is of this kind; who asked for "call,agent" gets none of it.
    private void Noise(SimChannel channel, string value)
    {
        for (var i = 0; options.Noise && i < NoiseAtOnce; i++)
        {
            Tell(Dialect22.ChannelEvent("VarSet", "dialplan", channel).Add("Variable", "~HASH~SIP_CAUSE~").Add("Value", value), "dialplan");
        }
    }

    private SimChannel NewChannel(string? extension, SimChannel? dialledFor)
    {
        var number = _channelNumber++;
        var uniqueid = string.Create(CultureInfo.InvariantCulture, $"{Now.ToUnixTimeSeconds()}.{number}");
        var device = extension is null ? options.Trunk : "PJSIP/" + extension;
        var channel = new SimChannel($"{device}-{number:x8}", uniqueid, dialledFor?.Linkedid ?? uniqueid, extension, Now)
        {
            Context = extension is null ? "from-trunk" : "from-internal",
            IsCaller = dialledFor is null,
        };
        _channels.Add(uniqueid, channel);
        return channel;
    }
}

/// <summary>Why a channel ended.</summary>
internal sealed record HangupCause(int Number, string Text, int? TechCause = null)
{
    public static readonly HangupCause Normal = new(16, "Normal Clearing");
    public static readonly HangupCause Cancelled = new(127, "Interworking, unspecified", 487);
    public static readonly HangupCause Elsewhere = new(26, "Answered elsewhere");
    public static readonly HangupCause Busy = new(17, "User busy", 486);
    public static readonly HangupCause Declined = new(21, "Call Rejected", 603);
    public static readonly HangupCause NoAnswer = new(19, "User alerting, no answer", 480);
    public static readonly HangupCause Abandoned = new(0, "Unknown");
}
