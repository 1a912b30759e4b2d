using System.Text;

namespace PhonePop.Ami.Channels;

/// <summary>The edges: dials, bridges, links, holds, and who transferred or parked whom.</summary>
internal sealed partial class ChannelTable
{
    /// <summary>A dial has begun. Without a caller (an Originate) only the dialled channel is told; a caller is never invented.</summary>
    public void DialBegin(Channel? caller, Channel? dialled)
    {
        if (dialled is null)
        {
            return;
        }

        dialled.DialOver = false;
        if (caller is null || caller == dialled)
        {
            dialled.WasOriginated |= caller is null;
            Touch(dialled);
            return;
        }

        dialled.Endpoint.WasDialled = true;
        dialled.Endpoint.DialStatus = null;
        foreach (var known in caller.Dials)
        {
            if (known.Caller == caller && known.Dialled == dialled)
            {
                return;
            }
        }

        if (caller.Bridge is not null && dialled.Bridge is not null && !IsClassic)
        {
            return; // reported late: both are in bridges already
        }

        var dial = new Dial(caller, dialled);
        caller.Dials.Add(dial);
        dialled.Dials.Add(dial);
        Touch(caller);
        Touch(dialled);
    }

    /// <summary>Asterisk 12 and later: one dial has ended. An answered one stands until both ends are in a bridge, or each answer would show a gap of nothing.</summary>
    public void DialEnd(Channel? caller, Channel? dialled, string? status, bool answered)
    {
        if (dialled is null)
        {
            return;
        }

        dialled.Endpoint.DialStatus = status;
        dialled.Epoch = Epoch; // a row that is on its way tells of the time before
        if (answered)
        {
            return;
        }

        if (caller is not null)
        {
            foreach (var dial in caller.Dials)
            {
                if (dial.Caller == caller && dial.Dialled == dialled)
                {
                    RemoveDial(dial);
                    break;
                }
            }
        }

        if (!dialled.IsUp && !HasCaller(dialled)) // a transfer may have begun the next dial before this one ends
        {
            dialled.DialOver = true; // also where nobody had told that the dial began
            Touch(dialled);
        }
    }

    /// <summary>Asterisk 11: a Dial has ended, with all whom it rang.</summary>
    public void DialEndAll(Channel caller)
    {
        for (var i = caller.Dials.Count - 1; i >= 0; i--)
        {
            if (caller.Dials[i].Caller == caller)
            {
                var dialled = caller.Dials[i].Dialled;
                dialled.Epoch = Epoch;
                RemoveDial(caller.Dials[i]);
                dialled.DialOver |= !dialled.IsUp && !HasCaller(dialled);
            }
        }
    }

    /// <summary>An attended transfer while the target still rings: it rings for the transferee from now on.</summary>
    public void MoveDials(Channel from, Channel to)
    {
        for (var i = from.Dials.Count - 1; i >= 0; i--)
        {
            var dial = from.Dials[i];
            if (dial.Caller == from && !dial.IsAnswered)
            {
                RemoveDial(dial);
                DialBegin(to, dial.Dialled);
            }
        }
    }

    /// <param name="channel">Who enters.</param>
    /// <param name="bridgeId">The bridge; empty does nothing.</param>
    /// <param name="swappedOut">Who leaves it for that, or null.</param>
    /// <param name="isHolding">Whether its members only wait; null where that is not told.</param>
    public void EnterBridge(Channel channel, ReadOnlySpan<byte> bridgeId, Channel? swappedOut, bool? isHolding)
    {
        if (bridgeId.IsEmpty)
        {
            return;
        }

        if (!_bridgeById.TryGetValue(bridgeId, out var bridge))
        {
            bridge = new Bridge(Encoding.UTF8.GetString(bridgeId));
            _bridges.Add(bridge.Id, bridge);
        }

        bridge.IsHolding |= isHolding ?? false;
        bridge.IsDescribed |= isHolding is not null;

        if (channel.LeftHolding is not null)
        {
            TouchNeighbours(channel);
            if (channel.LeftHolding == bridge)
            {
                channel.LeftHolding = null; // it has come back
            }
        }

        SetBridge(channel, bridge);
        NoteAsking(channel, bridge);
        if (swappedOut is not null && swappedOut != channel && swappedOut.Bridge == bridge)
        {
            SetBridge(swappedOut, null); // last: a bridge that was empty for a moment would be forgotten
        }

        if (IsClassic)
        {
            return;
        }

        for (var i = channel.Dials.Count - 1; i >= 0; i--)
        {
            var dial = channel.Dials[i];
            if (dial.IsAnswered && dial.Other(channel).Bridge is not null)
            {
                RemoveDial(dial);
            }
        }
    }

    /// <summary>Clears the bridge only if it is the one named: a late event about an earlier one does nothing.</summary>
    public void LeaveBridge(Channel channel, ReadOnlySpan<byte> bridgeId)
    {
        channel.HoldsUnplaced = false;
        channel.LinkEpoch = Epoch; // also where nobody had told that it entered: a row that is on its way tells of the time before
        if (channel.Bridge is not { } bridge || !Utf8Keys.SameText(bridgeId, bridge.Id))
        {
            return;
        }

        if (channel.Kind == ChannelKind.Operator && bridge.Members.Count > 1)
        {
            channel.LeftBehind = bridge;
            channel.LeftHolding = channel.Holds ? bridge : channel.LeftHolding;
        }

        SetBridge(channel, null);
    }

    // A Local channel that is not up waits in no bridge but that of a consultation by feature code: whoever was left for it is held, though nobody heard of the hold.
    private void NoteAsking(Channel channel, Bridge bridge)
    {
        if (channel is { LeftBehind: { Members.Count: > 0 } left, LeftHolding: null } && left != bridge
            && bridge.Members.Exists(static member => member is { Kind: ChannelKind.LocalHalf, IsUp: false }))
        {
            channel.LeftHolding = left;
            left.Members.ForEach(Touch);
        }

        channel.LeftBehind = null;
    }

    /// <summary>Asterisk 11: two channels are bridged.</summary>
    public void Link(Channel one, Channel two)
    {
        OutdateRow(one);
        OutdateRow(two);
        if (one == two || one.Links.Contains(two))
        {
            return;
        }

        one.Links.Add(two);
        two.Links.Add(one);
        NoteLinked(one, two);

        Touch(one);
        Touch(two);
    }

    // A queue tells no dial, but the pair stands as after one: an Unlink while both live (a feature-code consultation) is not its end.
    private static void NoteLinked(Channel one, Channel two)
    {
        foreach (var dial in one.Dials)
        {
            if (dial.Other(one) == two)
            {
                dial.WasLinked = true;
                return;
            }
        }

        if (one.Endpoint.Queue is not null || two.Endpoint.Queue is not null)
        {
            StandingDial(one.Endpoint.Queue is not null ? one : two, one.Endpoint.Queue is not null ? two : one);
        }
    }

    /// <summary>Asterisk 11: exactly this pair is bridged no longer.</summary>
    public void Unlink(Channel one, Channel two)
    {
        OutdateRow(one);
        OutdateRow(two);
        if (one.Links.Remove(two))
        {
            two.Links.Remove(one);
            NoteWaiting(one, two);
            Touch(one);
            Touch(two);
        }
    }

    // Whoever hears music then is waiting for an operator who asks a colleague by feature code. After a first transfer no dial stands that would say so.
    private static void NoteWaiting(Channel one, Channel two)
    {
        var (waits, asks) = one.HearsMusic ? (one, two) : (two, one);
        if (waits is { HearsMusic: true, Kind: not ChannelKind.Service } && asks is { Kind: ChannelKind.Operator, IsUp: true } && !waits.Dials.Exists(dial => dial.Other(waits) == asks))
        {
            StandingDial(waits, asks);
        }
    }

    private static void StandingDial(Channel caller, Channel dialled)
    {
        var dial = new Dial(caller, dialled) { WasLinked = true };
        caller.Dials.Add(dial);
        dialled.Dials.Add(dial);
    }

    public void Hold(Channel channel)
    {
        channel.HoldEpoch = Epoch;
        channel.HoldBridge = channel.Bridge;
        channel.HoldsUnplaced = channel.Bridge is null;
        Touch(channel);
    }

    public void Unhold(Channel channel)
    {
        channel.HoldEpoch = Epoch;
        channel.HoldsUnplaced = false;
        if (channel.HoldBridge is not null)
        {
            channel.HoldBridge = null;
            Touch(channel);
        }
    }

    public void SetMusic(Channel channel, bool hears)
    {
        if (channel.HearsMusic != hears)
        {
            channel.HearsMusic = hears;
            Touch(channel);
        }
    }

    public void QueueJoin(Channel channel, ReadOnlySpan<byte> queue)
    {
        var endpoint = channel.Endpoint;
        if (PartyText.Changed(queue, endpoint.Queue, out var name))
        {
            endpoint.Queue = name;
        }

        endpoint.QueuedAt = _clock.GetUtcNow();
        TouchedExtensions.AddRange(endpoint.Watchers);
        Touch(channel);
    }

    public void Park(Channel channel, ReadOnlySpan<byte> space, string? parker)
    {
        if (PartyText.Changed(space, channel.Endpoint.ParkingSpace, out var text))
        {
            channel.Endpoint.ParkingSpace = text;
        }

        var endpoint = channel.Endpoint;
        endpoint.ParkedBy = parker ?? endpoint.LastTalker;
        if (endpoint.TransferredBy == endpoint.ParkedBy)
        {
            (endpoint.TransferredBy, endpoint.TransferTarget) = (null, null);
        }

        TouchedExtensions.AddRange(endpoint.Watchers);
        Touch(channel);
    }

    public void Unpark(Channel channel)
    {
        channel.Endpoint.ParkingSpace = null;
        Touch(channel);
    }

    /// <summary>Says who gave a party to whom. It changes no link; those have their own events.</summary>
    public void Transferred(Channel party, string byExtension, string? target)
    {
        if (party.Endpoint.ParkingSpace is not null)
        {
            return; // a transfer to a parking space is told as both: parked is what it is
        }

        party.Endpoint.TransferredBy = byExtension;
        party.Endpoint.TransferTarget = target;
        TouchedExtensions.AddRange(party.Endpoint.Watchers);
        Touch(party);
    }

    private void SetBridge(Channel channel, Bridge? bridge)
    {
        channel.LinkEpoch = Epoch;
        if (channel.Bridge == bridge)
        {
            return;
        }

        Touch(channel);
        if (channel.Bridge is { } old)
        {
            old.Members.Remove(channel);
            foreach (var member in old.Members)
            {
                Touch(member);
            }

            if (old.Members.Count == 0)
            {
                _bridges.Remove(old.Id);
            }
        }

        channel.Bridge = bridge;
        bridge?.Members.Add(channel);
    }

    private void RemoveDial(Dial dial)
    {
        dial.Caller.Dials.Remove(dial);
        dial.Dialled.Dials.Remove(dial);
        Touch(dial.Caller);
        Touch(dial.Dialled);
    }
}
