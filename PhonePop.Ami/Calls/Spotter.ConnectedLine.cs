using PhonePop.Ami.Channels;

namespace PhonePop.Ami.Calls;

/// <summary>Whom a phone rings for that nothing links to anybody: its connected line alone says so.</summary>
internal sealed partial class Spotter
{
    // Only where no link leads anywhere: a phone that rings by itself (click-to-dial; a queue of Asterisk 11 without eventwhencalled),
    // and the same phone after it was picked up, until the next link appears.
    private Sighting? ByConnectedLine(Channel own)
    {
        // A phone that has lost its link is about to stop; only a list may say that it rings on, and for whom.
        var rings = own.State == ChannelState.Ringing && !own.HadLink;
        if (!rings && !(own.IsUp && own.RangByConnectedLine))
        {
            return null;
        }

        var number = own.Endpoint.ConnectedNumber;
        if (number is null)
        {
            return null;
        }

        var waiting = table.WaitingTrunk(number, mustBeUp: !rings, own.RangFor);
        if (waiting is null && rings && own.RangFor is { IsGone: true })
        {
            return null; // the caller gave up: it is about to stop
        }

        own.RangFor = waiting;
        if (waiting is null && rings && MayStillBeDialled(own))
        {
            return null;
        }

        if (waiting is null && rings && !IsCalledByNobody(own) && !table.ChannelsOf(number).Exists(static phone => phone.Bridge is null && phone.Links.Count == 0))
        {
            return null; // who had it rung talks elsewhere: it is about to stop, and never was a click-to-dial
        }

        own.RangByConnectedLine = true;
        if (waiting is not null && AskerFor(waiting) is { } asker && asker.Extension != own.Extension)
        {
            return ByColleague(own, asker.Extension!, asker.Endpoint.Name, asker, rings);
        }

        if (number == own.Extension)
        {
            return null; // it rings itself (a member of the queue or group that it calls), or is rung back
        }

        // The caller of another office may have a number that looks like one of ours.
        if (table.IsExtension(number) && (waiting is null || table.ChannelsOf(number).Count > 0))
        {
            return ByColleague(own, number, own.Endpoint.ConnectedName, UpChannelOf(number), rings);
        }

        if (waiting is not null)
        {
            return SpotOutside(own, waiting, rings ? CallPhase.Ringing : CallPhase.Talking);
        }

        own.Endpoint.RangAfter ??= FirstRungWith(own);
        return new Sighting
        {
            Own = own,
            Number = PartyText.IsAnonymous(number) ? null : number,
            Name = own.Endpoint.ConnectedName == own.Endpoint.Name ? null : own.Endpoint.ConnectedName,
            Kind = PartyText.IsAnonymous(number) ? PartyKind.Anonymous : PartyKind.External,
            Phase = rings ? CallPhase.Ringing : CallPhase.Dialing,
            Direction = CallDirection.Outbound,
            Base = own.Endpoint.First,
        };
    }

    // A click-to-dial that rings several phones of its operator is one call, whichever of them is picked up.
    private static Endpoint? FirstRungWith(Channel own)
    {
        Channel? first = null;
        foreach (var dial in own.Dials.Find(known => known.Dialled == own)?.Caller.Dials ?? [])
        {
            if (dial.Dialled.Extension == own.Extension && ChannelTable.IsOlder(dial.Dialled, first ?? own))
            {
                first = dial.Dialled;
            }
        }

        return first?.Endpoint;
    }

    // From the phone back through Local channels: what nobody dialled, a program has the PBX call.
    private static bool IsCalledByNobody(Channel own)
    {
        var at = own;
        for (var halves = 0; halves < ChannelTable.MostHalves; halves++)
        {
            var dial = at.Dials.Find(known => known.Dialled == at);
            if (dial is null)
            {
                return !at.Endpoint.WasDialled;
            }

            if (dial.Caller.LocalPeer is not { } peer)
            {
                return false;
            }

            at = peer;
        }

        return false;
    }

    // One call, however many phones of this extension ring.
    private static Sighting ByColleague(Channel own, string extension, string? name, Channel? colleague, bool rings) => new()
    {
        Own = own,
        Number = extension,
        Name = name,
        Kind = PartyKind.Internal,
        Phase = rings ? CallPhase.Ringing : CallPhase.Talking,
        Direction = CallDirection.Internal,
        Base = colleague?.Endpoint ?? own.Endpoint,
    };

    // Asterisk 11: who consults by feature code after a click-to-dial rings the colleague with the customer's number. The customer hears music meanwhile.
    private static Channel? AskerFor(Channel customer)
    {
        foreach (var dial in customer.Dials)
        {
            if (dial is { WasLinked: true, IsAnswered: true } && customer.HearsMusic && dial.Other(customer).Kind == ChannelKind.Operator)
            {
                return dial.Other(customer);
            }
        }

        return null;
    }

    // The ring is sometimes told before the dial. A dial that leads nowhere, and an Originate that was told, are evidence enough.
    private bool MayStillBeDialled(Channel own)
    {
        if (own.WasOriginated || own.RangByConnectedLine || own.Dials.Count > 0)
        {
            return false;
        }

        if (table.IsListing && own.IsFromRow)
        {
            return true; // who dials it may be a later row; looked at again when the list is complete
        }

        var until = own.RingsSince + DialMayFollow;
        if (until <= clock.Now)
        {
            return false;
        }

        LookAgainAt = LookAgainAt is { } earlier && earlier < until ? earlier : until;
        return true;
    }

    private Channel? UpChannelOf(string extension)
    {
        Channel? any = null;
        foreach (var channel in table.ChannelsOf(extension))
        {
            if (channel.IsUp && channel.Links.Count == 0)
            {
                return channel; // the one whose customer hears music
            }

            any = channel.IsUp ? any ?? channel : any;
        }

        return any;
    }
}
