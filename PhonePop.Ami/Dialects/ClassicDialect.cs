using PhonePop.Ami.Channels;
using PhonePop.Ami.Protocol;

namespace PhonePop.Ami.Dialects;

/// <summary>The events of Asterisk 11 and older (AMI 1.x): dials without a destination at their end, links in pairs, masquerades.</summary>
internal sealed class ClassicDialect(ChannelTable table) : Dialect(table)
{
    public override IReadOnlyList<string> EventNames { get; } =
    [
        "Hangup", "Shutdown", "Dial", "Join", "Bridge", "Rename", "Newstate", "Transfer", "Newchannel", "Masquerade", "ParkedCall", "NewCallerid",
        "AgentCalled", "MusicOnHold", "UnParkedCall", "ConfbridgeJoin", "ConfbridgeLeave", "ParkedCallGiveUp", "ParkedCallTimeOut",
    ];

    public override bool Wants(ReadOnlySpan<byte> eventName) => KindOf(eventName) != Kind.Other;

    public override void Apply(AmiMessage message)
    {
        switch (KindOf(message.Event))
        {
            case Kind.Newchannel: Began(message); break;
            case Kind.Newstate: Changed(message, withState: true); break;
            case Kind.NewCallerid: Changed(message, withState: false); break;
            case Kind.Masquerade: Masqueraded(message); break;
            case Kind.Rename: Renamed(message); break;
            case Kind.Hangup: HungUp(message); break;
            case Kind.Dial: Dialled(message); break;
            case Kind.AgentCalled: AgentCalled(message); break;
            case Kind.Bridge: Bridged(message); break;
            case Kind.ConfbridgeJoin: Conference(message, joins: true); break;
            case Kind.ConfbridgeLeave: Conference(message, joins: false); break;
            case Kind.MusicOnHold: Music(message); break;
            case Kind.Join: JoinedQueue(message); break;
            case Kind.Transfer: Transferred(message); break;
            case Kind.Parked: Parked(message); break;
            case Kind.Unparked: Unparked(message); break;
            case Kind.Shutdown: Table.Clear(); break;
            default: break;
        }
    }

    private static Kind KindOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 when name.SequenceEqual("Dial"u8) => Kind.Dial,
        4 when name.SequenceEqual("Join"u8) => Kind.Join,
        6 when name.SequenceEqual("Bridge"u8) => Kind.Bridge,
        6 when name.SequenceEqual("Hangup"u8) => Kind.Hangup,
        6 when name.SequenceEqual("Rename"u8) => Kind.Rename,
        8 when name.SequenceEqual("Newstate"u8) => Kind.Newstate,
        8 when name.SequenceEqual("Shutdown"u8) => Kind.Shutdown,
        8 when name.SequenceEqual("Transfer"u8) => Kind.Transfer,
        10 when name.SequenceEqual("Newchannel"u8) => Kind.Newchannel,
        10 when name.SequenceEqual("Masquerade"u8) => Kind.Masquerade,
        10 when name.SequenceEqual("ParkedCall"u8) => Kind.Parked,
        11 when name.SequenceEqual("NewCallerid"u8) => Kind.NewCallerid,
        11 when name.SequenceEqual("AgentCalled"u8) => Kind.AgentCalled,
        11 when name.SequenceEqual("MusicOnHold"u8) => Kind.MusicOnHold,
        12 when name.SequenceEqual("UnParkedCall"u8) => Kind.Unparked,
        14 when name.SequenceEqual("ConfbridgeJoin"u8) => Kind.ConfbridgeJoin,
        15 when name.SequenceEqual("ConfbridgeLeave"u8) => Kind.ConfbridgeLeave,
        16 when name.SequenceEqual("ParkedCallGiveUp"u8) => Kind.Unparked,
        17 when name.SequenceEqual("ParkedCallTimeOut"u8) => Kind.Unparked,
        _ => Kind.Other,
    };

    // Names the channels by name, before the renames that follow. The surviving Uniqueid takes the clone's state; no Newstate comes.
    private void Masqueraded(AmiMessage message)
    {
        if (Table.FindByName(message.Value("Clone"u8)) is { } clone && message.Value("CloneState"u8).SequenceEqual("Up"u8))
        {
            Table.SetState(clone, ChannelState.Up);
        }
    }

    private void Dialled(AmiMessage message)
    {
        var subEvent = message.Value("SubEvent"u8);
        if (subEvent.SequenceEqual("Begin"u8))
        {
            var caller = Seen(message);
            // The event's own numbers are the caller's: of the dialled channel it says the name alone.
            var dialled = Table.Seen(message.Value("DestUniqueID"u8), message.Value("Destination"u8), null, out _);
            Table.DialBegin(caller, dialled);
        }
        else if (subEvent.SequenceEqual("End"u8) && Table.Find(message.Value("Uniqueid"u8)) is { } ended)
        {
            Table.DialEndAll(ended);
        }
    }

    // A queue that rings a member sends no Dial: only this, with names, and only with eventwhencalled.
    private void AgentCalled(AmiMessage message)
    {
        var caller = Seen(message, Caller) ?? Table.FindByName(message.Value("ChannelCalling"u8));
        Table.DialBegin(caller, Table.FindByName(message.Value("DestinationChannel"u8)));
    }

    private void Bridged(AmiMessage message)
    {
        var one = Table.Seen(message.Value("Uniqueid1"u8), message.Value("Channel1"u8), ChannelState.Up, out _);
        var two = Table.Seen(message.Value("Uniqueid2"u8), message.Value("Channel2"u8), ChannelState.Up, out _);
        if (one is null || two is null)
        {
            return;
        }

        if (message.Value("Bridgestate"u8).SequenceEqual("Link"u8))
        {
            Table.Link(one, two);
        }
        else
        {
            Table.Unlink(one, two);
        }
    }

    private void Conference(AmiMessage message, bool joins)
    {
        if (Seen(message) is not { } channel)
        {
            return;
        }

        var room = message.Value("Conference"u8);
        if (joins)
        {
            Table.EnterBridge(channel, room, null, isHolding: false);
        }
        else
        {
            Table.LeaveBridge(channel, room);
        }
    }

    private void Music(AmiMessage message)
    {
        if (Seen(message) is { } channel)
        {
            Table.SetMusic(channel, message.Value("State"u8).SequenceEqual("Start"u8));
        }
    }

    // Uniqueid is the transferer's first channel. Blind: TargetUniqueid is the party. Attended: it is the transferer's second channel.
    private void Transferred(AmiMessage message)
    {
        if (Table.Find(message.Value("Uniqueid"u8)) is not { Extension: { } extension } transferer)
        {
            return;
        }

        var target = Table.Find(message.Value("TargetUniqueid"u8));
        if (message.Value("TransferType"u8).SequenceEqual("Blind"u8))
        {
            if (target is not null)
            {
                Table.Transferred(ChannelTable.Behind(target), extension, message.Find("TransferExten"u8));
            }

            return;
        }

        if (LinkedTo(transferer) is { } party)
        {
            var to = target is null || LinkedTo(target) is not { } partner ? null : ChannelTable.Behind(partner);
            Table.Transferred(ChannelTable.Behind(party), extension, to?.Extension ?? to?.Endpoint.Number);
        }
    }

    private static Channel? LinkedTo(Channel channel)
    {
        if (channel.Links.Count > 0)
        {
            return channel.Links[0];
        }

        return channel.Dials.Count > 0 ? channel.Dials[0].Other(channel) : null;
    }

    private void Parked(AmiMessage message)
    {
        var channel = Table.Find(message.Value("Uniqueid"u8)) ?? Table.FindByName(message.Value("Channel"u8));
        if (channel is not null)
        {
            Table.Park(channel, message.Value("Exten"u8), Table.OperatorOf(message.Value("From"u8)));
        }
    }

    private void Unparked(AmiMessage message)
    {
        var channel = Table.Find(message.Value("Uniqueid"u8)) ?? Table.FindByName(message.Value("Channel"u8));
        if (channel is not null)
        {
            Table.Unpark(channel);
        }
    }

    private static readonly Keys Caller = Keys.Plain with { Channel = "ChannelCalling"u8.ToArray() };

    private enum Kind
    {
        Other, Newchannel, Newstate, NewCallerid, Masquerade, Rename, Hangup, Dial, AgentCalled, Bridge, ConfbridgeJoin, ConfbridgeLeave, MusicOnHold, Join,
        Transfer, Parked, Unparked, Shutdown,
    }
}
