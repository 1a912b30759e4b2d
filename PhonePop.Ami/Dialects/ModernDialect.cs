using PhonePop.Ami.Channels;
using PhonePop.Ami.Protocol;

namespace PhonePop.Ami.Dialects;

/// <summary>The events of Asterisk 12 and later (AMI 2.0 and up).</summary>
internal sealed class ModernDialect(ChannelTable table) : Dialect(table)
{
    public override IReadOnlyList<string> EventNames { get; } =
    [
        "Hangup", "Shutdown", "Hold", "Unhold", "Rename", "DialEnd", "Newstate", "DialBegin", "Newchannel", "ParkedCall", "BridgeEnter", "BridgeLeave",
        "NewCallerid", "UnParkedCall", "BlindTransfer", "QueueCallerJoin", "NewConnectedLine", "AttendedTransfer", "ParkedCallGiveUp",
        "ParkedCallTimeOut", "ConfbridgeJoin", "ConfbridgeLeave", "Pickup",
    ];

    public override bool Wants(ReadOnlySpan<byte> eventName) => KindOf(eventName) != Kind.Other;

    public override void Apply(AmiMessage message)
    {
        switch (KindOf(message.Event))
        {
            case Kind.Newchannel: Began(message); break;
            case Kind.Newstate: Changed(message, withState: true); break;
            case Kind.CallerOrLine: Changed(message, withState: false); break;
            case Kind.Rename: Renamed(message); break;
            case Kind.Hangup: HungUp(message); break;
            case Kind.DialBegin: Table.DialBegin(Seen(message), Seen(message, Keys.Dialled)); break;
            case Kind.DialEnd: DialEnded(message); break;
            case Kind.BridgeEnter: EnteredBridge(message); break;
            case Kind.BridgeLeave: LeftBridge(message); break;
            case Kind.Pickup: PickedUp(message); break;
            case Kind.Hold: Held(message, holds: true); break;
            case Kind.Unhold: Held(message, holds: false); break;
            case Kind.QueueCallerJoin: JoinedQueue(message); break;
            case Kind.AttendedTransfer: TransferredAttended(message); break;
            case Kind.BlindTransfer: TransferredBlind(message); break;
            case Kind.Parked: Parked(message); break;
            case Kind.Unparked: Unparked(message); break;
            case Kind.Shutdown: Table.Clear(); break;
            default: break;
        }
    }

    private static Kind KindOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 when name.SequenceEqual("Hold"u8) => Kind.Hold,
        6 when name.SequenceEqual("Hangup"u8) => Kind.Hangup,
        6 when name.SequenceEqual("Unhold"u8) => Kind.Unhold,
        6 when name.SequenceEqual("Rename"u8) => Kind.Rename,
        6 when name.SequenceEqual("Pickup"u8) => Kind.Pickup,
        7 when name.SequenceEqual("DialEnd"u8) => Kind.DialEnd,
        8 when name.SequenceEqual("Newstate"u8) => Kind.Newstate,
        8 when name.SequenceEqual("Shutdown"u8) => Kind.Shutdown,
        9 when name.SequenceEqual("DialBegin"u8) => Kind.DialBegin,
        10 when name.SequenceEqual("Newchannel"u8) => Kind.Newchannel,
        10 when name.SequenceEqual("ParkedCall"u8) => Kind.Parked,
        11 when name.SequenceEqual("BridgeEnter"u8) => Kind.BridgeEnter,
        11 when name.SequenceEqual("BridgeLeave"u8) => Kind.BridgeLeave,
        11 when name.SequenceEqual("NewCallerid"u8) => Kind.CallerOrLine,
        12 when name.SequenceEqual("UnParkedCall"u8) => Kind.Unparked,
        13 when name.SequenceEqual("BlindTransfer"u8) => Kind.BlindTransfer,
        14 when name.SequenceEqual("ConfbridgeJoin"u8) => Kind.BridgeEnter, // who is transferred into a room enters without a BridgeEnter
        15 when name.SequenceEqual("ConfbridgeLeave"u8) => Kind.BridgeLeave,
        15 when name.SequenceEqual("QueueCallerJoin"u8) => Kind.QueueCallerJoin,
        16 when name.SequenceEqual("NewConnectedLine"u8) => Kind.CallerOrLine,
        16 when name.SequenceEqual("AttendedTransfer"u8) => Kind.AttendedTransfer,
        16 when name.SequenceEqual("ParkedCallGiveUp"u8) => Kind.Unparked,
        17 when name.SequenceEqual("ParkedCallTimeOut"u8) => Kind.Unparked,
        _ => Kind.Other,
    };

    private void DialEnded(AmiMessage message)
    {
        // Ends that were never begun, or come twice (queue losers), find no edge and do nothing.
        var status = message.Value("DialStatus"u8);
        var caller = Table.Find(message.Value("Uniqueid"u8));
        var dialled = Table.Find(message.Value("DestUniqueid"u8));
        Table.DialEnd(caller, dialled, message.Find("DialStatus"u8), status.SequenceEqual("ANSWER"u8));
    }

    private void EnteredBridge(AmiMessage message)
    {
        if (Seen(message) is { } channel)
        {
            var isHolding = message.Value("BridgeTechnology"u8).SequenceEqual("holding_bridge"u8);
            Table.EnterBridge(channel, message.Value("BridgeUniqueid"u8), Table.Find(message.Value("SwapUniqueid"u8)), isHolding);
        }
    }

    private void LeftBridge(AmiMessage message)
    {
        if (Seen(message) is { } channel)
        {
            Table.LeaveBridge(channel, message.Value("BridgeUniqueid"u8));
        }
    }

    // A Local channel that rings in a bridge (a consultation by feature code) is replaced there by who picks it up, and no BridgeEnter tells that.
    private void PickedUp(AmiMessage message)
    {
        if (Table.Find(message.Value("TargetUniqueid"u8)) is { } target && Seen(message) is { } picker)
        {
            Table.TakePlace(picker, target);
        }
    }

    private void Held(AmiMessage message, bool holds)
    {
        if (Seen(message) is not { } channel)
        {
            return;
        }

        if (holds)
        {
            Table.Hold(channel);
        }
        else
        {
            Table.Unhold(channel);
        }
    }

    // Comes after the bridges have changed. It labels who gave whom to whom; only where the target still rings (DestType App) does it change a link,
    // and Asterisk 22 says nothing else of that.
    private void TransferredAttended(AmiMessage message)
    {
        var first = Table.Find(message.Value("OrigTransfererUniqueid"u8));
        var second = Table.Find(message.Value("SecondTransfererUniqueid"u8));
        var party = Table.Find(message.Value("TransfereeUniqueid"u8));
        var target = Table.Find(message.Value("TransferTargetUniqueid"u8));
        if (first is not null)
        {
            Table.LeaveHolding(first, null);
        }

        if (party is null || !message.Value("Result"u8).SequenceEqual("Success"u8))
        {
            return;
        }

        if (first is not null && message.Value("DestType"u8).SequenceEqual("Threeway"u8))
        {
            Table.Unhold(first); // it is back with both; no Unhold is told of what the transfer itself held
        }

        if (second is not null)
        {
            target ??= RungBy(second) ?? RungBy(party); // Asterisk 13 has moved the dial already
            Table.LeaveHolding(second, null);
            Table.MoveDials(second, party);
        }

        if ((first?.Extension ?? second?.Extension) is { } extension)
        {
            target = target is null ? ChannelTable.PartnerOf(party) : ChannelTable.Behind(target); // by feature code the event names no target
            Table.Transferred(ChannelTable.Behind(party), extension, target?.Extension ?? target?.Endpoint.Number);
        }
    }

    private static Channel? RungBy(Channel caller)
    {
        foreach (var dial in caller.Dials)
        {
            if (dial.Caller == caller)
            {
                return dial.Dialled;
            }
        }

        return null;
    }

    private void TransferredBlind(AmiMessage message)
    {
        if (Table.Find(message.Value("TransfererUniqueid"u8)) is not { Extension: { } extension } transferer || !message.Value("Result"u8).SequenceEqual("Success"u8))
        {
            return;
        }

        Table.LeaveHolding(transferer, null);
        if (Table.Find(message.Value("TransfereeUniqueid"u8)) is { } party)
        {
            Table.Transferred(ChannelTable.Behind(party), extension, message.Find("Extension"u8));
        }
    }

    private void Parked(AmiMessage message)
    {
        if (Seen(message, Keys.Parkee) is { } channel)
        {
            Table.Park(ChannelTable.Behind(channel), message.Value("ParkingSpace"u8), Table.OperatorOf(message.Value("ParkerDialString"u8)));
        }
    }

    private void Unparked(AmiMessage message)
    {
        if (Table.Find(message.Value("ParkeeUniqueid"u8)) is { } channel)
        {
            Table.Unpark(channel);
            Table.Unpark(ChannelTable.Behind(channel));
        }
    }

    private enum Kind
    {
        Other, Newchannel, Newstate, CallerOrLine, Rename, Hangup, DialBegin, DialEnd, BridgeEnter, BridgeLeave, Hold, Unhold, QueueCallerJoin,
        AttendedTransfer, BlindTransfer, Parked, Unparked, Pickup, Shutdown,
    }
}
