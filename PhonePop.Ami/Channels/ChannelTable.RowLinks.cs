using System.Text;

namespace PhonePop.Ami.Channels;

/// <summary>Who talks to whom, as rows of channels and of bridges say it.</summary>
internal sealed partial class ChannelTable
{
    private readonly Dictionary<Channel, string> _bridgedRows = [];
    private readonly Dictionary<string, bool> _described = new(Utf8Keys.Instance);

    /// <summary>A list of bridges tells of one: in a holding bridge (parking) nobody talks.</summary>
    public void Describe(ReadOnlySpan<byte> bridgeId, bool isHolding)
    {
        if (!_bridgeById.TryGetValue(bridgeId, out var bridge))
        {
            if (_described.Count >= MostChannels)
            {
                return;
            }

            _described[Encoding.UTF8.GetString(bridgeId)] = isHolding; // its members come with the list of channels
            return;
        }

        if (bridge.IsDescribed)
        {
            return;
        }

        (bridge.IsDescribed, bridge.IsHolding) = (true, isHolding);
        if (isHolding)
        {
            bridge.Members.ForEach(Touch);
        }
    }

    private void ObserveBridge(Channel channel, in ChannelRow row)
    {
        if (IsClassic)
        {
            _bridgedRows[channel] = Encoding.UTF8.GetString(row.BridgedUniqueid);
            if (row.Application.SequenceEqual("ConfBridge"u8))
            {
                var room = row.ApplicationData;
                var comma = room.IndexOf((byte)',');
                EnterBridge(channel, comma < 0 ? room : room[..comma], null, isHolding: false);
            }

            return;
        }

        if (row.BridgeId.IsEmpty ? channel.Bridge is null : channel.Bridge is { } same && Utf8Keys.SameText(row.BridgeId, same.Id))
        {
            return;
        }

        Report(FieldCorrected, $"{channel.Name}: bridge {channel.Bridge?.Id ?? "none"} -> {(row.BridgeId.IsEmpty ? "none" : Encoding.UTF8.GetString(row.BridgeId))}");
        if (row.BridgeId.IsEmpty)
        {
            SetBridge(channel, null);
            LeaveHolding(channel, null); // it asks nobody any more: who transferred by *2 while the colleague's phone rings lives on like this until that one answers
        }
        else
        {
            EnterBridge(channel, row.BridgeId, null, _described.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(row.BridgeId, out var isHolding) ? isHolding : null);
            if (channel.HoldsUnplaced)
            {
                Hold(channel);
            }
        }
    }

    private void LinkRows()
    {
        foreach (var (channel, bridged) in _bridgedRows)
        {
            if (channel.IsGone)
            {
                continue;
            }

            var partner = bridged.Length > 0 && _channels.TryGetValue(bridged, out var found) ? found : null;
            for (var i = channel.Links.Count - 1; i >= 0; i--)
            {
                var linked = channel.Links[i];
                if (linked != partner && _bridgedRows.ContainsKey(linked))
                {
                    Report(FieldCorrected, $"{channel.Name}: no longer linked to {linked.Name}");
                    Unlink(channel, linked);
                }
            }

            if (partner is not null && !channel.Links.Contains(partner))
            {
                Report(FieldCorrected, $"{channel.Name}: linked to {partner.Name}");
                Link(channel, partner);
            }
        }
    }

    /// <summary>An event says how a channel is linked after its row did: the event is newer.</summary>
    private void OutdateRow(Channel channel)
    {
        channel.LinkEpoch = Epoch;
        if (IsListing)
        {
            _bridgedRows.Remove(channel);
        }
    }
}
