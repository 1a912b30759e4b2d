namespace PhonePop.Ami.Channels;

/// <summary>
/// Who is meant where an event names plumbing: a caller whom a queue or a ring group reached through a Local channel that stays (<c>/n</c>) is transferred
/// and parked under the name of its half.
/// </summary>
internal sealed partial class ChannelTable
{
    /// <summary>A ring of Local channels has no end.</summary>
    public const int MostHalves = 16;

    /// <summary>The real channel that the other half of a Local channel leads to; the channel itself where it is real, or leads to nobody.</summary>
    public static Channel Behind(Channel channel)
    {
        var at = channel;
        for (var halves = 0; halves < MostHalves && at is { Kind: ChannelKind.LocalHalf, LocalPeer: { } peer }; halves++)
        {
            if (NextOf(peer) is not { } next)
            {
                return channel;
            }

            at = next;
        }

        return at.Kind == ChannelKind.LocalHalf ? channel : at;
    }

    /// <summary>Whom a channel talks to in its bridge, through Local halves; null when there is nobody.</summary>
    public static Channel? PartnerOf(Channel channel) => OtherIn(channel) is { } other ? Behind(other) : null;

    private static Channel? NextOf(Channel half)
    {
        if (OtherIn(half) is { } member)
        {
            return member;
        }

        return half.Dials.Count > 0 ? half.Dials[0].Other(half) : half.Links.Count > 0 ? half.Links[0] : null;
    }

    // Of several the outside party, as the walk has it.
    private static Channel? OtherIn(Channel channel)
    {
        if (channel.Bridge is not { IsHolding: false } bridge)
        {
            return null;
        }

        Channel? any = null;
        foreach (var member in bridge.Members)
        {
            if (member != channel)
            {
                if (member.Kind == ChannelKind.Trunk)
                {
                    return member;
                }

                any ??= member;
            }
        }

        return any;
    }
}
