namespace PhonePop.Ami.Channels;

/// <summary>
/// Who waits for an operator that asks a colleague by feature code, from rows alone: the customer is up and alone, and a Dial that runs names the other of
/// the two. Of a parked customer all that is true as well; there a list of bridges says that it is parked, the former operator's phone is another channel
/// with another Linkedid, and (on Asterisk 11, which has neither) it was dialled by whom it talks to.
/// </summary>
internal sealed partial class ChannelTable
{
    private void HoldRows()
    {
        foreach (var row in _rows)
        {
            if (row.Channel is { IsGone: false, IsUp: true, Kind: ChannelKind.Trunk or ChannelKind.LocalHalf } && IsAlone(row.Channel) && IsUpToDate(row)
                && row.Application is "Dial" or "Queue" or "AppDial" or "AppDial2" or "AppQueue" // Asterisk 11 gives a parked one another
                && !HoldByName(row))
            {
                HoldByKin(row);
            }
        }
    }

    private bool HoldByName(in ListedRow waiting)
    {
        foreach (var row in _rows)
        {
            var (phone, customer) = (row.Channel, waiting.Channel);
            if (phone is { Kind: ChannelKind.Operator, IsGone: false, IsUp: true, LeftHolding: null } && IsUpToDate(row) && !IsLinkedElsewhere(customer, phone)
                && (IsDialling(waiting, row) ? !IsWithItsCaller(row) : IsDialling(row, waiting) && Names(row, waiting)) && Hold(row, waiting))
            {
                return true;
            }
        }

        return false;
    }

    private bool Hold(in ListedRow phone, in ListedRow waiting)
    {
        if (IsClassic && (!IsAlone(phone.Channel) || IsAsking(phone.Channel)))
        {
            HoldByDial(waiting.Channel, phone.Channel);
            return true;
        }

        if (!IsClassic && !IsAlone(phone.Channel) && IsKin(phone, waiting) && waiting.Channel.Bridge is { IsHolding: false } bridge && bridge != phone.Channel.Bridge)
        {
            LeaveHolding(phone.Channel, bridge);
            return true;
        }

        return false;
    }

    // After a pick-up, from a queue or by click-to-dial no Dial names both.
    private void HoldByKin(in ListedRow waiting)
    {
        var channel = waiting.Channel;
        var hasDisplay = IsClassic && channel is { Kind: ChannelKind.Trunk, Bridge: null, Endpoint.ParkingSpace: null } && (channel.Endpoint.ConnectedNumber ?? channel.Endpoint.Number) is not null;
        var bridge = channel.Bridge is { IsDescribed: true, IsHolding: false } left && !_channels.Values.Any(known => known.LeftHolding == left) ? left : null;
        if (!hasDisplay && bridge is null)
        {
            return;
        }

        Channel? asker = null, leaver = null;
        foreach (var row in _rows)
        {
            var phone = row.Channel;
            if (phone is not { Kind: ChannelKind.Operator, IsGone: false, IsUp: true, LeftHolding: null } || !IsUpToDate(row) || IsLinkedElsewhere(channel, phone) || (asker is not null && IsOlder(asker, phone)))
            {
                continue; // who is asked has the younger channel
            }

            leaver = bridge is not null && IsKin(row, waiting) && IsFree(phone) ? phone : leaver;
            if (IsClassic
                ? ShowEachOther(phone, channel) && phone.Bridge is null && !IsInOwnCall(row) && IsElsewhere(phone.Links, phone)
                : IsKin(row, waiting) && phone.Bridge is { } there && there != bridge && IsElsewhere(there.Members, phone))
            {
                asker = phone;
            }
        }

        if (asker is not null && bridge is not null)
        {
            LeaveHolding(asker, bridge);
        }
        else if (asker is not null && (channel.Dials.Count > 0 || !HasCaller(asker)))
        {
            HoldByDial(channel, asker);
        }
        else if (asker is null && leaver is not null)
        {
            leaver.LeftBehind = bridge; // on its way to a colleague, perhaps
        }
    }

    // Local channels that were optimised away leave it on one of the two displays alone.
    private static bool ShowEachOther(Channel phone, Channel customer) =>
        phone.Extension == customer.Endpoint.ConnectedNumber || (phone.Endpoint.ConnectedNumber is { } number && number == customer.Endpoint.Number);

    // An event that came after the row (an answer, on Asterisk 11 a link) makes all that the row says of dials old.
    private bool IsUpToDate(in ListedRow row) => row.State == row.Channel.State && (!IsClassic || _bridgedRows.ContainsKey(row.Channel));

    private static bool IsLinkedElsewhere(Channel waiting, Channel phone) => waiting.Dials.Exists(dial => dial.Other(waiting) != phone);

    // As after the events of it: the dial stands, and who waits hears music.
    private void HoldByDial(Channel waiting, Channel asker)
    {
        if (waiting.Dials is [var standing])
        {
            standing.WasLinked = true;
        }
        else
        {
            StandingDial(waiting, asker);
        }

        SetMusic(waiting, hears: true);
        Touch(asker);
    }

    // With a colleague, or on the way to one: no outside party is there.
    private bool IsElsewhere(List<Channel> others, Channel phone) =>
        others.Exists(other => other != phone) ? !others.Exists(static other => other.Kind == ChannelKind.Trunk) : IsClassic && IsAsking(phone);

    // Uniqueids are made of a time and a running number: "1795507200.12".
    public static bool IsOlder(Channel one, Channel other)
    {
        var (dot, otherDot) = (one.Uniqueid.LastIndexOf('.'), other.Uniqueid.LastIndexOf('.'));
        var byTime = dot < 0 || otherDot < 0 ? 0 : string.CompareOrdinal(one.Uniqueid[..dot], other.Uniqueid[..otherDot]);
        return byTime != 0 ? byTime < 0 : one.Uniqueid.Length != other.Uniqueid.Length ? one.Uniqueid.Length < other.Uniqueid.Length : string.CompareOrdinal(one.Uniqueid, other.Uniqueid) < 0;
    }

    private bool IsInOwnCall(ListedRow phone) => _rows.Exists(other => phone.Channel.Links.Contains(other.Channel) && (IsDialling(phone, other) || IsDialling(other, phone)));

    // It was dialled by whom it talks to: what else still names it (who rang it before another phone picked up) does not wait for it.
    private bool IsWithItsCaller(in ListedRow phone)
    {
        foreach (var other in _rows)
        {
            if (IsDialling(other, phone) && (phone.Channel.Links.Contains(other.Channel) || (phone.Channel.Bridge is { } bridge && other.Channel.Bridge == bridge)))
            {
                return true;
            }
        }

        return false;
    }

    // Asterisk 11, while the colleague's phone rings: nothing but the number on a loose Local channel tells who asks.
    private bool IsAsking(Channel phone)
    {
        foreach (var row in _rows)
        {
            if (row.Channel is { Kind: ChannelKind.LocalHalf, IsGone: false, IsUp: false } half && IsFree(half) && row.Application != "Dial"
                && half.Endpoint.ConnectedNumber is { } number && (number == phone.Extension || number == phone.Endpoint.Number)) // after a click-to-dial it has the customer's
            {
                return true;
            }
        }

        return false;
    }
}
