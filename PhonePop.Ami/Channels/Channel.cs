namespace PhonePop.Ami.Channels;

/// <summary>The channel states that matter (<c>enum ast_channel_state</c>).</summary>
internal static class ChannelState
{
    public const int Down = 0;
    public const int Ring = 4;
    public const int Ringing = 5;
    public const int Up = 6;
}

/// <summary>A node of the graph: one leg inside Asterisk. Mutable; touched only by the thread that owns the table.</summary>
internal sealed class Channel
{
    public Channel(string uniqueid, DateTimeOffset now)
    {
        Uniqueid = uniqueid;
        Endpoint = new Endpoint(uniqueid, this, now);
    }

    public string Uniqueid { get; }

    public string Name { get; set; } = "";

    public ChannelKind Kind { get; set; } = ChannelKind.Service;

    /// <summary>The operator's extension; null for all other kinds.</summary>
    public string? Extension { get; set; }

    /// <summary>See <see cref="ChannelState"/>.</summary>
    public int State { get; set; }

    public Endpoint Endpoint { get; set; }

    public Bridge? Bridge { get; set; }

    /// <summary>The bridge in which this channel put the other side on hold. In another bridge the mark does not count.</summary>
    public Bridge? HoldBridge { get; set; }

    /// <summary>It put the other side on hold before anything told in which bridge it is.</summary>
    public bool HoldsUnplaced { get; set; }

    /// <summary>The list during which it was told last that it holds, or holds no longer.</summary>
    public int HoldEpoch { get; set; }

    /// <summary>Asterisk 11: this channel hears music.</summary>
    public bool HearsMusic { get; set; }

    /// <summary>The bridge that this channel left while holding, without a transfer: the party there is still its held call (feature-code consultation).</summary>
    public Bridge? LeftHolding { get; private set; }

    /// <summary>The bridge that this operator's channel left last, with somebody in it; null since it entered another.</summary>
    public Bridge? LeftBehind { get; set; }

    /// <summary>Dial edges, as caller and as dialled.</summary>
    public List<Dial> Dials { get; } = [];

    /// <summary>Asterisk 11: bridged pairs.</summary>
    public List<Channel> Links { get; } = [];

    /// <summary>The other half, when this is a Local channel.</summary>
    public Channel? LocalPeer { get; set; }

    /// <summary>The dial that rang this phone was taken back: it does not ring for anybody, whatever its state still says.</summary>
    public bool DialOver { get; set; }

    /// <summary>When it began to ring, by <see cref="SteadyClock"/>; meaningful while it rings.</summary>
    public DateTimeOffset RingsSince { get; set; }

    /// <summary>A row of a list introduced it, and no event told since that it began to ring: whoever dials it is in the list too.</summary>
    public bool IsFromRow => RingsSince == DateTimeOffset.MinValue;

    /// <summary>A program makes the PBX call it (Originate): nobody dialled it.</summary>
    public bool WasOriginated { get; set; }

    /// <summary>It rang for somebody found by its connected line alone (click-to-dial, an old queue).</summary>
    public bool RangByConnectedLine { get; set; }

    /// <summary>Links have led from it to somebody since it began to ring, or since a list told of it.</summary>
    public bool HadLink { get; set; }

    /// <summary>The waiting caller that it was taken to ring for: of two with one number it stays the same one.</summary>
    public Channel? RangFor { get; set; }

    /// <summary>The list during which a row or an event touched it last.</summary>
    public int Epoch { get; set; }

    /// <summary>The list during which an event told its state last.</summary>
    public int StateEpoch { get; set; }

    /// <summary>The list during which an event told last to whom it is linked, or in which bridge it is.</summary>
    public int LinkEpoch { get; set; }

    /// <summary>Its beginning was told, or a list told of it: not just some event in the middle of its life.</summary>
    public bool IsKnown { get; set; }

    public bool IsGone { get; set; }

    /// <summary>The conversation that it was last counted in.</summary>
    public ChannelGroup? Group { get; set; }

    /// <summary>Scratch of the walk: the number of the last visit.</summary>
    public int Visit { get; set; }

    public bool IsUp => State == ChannelState.Up;

    public bool Holds => HoldBridge is not null && HoldBridge == Bridge;

    /// <summary>Sets <see cref="LeftHolding"/>, here and in the bridges.</summary>
    public void Leave(Bridge? waiting)
    {
        LeftHolding?.LeftBy.Remove(this);
        LeftHolding = waiting;
        waiting?.LeftBy.Add(this);
    }
}

/// <summary>A bridge of Asterisk 12 and later, or a conference room of Asterisk 11.</summary>
internal sealed class Bridge(string id)
{
    public string Id { get; } = id;

    public List<Channel> Members { get; } = [];

    /// <summary>Who has left it holding (<see cref="Channel.LeftHolding"/>): its members hear music and wait for them.</summary>
    public List<Channel> LeftBy { get; } = [];

    /// <summary>Its members only wait (parking, BridgeWait): they do not hear each other, so it links nobody.</summary>
    public bool IsHolding { get; set; }

    /// <summary>An event or a list of bridges told what kind it is. A row of the list of channels names a bridge and no more.</summary>
    public bool IsDescribed { get; set; }
}

/// <summary>Real channels that belong together, in the order in which they joined: what a conversation is made of.</summary>
internal abstract class ChannelGroup
{
    public List<Channel> Members { get; } = [];
}

/// <summary>An edge from a caller to a channel that is dialled for it.</summary>
internal sealed class Dial(Channel caller, Channel dialled)
{
    public Channel Caller { get; } = caller;

    public Channel Dialled { get; } = dialled;

    /// <summary>Asterisk 11: the two were linked once. An Unlink while the dial stands is not an end.</summary>
    public bool WasLinked { get; set; }

    public bool IsAnswered => Dialled.IsUp;

    public Channel Other(Channel end) => end == Caller ? Dialled : Caller;
}
