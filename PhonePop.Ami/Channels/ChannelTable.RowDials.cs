namespace PhonePop.Ami.Channels;

/// <summary>
/// Dials from rows alone: a phone that is not up and in no bridge, with application AppDial or AppQueue, and a caller whose running Dial
/// names its device and whose number is its connected line. Each of the three alone is stale after transfers; together they are sound.
/// </summary>
internal sealed partial class ChannelTable
{
    private void DialRows()
    {
        foreach (var row in _rows)
        {
            if (row.Channel.IsGone || !IsDialledRow(row))
            {
                continue;
            }

            if (row.Application == "AppDial2")
            {
                row.Channel.WasOriginated = true; // a program has the PBX call it
            }
            else
            {
                row.Channel.Endpoint.WasDialled = true;
            }

            if ((IsFree(row.Channel) || IsFirstInBridge(row.Channel)) && !row.Channel.DialOver && !HasCaller(row.Channel))
            {
                DialRow(row);
            }
        }

        foreach (var row in _rows)
        {
            if (!row.Channel.IsGone && row.Channel.LocalPeer is not null && !row.Channel.IsUp && IsFree(row.Channel) && !HasCaller(row.Channel))
            {
                ForwardRow(row);
            }
        }

        HoldRows(); // only when it is known whom each running Dial rings
    }

    // A queue of some versions leaves the application of whom it rings empty. What a program has called has one, but on Asterisk 11.
    private bool IsDialledRow(in ListedRow row) =>
        row.Application is "AppDial" or "AppDial2" or "AppQueue" || (!IsClassic && row is { Application: "", State: ChannelState.Ringing });

    private void DialRow(in ListedRow dialled)
    {
        var connected = dialled.Channel.Endpoint.ConnectedNumber; // null: the caller has no number either
        var hasKin = false;
        foreach (var caller in _rows)
        {
            hasKin |= Dials(caller, dialled, connected) && (IsKin(caller, dialled) || Names(caller, dialled));
        }

        foreach (var caller in _rows)
        {
            // Two callers without a number look alike, but for the Linkedid that a dialled channel inherits. After a transfer it may have nobody's.
            if (Dials(caller, dialled, connected) && (!hasKin || IsKin(caller, dialled) || Names(caller, dialled)))
            {
                DialBegin(caller.Channel, dialled.Channel);
            }
        }

        bool Dials(in ListedRow caller, in ListedRow dialled, string? connected) =>
            IsFree(caller.Channel) && IsSure(caller, dialled) && !(IsClassic && dialled.Channel.IsUp && caller.Channel.IsUp && IsAsking(dialled.Channel)) // there a consultation by feature code looks like that
            && ((IsDialling(caller, dialled) && (string.Equals(caller.Channel.Endpoint.Number, connected, StringComparison.Ordinal) || IsNotToldYet(dialled, connected) || IsByLocal(caller, dialled))) || Queues(caller, dialled));
    }

    // Of who is up, the dial must be this very one: an operator's other call over the same trunk looks like it.
    private bool IsSure(in ListedRow caller, in ListedRow dialled) =>
        !dialled.Channel.IsUp || (IsClassic ? dialled.Channel.Kind != ChannelKind.Trunk || Names(caller, dialled) : IsKin(caller, dialled));

    // Who is being called is not told the caller's number before it rings.
    private static bool IsNotToldYet(in ListedRow dialled, string? connected) => connected is null && dialled.Channel.State == ChannelState.Down;

    // What a Local channel dials is not stale; after a transfer the phone already shows whom it will be connected to.
    private static bool IsByLocal(in ListedRow caller, in ListedRow dialled) => caller.Channel.Kind == ChannelKind.LocalHalf && IsKin(caller, dialled);

    // Only the Linkedid tells for whom of its callers a queue rings.
    private static bool Queues(in ListedRow caller, in ListedRow dialled) =>
        caller is { Application: "Queue", Channel.IsGone: false } && dialled.Application is "AppQueue" or "" && caller.Channel != dialled.Channel && IsKin(caller, dialled);

    // A phone that sends its caller on (302) is replaced by a Local channel, which the running Dial does not name and a queue does not mark. Its far half dials by itself.
    private void ForwardRow(in ListedRow half)
    {
        foreach (var caller in _rows)
        {
            var isQueue = caller.Application == "Queue" && IsKin(caller, half);
            if ((isQueue || caller.Application == "Dial") && !caller.Channel.IsGone && caller.Channel != half.Channel && caller.Channel != half.Channel.LocalPeer
                && half.Application is not ("Dial" or "AppDial2") && IsFree(caller.Channel) && caller.Linkedid == half.Linkedid && (isQueue || caller.Channel.Dials.Count == 0)
                && (isQueue || string.Equals(caller.Channel.Endpoint.Number, half.Channel.Endpoint.ConnectedNumber, StringComparison.Ordinal)))
            {
                DialBegin(caller.Channel, half.Channel);
                return;
            }
        }
    }

    private static bool IsDialling(in ListedRow caller, in ListedRow dialled)
    {
        if (caller.Channel.IsGone || caller.Channel == dialled.Channel || caller.Application != "Dial")
        {
            return false;
        }

        var device = ChannelName.DeviceOf(dialled.Channel.Name);
        var peer = device[(device.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return caller.Data.Contains(device, StringComparison.Ordinal) || caller.Data.Contains('@' + peer, StringComparison.Ordinal);
    }

    private static bool IsKin(in ListedRow one, in ListedRow other) => one.Linkedid.Length > 0 && one.Linkedid == other.Linkedid;

    // Asterisk 11 has no Linkedid; of an operator's two calls over one trunk each Dial names its own number.
    private static bool Names(in ListedRow caller, in ListedRow dialled) =>
        dialled.Channel is { Kind: ChannelKind.Trunk, Endpoint.Number: { Length: > 0 } number } && caller.Data.Contains(number, StringComparison.Ordinal);

    private static bool IsFree(Channel channel) => channel.Links.Count == 0 && channel.Bridge is null;

    // Between the answer and the bridge: the phone enters it before its caller.
    private bool IsFirstInBridge(Channel phone) => !IsClassic && phone is { IsUp: true, Bridge: { IsHolding: false, Members.Count: 1 } };

    private static bool IsAlone(Channel channel) => channel.Links.Count == 0 && channel.Bridge is null or { Members.Count: 1 };

    private static bool HasCaller(Channel dialled)
    {
        foreach (var dial in dialled.Dials)
        {
            if (dial.Dialled == dialled)
            {
                return true;
            }
        }

        return false;
    }

    private readonly record struct ListedRow(Channel Channel, int State, string Application, string Data, string Linkedid);
}
