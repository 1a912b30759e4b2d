namespace PhonePop.Ami.Channels;

/// <summary>Who waits: on hold, in a queue, in a parking space; and who gave a party to whom.</summary>
internal sealed partial class ChannelTable
{
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
}
