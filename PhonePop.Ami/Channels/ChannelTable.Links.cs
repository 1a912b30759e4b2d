namespace PhonePop.Ami.Channels;

/// <summary>Asterisk 11: which two channels are bridged.</summary>
internal sealed partial class ChannelTable
{
    /// <summary>Asterisk 11: two channels are bridged.</summary>
    public void Link(Channel one, Channel two)
    {
        OutdateRow(one);
        OutdateRow(two);
        if (one == two || one.Links.Contains(two))
        {
            return;
        }

        one.Links.Add(two);
        two.Links.Add(one);
        NoteLinked(one, two);

        Touch(one);
        Touch(two);
    }

    /// <summary>Asterisk 11: exactly this pair is bridged no longer.</summary>
    public void Unlink(Channel one, Channel two)
    {
        OutdateRow(one);
        OutdateRow(two);
        if (one.Links.Remove(two))
        {
            two.Links.Remove(one);
            NoteWaiting(one, two);
            Touch(one);
            Touch(two);
        }
    }

    // A queue tells no dial, but the pair stands as after one: an Unlink while both live (a feature-code consultation) is not its end.
    private static void NoteLinked(Channel one, Channel two)
    {
        foreach (var dial in one.Dials)
        {
            if (dial.Other(one) == two)
            {
                dial.WasLinked = true;
                return;
            }
        }

        if (one.Endpoint.Queue is not null || two.Endpoint.Queue is not null)
        {
            StandingDial(one.Endpoint.Queue is not null ? one : two, one.Endpoint.Queue is not null ? two : one);
        }
    }

    // Whoever hears music then is waiting for an operator who asks a colleague by feature code. After a first transfer no dial stands that would say so.
    private static void NoteWaiting(Channel one, Channel two)
    {
        var (waits, asks) = one.HearsMusic ? (one, two) : (two, one);
        if (waits is { HearsMusic: true, Kind: not ChannelKind.Service } && asks is { Kind: ChannelKind.Operator, IsUp: true } && !waits.Dials.Exists(dial => dial.Other(waits) == asks))
        {
            StandingDial(waits, asks);
        }
    }

    private static void StandingDial(Channel caller, Channel dialled)
    {
        var dial = new Dial(caller, dialled) { WasLinked = true };
        caller.Dials.Add(dial);
        dialled.Dials.Add(dial);
    }
}
