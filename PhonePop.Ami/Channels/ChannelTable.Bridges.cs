using System.Text;

namespace PhonePop.Ami.Channels;

/// <summary>Who talks in which bridge; on Asterisk 11, which has links for pairs, in which room.</summary>
internal sealed partial class ChannelTable
{
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
                LeaveHolding(channel, null); // it has come back
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
            if (channel.Holds)
            {
                LeaveHolding(channel, bridge);
            }
        }

        SetBridge(channel, null);
    }

    /// <summary>A channel takes another's place in its bridge; without one nothing changes.</summary>
    public void TakePlace(Channel channel, Channel of)
    {
        if (of.Bridge is { } bridge && of != channel)
        {
            SetBridge(channel, bridge);
            SetBridge(of, null); // last: a bridge that was empty for a moment would be forgotten
        }
    }

    /// <summary>Notes whom a channel has left to wait for it.</summary>
    /// <param name="channel">Who has left others to wait.</param>
    /// <param name="bridge">Where they wait; null where nobody waits for it any more.</param>
    public void LeaveHolding(Channel channel, Bridge? bridge)
    {
        if (channel.LeftHolding == bridge)
        {
            return;
        }

        TouchNeighbours(channel);
        channel.Leave(bridge);
        bridge?.Members.ForEach(Touch);
        Touch(channel);
    }

    // A Local channel that is not up waits in no bridge but that of a consultation by feature code: whoever was left for it is held, though nobody heard of
    // the hold, and who was called rings on when the asker goes back to the first.
    private void NoteAsking(Channel channel, Bridge bridge)
    {
        if (channel is { LeftBehind: { Members.Count: > 0 } left, LeftHolding: null } && left != bridge
            && (HasAsked(bridge) || HasAsked(left)))
        {
            LeaveHolding(channel, left);
        }

        channel.LeftBehind = null;
    }

    private static bool HasAsked(Bridge bridge) => bridge.Members.Exists(static member => member is { Kind: ChannelKind.LocalHalf, IsUp: false });

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
}
