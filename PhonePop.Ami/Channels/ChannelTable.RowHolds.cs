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
        foreach (var dialled in _rows)
        {
            if (dialled.Channel is { IsGone: false, IsUp: true } && dialled.Application is "AppDial" or "AppDial2" or "AppQueue")
            {
                foreach (var caller in _rows)
                {
                    HoldRow(caller, dialled);
                }
            }
        }

        // After a pick-up, from a queue or by click-to-dial no Dial names both.
        foreach (var row in _rows)
        {
            if (row.Channel is { IsGone: false, IsUp: true, Dials.Count: 0, Kind: ChannelKind.Trunk or ChannelKind.LocalHalf } && IsAlone(row.Channel)
                && row.Application is "Dial" or "Queue" or "AppDial" or "AppDial2" or "AppQueue") // Asterisk 11 gives a parked one another
            {
                HoldAlone(row);
            }
        }
    }

    private void HoldAlone(in ListedRow waiting)
    {
        var channel = waiting.Channel;
        var extension = IsClassic && channel is { Kind: ChannelKind.Trunk, Bridge: null, Endpoint.ParkingSpace: null } ? channel.Endpoint.ConnectedNumber : null;
        var bridge = channel.Bridge is { IsDescribed: true, IsHolding: false } left && !_rows.Exists(row => row.Channel.LeftHolding == left) ? left : null;
        Channel? asker = null;
        foreach (var row in _rows)
        {
            var phone = row.Channel;
            if (phone is not { Kind: ChannelKind.Operator, IsGone: false, IsUp: true, LeftHolding: null } || (asker is not null && IsOlder(asker, phone)))
            {
                continue; // who is asked has the younger channel
            }

            if (IsClassic ? phone.Extension == extension && phone.Bridge is null && !IsInOwnCall(row) && IsElsewhere(phone.Links, phone) : IsKin(row, waiting) && bridge is not null && phone.Bridge is { } there && there != bridge && IsElsewhere(there.Members, phone))
            {
                asker = phone;
            }
        }

        if (asker is null)
        {
            return;
        }

        Touch(asker);
        if (bridge is not null)
        {
            asker.LeftHolding = bridge;
        }
        else if (!HasCaller(asker))
        {
            StandingDial(channel, asker);
            SetMusic(channel, hears: true);
        }
    }

    // With a colleague, or on the way to one: no outside party is there.
    private bool IsElsewhere(List<Channel> others, Channel phone) =>
        others.Exists(other => other != phone) ? !others.Exists(static other => other.Kind == ChannelKind.Trunk) : IsClassic && IsAsking(phone);

    // Uniqueids are made of a time and a running number: "1795507200.12".
    private static bool IsOlder(Channel one, Channel other)
    {
        var (dot, otherDot) = (one.Uniqueid.LastIndexOf('.'), other.Uniqueid.LastIndexOf('.'));
        var byTime = dot < 0 || otherDot < 0 ? 0 : string.CompareOrdinal(one.Uniqueid[..dot], other.Uniqueid[..otherDot]);
        return byTime != 0 ? byTime < 0 : one.Uniqueid.Length != other.Uniqueid.Length ? one.Uniqueid.Length < other.Uniqueid.Length : string.CompareOrdinal(one.Uniqueid, other.Uniqueid) < 0;
    }

    private void HoldRow(in ListedRow caller, in ListedRow dialled)
    {
        var isInbound = dialled.Channel.Kind == ChannelKind.Operator;
        var (phone, customer) = isInbound ? (dialled.Channel, caller.Channel) : (caller.Channel, dialled.Channel);
        if (!phone.IsUp || phone is not { Kind: ChannelKind.Operator, LeftHolding: null } || customer is not { Kind: ChannelKind.Trunk or ChannelKind.LocalHalf, IsUp: true }
            || customer.Dials.Exists(dial => dial.Other(customer) != phone) || !IsAlone(customer) || !IsDialling(caller, dialled) || !(isInbound ? !IsWithItsCaller(dialled) : Names(caller, dialled)))
        {
            return;
        }

        if (IsClassic && (!IsAlone(phone) || IsAsking(phone)))
        {
            if (customer.Dials is [var standing])
            {
                standing.WasLinked = true;
            }
            else
            {
                StandingDial(caller.Channel, dialled.Channel);
            }

            SetMusic(customer, hears: true);
            Touch(phone);
        }
        else if (!IsClassic && !IsAlone(phone) && IsKin(caller, dialled) && customer.Bridge is { IsHolding: false } bridge && bridge != phone.Bridge)
        {
            phone.LeftHolding = bridge;
            Touch(phone);
        }
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
