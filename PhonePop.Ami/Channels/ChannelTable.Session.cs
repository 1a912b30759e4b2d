namespace PhonePop.Ami.Channels;

/// <summary>A session with the PBX, from its login to its first list: until that is complete, events tell the ends of stories that began before.</summary>
internal sealed partial class ChannelTable
{
    private int _sessionEpoch;

    /// <summary>
    /// True from the beginning of a session until its first list is complete: what events tell meanwhile of channels that were there before is half a story.
    /// </summary>
    public bool AwaitsList { get; private set; }

    /// <summary>A new session: what it tells by itself from now on needs no list to confirm it.</summary>
    public void BeginSession()
    {
        _sessionEpoch = ++Epoch;
        _isFirstList = true;
        AwaitsList = true;
        ForgetGone();
        foreach (var channel in _channels.Values)
        {
            channel.IsKnown = true;
        }
    }

    /// <summary>The PBX gives no first list, or takes its time: events are believed from now on, whatever they leave out.</summary>
    public void StopAwaiting()
    {
        if (AwaitsList)
        {
            AwaitsList = false;
            foreach (var channel in _channels.Values)
            {
                Touch(channel);
            }
        }
    }

    /// <summary>An event tells that a channel begins.</summary>
    public static void Began(Channel channel) => channel.IsKnown = true;

    /// <summary>Of these channels, which hang together, all is known that was ever told, and who is at each end.</summary>
    public static bool IsWhole(List<Channel> component)
    {
        var ends = 0;
        foreach (var channel in component)
        {
            if (channel is { IsKnown: false } or { Kind: ChannelKind.LocalHalf, LocalPeer: null })
            {
                return false;
            }

            ends += channel.Kind is ChannelKind.Operator or ChannelKind.Trunk ? 1 : 0;
        }

        return ends > 1;
    }

    /// <summary>No list will come: what only an earlier session knew cannot be confirmed, and nothing must live for ever.</summary>
    public void SweepEarlierSessions()
    {
        Sweep(_sessionEpoch);
        StopAwaiting();
    }
}
