using PhonePop.Ami.Channels;

namespace PhonePop.Ami.Calls;

/// <summary>Looks at the graph from an extension's channels and says which calls it sees there.</summary>
internal sealed class Spotter(ChannelTable table, GraphWalk walk)
{
    private readonly List<FarEnd> _ends = [];

    /// <summary>Collects the calls of an extension. The same call through two devices or two edges is one sighting.</summary>
    public void Look(string extension, List<Sighting> sightings)
    {
        sightings.Clear();
        foreach (var own in table.ChannelsOf(extension))
        {
            if (own.DialOver && own.State == ChannelState.Ringing)
            {
                continue; // the dial was taken back; the hang-up is on its way
            }

            walk.FarEndsOf(own, _ends);
            foreach (var end in _ends)
            {
                if (GraphWalk.PhaseOf(own, end.Way) is { } phase)
                {
                    Add(sightings, Spot(own, end, phase));
                }
            }

            if (_ends.Count > 0)
            {
                own.RangByConnectedLine = false; // links have spoken
            }
            else if (ByConnectedLine(own) is { } sighting)
            {
                Add(sightings, sighting);
            }
        }
    }

    private static void Add(List<Sighting> sightings, in Sighting sighting)
    {
        for (var i = 0; i < sightings.Count; i++)
        {
            var known = sightings[i];
            if (known.Base == sighting.Base && known.Kind == sighting.Kind && (known.Far == sighting.Far || known.Number == sighting.Number))
            {
                if (sighting.Beats(known))
                {
                    sightings[i] = sighting;
                }

                return;
            }
        }

        sightings.Add(sighting);
    }

    private static Sighting Spot(Channel own, FarEnd end, CallPhase phase)
    {
        var far = end.Channel.Endpoint;
        if (far is { CalledBy: null, WasDialled: true } && end.Way.HasFlag(Way.Out))
        {
            far.CalledBy = own.Endpoint;
            far.CalledByExtension = own.Extension;
        }

        return end.Channel.Kind == ChannelKind.Operator ? SpotColleague(own, end.Channel, phase) : SpotOutside(own, far, phase);
    }

    private static Sighting SpotOutside(Channel own, Endpoint far, CallPhase phase)
    {
        // Outbound: this operator dialled it, or (seen from a list, where nobody told) it was dialled and the operator's phone was not.
        var calledFromHere = far.CalledByExtension == own.Extension;
        var outbound = calledFromHere || (far.CalledBy is null && far.WasDialled && !own.Endpoint.WasDialled);
        var anonymous = PartyText.IsAnonymous(far.Number);
        return new Sighting
        {
            Own = own,
            Far = far,
            Number = anonymous ? null : far.Number,
            Name = far.Name,
            Kind = anonymous ? PartyKind.Anonymous : PartyKind.External,
            Phase = phase,
            Direction = outbound ? CallDirection.Outbound : CallDirection.Inbound,
            Base = outbound ? (calledFromHere ? far.CalledBy! : own.Endpoint) : far,
        };
    }

    private static Sighting SpotColleague(Channel own, Channel colleague, CallPhase phase)
    {
        var far = colleague.Endpoint;
        var basis = far.CalledByExtension == own.Extension && far.CalledBy is { } here ? here
            : own.Endpoint.CalledByExtension == colleague.Extension && own.Endpoint.CalledBy is { } there ? there
            : far;
        return new Sighting
        {
            Own = own,
            Far = far,
            Number = colleague.Extension,
            Name = far.Name == own.Endpoint.Name ? null : far.Name,
            Kind = PartyKind.Internal,
            Phase = phase,
            Direction = CallDirection.Internal,
            Base = basis,
        };
    }

    // Only where no link leads anywhere: a phone that rings by itself (click-to-dial; a queue of Asterisk 11 without eventwhencalled),
    // and the same phone after it was picked up, until the next link appears.
    private Sighting? ByConnectedLine(Channel own)
    {
        var rings = own.State == ChannelState.Ringing;
        if (!rings && !(own.IsUp && own.RangByConnectedLine))
        {
            return null;
        }

        var number = own.Endpoint.ConnectedNumber;
        if (number is null)
        {
            return null;
        }

        own.RangByConnectedLine = true;
        if (table.IsExtension(number) && number != own.Extension)
        {
            return new Sighting
            {
                Own = own,
                Number = number,
                Name = own.Endpoint.ConnectedName,
                Kind = PartyKind.Internal,
                Phase = rings ? CallPhase.Ringing : CallPhase.Talking,
                Direction = CallDirection.Internal,
                Base = own.Endpoint,
            };
        }

        var waiting = table.WaitingTrunk(number, mustBeUp: !rings);
        if (waiting is not null)
        {
            return SpotOutside(own, waiting.Endpoint, rings ? CallPhase.Ringing : CallPhase.Talking);
        }

        return new Sighting
        {
            Own = own,
            Number = PartyText.IsAnonymous(number) ? null : number,
            Name = own.Endpoint.ConnectedName == own.Endpoint.Name ? null : own.Endpoint.ConnectedName,
            Kind = PartyText.IsAnonymous(number) ? PartyKind.Anonymous : PartyKind.External,
            Phase = rings ? CallPhase.Ringing : CallPhase.Dialing,
            Direction = CallDirection.Outbound,
            Base = own.Endpoint,
        };
    }
}
