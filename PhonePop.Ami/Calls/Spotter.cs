using PhonePop.Ami.Channels;

namespace PhonePop.Ami.Calls;

/// <summary>Looks at the graph from an extension's channels and says which calls it sees there.</summary>
internal sealed class Spotter(ChannelTable table, GraphWalk walk, SteadyClock clock)
{
    /// <summary>How long a phone must ring without a dial before its connected line is believed: the dial may be told later than the ring.</summary>
    public static readonly TimeSpan DialMayFollow = TimeSpan.FromMilliseconds(150);

    private readonly List<FarEnd> _ends = [];
    private readonly List<Channel> _component = [];

    // Phones whose colleague is known by the connected line alone: the colleague's side has no link that would show it.
    private readonly HashSet<Channel> _loose = [];

    /// <summary>When the extension that was looked at last must be looked at again, because a dial may still be told; null: not by itself.</summary>
    public DateTimeOffset? LookAgainAt { get; private set; }

    /// <summary>Collects the calls of an extension. The same call through two devices or two edges is one sighting.</summary>
    public void Look(string extension, List<Sighting> sightings)
    {
        sightings.Clear();
        LookAgainAt = null;
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
                own.RangByConnectedLine = false;
                own.HadLink = true;
                _loose.Remove(own);
            }
            else if (ByConnectedLine(own) is { } sighting)
            {
                Add(sightings, sighting);
                if (sighting.Kind == PartyKind.Internal)
                {
                    _loose.Add(own);
                }
            }
        }

        AddMirrors(extension, sightings);
    }

    /// <summary>An extension is in something of which only the end was told: a list must say what goes on there.</summary>
    public bool IsHalfTold(string extension)
    {
        foreach (var own in table.ChannelsOf(extension))
        {
            walk.ComponentOf(own, _component);
            if (!ChannelTable.IsWhole(_component))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The links from an operator's channel to the far party; false when none leads there.</summary>
    public bool PathTo(Channel own, Channel far, List<PathStep> steps) => walk.PathTo(own, far, steps);

    // An internal call has two ends. Where one of them was found by its connected line, the other gets its mirror
    // (a feature-code consultation of Asterisk 11 while the colleague's phone rings).
    private void AddMirrors(string extension, List<Sighting> sightings)
    {
        if (_loose.Count == 0)
        {
            return;
        }

        _loose.RemoveWhere(static phone => phone.IsGone || phone.Extension is null);
        foreach (var phone in _loose)
        {
            // A link may have come since, and the phone itself may be looked at later than this side.
            if (!HasLink(phone) && ByConnectedLine(phone) is { Kind: PartyKind.Internal } seen && seen.Number == extension && UpChannelOf(extension) is { } own
                && !sightings.Exists(known => known.Own == own && known.Kind == PartyKind.Internal && known.Number == phone.Extension))
            {
                Add(sightings, seen with
                {
                    Own = own,
                    Base = own.Endpoint,
                    Far = phone.Endpoint,
                    Number = phone.Extension,
                    Name = phone.Endpoint.Name,
                    Phase = seen.Phase == CallPhase.Ringing ? CallPhase.Dialing : seen.Phase,
                });
            }
        }
    }

    private bool HasLink(Channel phone)
    {
        walk.FarEndsOf(phone, _ends);
        return _ends.Count > 0;
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

    private static void Add(List<Sighting> sightings, in Sighting sighting)
    {
        for (var i = 0; i < sightings.Count; i++)
        {
            var known = sightings[i];
            // By display alone, or by a link of another phone: one extension has one call with a party that rings both.
            // A colleague who rings back while being dialled is a second call.
            if ((known.Far is null || sighting.Far is null) && known.Kind == sighting.Kind && known.Number == sighting.Number
                && (known.Own == sighting.Own || !IsCrossing(known.Phase, sighting.Phase)))
            {
                sightings[i] = known.Far is null && (sighting.Far is not null || sighting.Beats(known)) ? sighting : known;
                return;
            }

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

    private static bool IsCrossing(CallPhase one, CallPhase other) => (one, other) is (CallPhase.Dialing, CallPhase.Ringing) or (CallPhase.Ringing, CallPhase.Dialing);

    private static Sighting Spot(Channel own, FarEnd end, CallPhase phase)
    {
        var far = end.Channel.Endpoint;
        var isCaller = far.CalledBy is null ? end.Way.HasFlag(Way.Out) : end.Way.HasFlag(Way.UnansweredOut) && far.CalledByExtension != own.Extension; // who rings it now, after a transfer
        if (far.WasDialled && isCaller)
        {
            far.CalledBy = own.Endpoint;
            far.CalledByExtension = own.Extension;
        }

        return end.Channel.Kind == ChannelKind.Operator ? SpotColleague(own, end.Channel, phase) : SpotOutside(own, end.Channel, phase);
    }

    private static Sighting SpotOutside(Channel own, Channel end, CallPhase phase)
    {
        var far = end.Endpoint;
        // Outbound: this operator dialled it, or (seen from a list, where nobody told) it was dialled and the operator's phone was not, or rang first: a click-to-dial.
        var calledFromHere = far.CalledByExtension == own.Extension;
        var outbound = calledFromHere || (far.CalledBy is null && far.WasDialled && (!own.Endpoint.WasDialled || ChannelTable.IsOlder(own, end)));
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
            Base = outbound ? (calledFromHere ? far.CalledBy! : own.Endpoint).First : far,
        };
    }

    private static Sighting SpotColleague(Channel own, Channel colleague, CallPhase phase)
    {
        var far = colleague.Endpoint;

        // Who called is the base while that phone is in it. Two colleagues whom transfers brought together again have a new call.
        var basis = far.CalledByExtension == own.Extension && far.CalledBy is { IsAlive: true } here ? here.First
            : own.Endpoint.CalledByExtension == colleague.Extension && own.Endpoint.CalledBy is { IsAlive: true } there ? there
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
        if (table.IsExtension(number) && number != own.Extension && (waiting is null || table.ChannelsOf(number).Count > 0))
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
}
