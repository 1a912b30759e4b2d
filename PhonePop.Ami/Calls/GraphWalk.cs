using PhonePop.Ami.Channels;

namespace PhonePop.Ami.Calls;

/// <summary>What was met on the way from an operator's channel to the far end.</summary>
[Flags]
internal enum Way : byte
{
    None = 0,

    /// <summary>A dial from this side that nobody has answered.</summary>
    UnansweredOut = 1,

    /// <summary>A dial towards this side that is not answered.</summary>
    UnansweredIn = 2,

    /// <summary>One of the two sides holds, or hears music.</summary>
    Held = 4,

    /// <summary>Some dial from this side, answered or not.</summary>
    Out = 8,

    /// <summary>Some dial towards this side, answered or not.</summary>
    In = 16,

    /// <summary>The last step led from a phone to who dials it: what else that one dials rings beside it, and is no party of it.</summary>
    FromDialled = 32,
}

/// <summary>A real channel at the other end of the links.</summary>
internal readonly record struct FarEnd(Channel Channel, Way Way);

/// <summary>
/// Walks links from one operator channel, each first edge by itself (a bridge is one edge), through Local halves, and stops at real
/// channels. Within one such group outside parties come first; only without any are other operators the far end.
/// </summary>
internal sealed partial class GraphWalk
{
    private readonly Stack<FarEnd> _open = new();
    private int _visit;

    /// <summary>Channels visited from now on bear this number or a higher one.</summary>
    public int NextVisit => _visit + 1;

    /// <summary>Collects the far ends of a channel, group by group.</summary>
    public void FarEndsOf(Channel own, List<FarEnd> ends)
    {
        ends.Clear();
        if (own.Bridge is { IsHolding: false } bridge)
        {
            Begin(own);
            VisitMembers(bridge, own.Holds ? Way.Held : Way.None);
            Drain(own, ends);
        }

        if (own.LeftHolding is { } left)
        {
            Begin(own);
            VisitMembers(left, Way.Held);
            Drain(own, ends);
        }

        foreach (var dial in own.Dials)
        {
            Begin(own);
            VisitDial(dial, own, Way.None);
            Drain(own, ends);
        }

        foreach (var linked in own.Links)
        {
            Begin(own);
            VisitLink(own, linked, Way.None);
            Drain(own, ends);
        }
    }

    /// <summary>Collects all channels that links hold together with this one, itself included.</summary>
    public void ComponentOf(Channel start, List<Channel> members)
    {
        members.Clear();
        _visit++;
        Add(start);
        for (var i = 0; i < members.Count; i++)
        {
            var channel = members[i];
            AddAll(channel.Bridge);
            AddAll(channel.LeftHolding);
            foreach (var dial in channel.Dials)
            {
                Add(dial.Other(channel));
            }

            foreach (var linked in channel.Links)
            {
                Add(linked);
            }

            if (channel.LocalPeer is { } peer)
            {
                Add(peer);
            }
        }

        void AddAll(Bridge? bridge)
        {
            if (bridge is { IsHolding: false })
            {
                foreach (var member in bridge.Members)
                {
                    Add(member);
                }

                foreach (var asker in bridge.LeftBy)
                {
                    Add(asker);
                }
            }
        }

        void Add(Channel channel)
        {
            if (channel.Visit != _visit)
            {
                channel.Visit = _visit;
                members.Add(channel);
            }
        }
    }

    /// <summary>What the operator sees of a far end; null when there is nothing to see yet.</summary>
    public static CallPhase? PhaseOf(Channel own, Way way)
    {
        if (own.State == ChannelState.Ringing)
        {
            return CallPhase.Ringing;
        }

        if (way.HasFlag(Way.UnansweredOut))
        {
            return CallPhase.Dialing;
        }

        if (way.HasFlag(Way.UnansweredIn))
        {
            return own.IsUp ? CallPhase.Talking : null; // a dialled phone that is still Down (busy, unreachable) does not ring
        }

        return way.HasFlag(Way.Held) ? CallPhase.Held : CallPhase.Talking;
    }

    private void Begin(Channel own)
    {
        _visit++;
        own.Visit = _visit;
    }

    private void Drain(Channel own, List<FarEnd> ends)
    {
        var group = ends.Count;
        var hasTrunk = false;
        while (_open.TryPop(out var end))
        {
            var channel = end.Channel;
            switch (channel.Kind)
            {
                case ChannelKind.LocalHalf:
                    PassThrough(channel, end.Way);
                    break;
                case ChannelKind.Trunk:
                    hasTrunk = true;
                    ends.Add(end);
                    break;
                case ChannelKind.Operator when channel.Extension != own.Extension:
                    ends.Add(end);
                    break;
                default:
                    break;
            }
        }

        if (hasTrunk)
        {
            for (var i = ends.Count - 1; i >= group; i--)
            {
                if (ends[i].Channel.Kind != ChannelKind.Trunk)
                {
                    ends.RemoveAt(i);
                }
            }
        }
    }

    private void PassThrough(Channel half, Way way)
    {
        var isDialling = way.HasFlag(Way.FromDialled);
        way &= ~Way.FromDialled;
        if (half.LocalPeer is { } peer)
        {
            Visit(peer, way);
        }

        if (half.Bridge is { IsHolding: false } bridge)
        {
            VisitMembers(bridge, half.Holds ? way | Way.Held : way);
        }

        foreach (var dial in half.Dials)
        {
            if (!isDialling || dial.Dialled == half)
            {
                VisitDial(dial, half, way);
            }
        }

        foreach (var linked in half.Links)
        {
            VisitLink(half, linked, way);
        }
    }

    private void VisitMembers(Bridge bridge, Way way)
    {
        foreach (var member in bridge.Members)
        {
            Visit(member, member.HoldBridge == bridge ? way | Way.Held : way);
        }

        foreach (var asker in bridge.LeftBy)
        {
            Visit(asker, way | Way.Held);
        }
    }

    private void VisitDial(Dial dial, Channel from, Way way)
    {
        if (from == dial.Caller)
        {
            way |= dial.IsAnswered ? Way.Out : Way.Out | Way.UnansweredOut;
        }
        else
        {
            way |= (dial.IsAnswered ? Way.In : Way.In | Way.UnansweredIn) | Way.FromDialled;
        }

        // Asterisk 11: the pair was unlinked, the answered dial stands and one side hears music (feature-code consultation). A queue caller's music means nothing.
        if (dial is { WasLinked: true, IsAnswered: true } && (dial.Caller.HearsMusic || dial.Dialled.HearsMusic))
        {
            way |= Way.Held;
        }

        Visit(dial.Other(from), way);
    }

    private void VisitLink(Channel one, Channel two, Way way) => Visit(two, one.HearsMusic || two.HearsMusic ? way | Way.Held : way);

    private void Visit(Channel channel, Way way)
    {
        if (channel.Visit != _visit)
        {
            channel.Visit = _visit;
            _open.Push(new FarEnd(channel, way));
        }
    }
}
