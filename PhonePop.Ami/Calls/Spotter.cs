using PhonePop.Ami.Channels;

namespace PhonePop.Ami.Calls;

/// <summary>Looks at the graph from an extension's channels and says which calls it sees there.</summary>
internal sealed partial class Spotter(ChannelTable table, GraphWalk walk, SteadyClock clock)
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
}
