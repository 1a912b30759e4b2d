using PhonePop.Ami.Channels;

namespace PhonePop.Ami.Calls;

/// <summary>The way that a walk took, for the explanation of a call. Asked only when a call has changed.</summary>
internal sealed partial class GraphWalk
{
    /// <summary>Collects the links from one channel to another.</summary>
    /// <returns>False when no link leads there.</returns>
    public bool PathTo(Channel own, Channel far, List<PathStep> steps)
    {
        steps.Clear();
        steps.Add(new PathStep(PathLink.Start, own.Name));
        _visit++;
        own.Visit = _visit;
        return Search(own, far, steps, isOwn: true);
    }

    private bool Search(Channel at, Channel far, List<PathStep> steps, bool isOwn)
    {
        if (SearchMembers(at.Bridge, PathLink.Bridge, far, steps) || (isOwn && SearchMembers(at.LeftHolding, PathLink.HeldBridge, far, steps)))
        {
            return true;
        }

        if (!isOwn && at.LocalPeer is { } peer && Step(PathLink.Local, peer, far, steps))
        {
            return true;
        }

        foreach (var dial in at.Dials)
        {
            if (Step(PathLink.Dial, dial.Other(at), far, steps))
            {
                return true;
            }
        }

        foreach (var linked in at.Links)
        {
            if (Step(PathLink.Pair, linked, far, steps))
            {
                return true;
            }
        }

        return false;
    }

    private bool SearchMembers(Bridge? bridge, PathLink link, Channel far, List<PathStep> steps)
    {
        if (bridge is not { IsHolding: false })
        {
            return false;
        }

        foreach (var member in bridge.Members)
        {
            if (Step(link, member, far, steps))
            {
                return true;
            }
        }

        foreach (var asker in bridge.LeftBy)
        {
            if (Step(PathLink.HeldBridge, asker, far, steps))
            {
                return true;
            }
        }

        return false;
    }

    private bool Step(PathLink link, Channel to, Channel far, List<PathStep> steps)
    {
        if (to.Visit == _visit)
        {
            return false;
        }

        to.Visit = _visit;
        steps.Add(new PathStep(link, to.Name));
        if (to == far || (to.Kind == ChannelKind.LocalHalf && Search(to, far, steps, isOwn: false)))
        {
            return true;
        }

        steps.RemoveAt(steps.Count - 1);
        return false;
    }
}
