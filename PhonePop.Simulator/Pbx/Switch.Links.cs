namespace PhonePop.Simulator.Pbx;

// Dials, bridges, music, and a masquerade: what connects channels.
internal sealed partial class Switch
{
    public void DialBegin(SimChannel caller, SimChannel dialled, string dialString)
    {
        caller.Place.Dials = true;
        Dialect.DialBegan(caller, dialled, dialString);
    }

    /// <summary>After its phones have gone or it has nobody to talk to any more, the caller's Dial is over; 11 says so.</summary>
    public void DialOver(SimChannel caller, string status)
    {
        if (caller.Place.Dials)
        {
            caller.Place.Dials = false;
            Dialect.DialOver(caller, status);
        }
    }

    /// <summary>Puts two answered channels into a new bridge, the dialled one first, as Dial does.</summary>
    public void Bridge(SimChannel caller, SimChannel dialled)
    {
        var bridge = NewBridge();
        Enter(dialled, bridge);
        Enter(caller, bridge);
    }

    public SimBridge NewBridge(SimBridgeKind kind = SimBridgeKind.Pair, string name = "")
    {
        var id = new byte[16];
        _ids.NextBytes(id);
        var bridge = new SimBridge(new Guid(id).ToString(), kind, name);
        Dialect.BridgeCreated(bridge);
        return bridge;
    }

    /// <param name="channel">Who enters.</param>
    /// <param name="bridge">Where.</param>
    /// <param name="swap">Whose place it takes.</param>
    /// <param name="first">Whether it stands where the dialled one stands, though it comes last.</param>
    public void Enter(SimChannel channel, SimBridge bridge, SimChannel? swap = null, bool first = false)
    {
        bridge.Members.Insert(first ? 0 : bridge.Members.Count, channel);
        channel.Place.Bridge = bridge;
        Dialect.Entered(channel, bridge, swap);
    }

    public void Leave(SimChannel channel, bool keepMusic = false)
    {
        if (channel.Bridge is not { } bridge)
        {
            return;
        }

        if (!keepMusic)
        {
            StopMusic(channel);
        }

        var position = bridge.Members.IndexOf(channel);
        bridge.Members.Remove(channel);
        channel.Place.Bridge = null;
        channel.IsHolding = false;
        Dialect.Left(channel, bridge, position);
    }

    public void Destroy(SimBridge? bridge)
    {
        if (bridge is { Members.Count: 0 })
        {
            Dialect.BridgeDestroyed(bridge);
        }
    }

    public void StartMusic(SimChannel channel)
    {
        channel.HearsMusic = true;
        Dialect.MusicStarted(channel);
    }

    public void StopMusic(SimChannel channel)
    {
        if (channel.HearsMusic)
        {
            channel.HearsMusic = false;
            Dialect.MusicStopped(channel);
        }
    }

    /// <summary>
    /// Asterisk 11: the clone takes the original's place, with its bridge and its dials; what is left of the original becomes a zombie in the
    /// clone's old place. Nobody says that they are linked anew, nor that a state has changed.
    /// </summary>
    public void Masquerade(SimChannel clone, SimChannel original)
    {
        Dialect.Masquerading(clone, original);
        original.Name += "<ZOMBIE>";
        (clone.Place, original.Place) = (original.Place, clone.Place);
        (clone.Since, original.Since) = (original.Since, clone.Since);
        Seat(original, clone);
        Dialect.CallerIdChanged(clone);
    }

    /// <summary>
    /// Asterisk 11 sends a channel without a dialplan (a dialled phone) to an extension by making one that has: it takes that one's place.
    /// </summary>
    /// <returns>The zombie in its old place.</returns>
    public SimChannel AsyncGoto(SimChannel channel)
    {
        var host = NewHost("AsyncGoto/", channel, SimChannelState.Up);
        Masquerade(channel, host);
        return host;
    }

    /// <summary>Asterisk 11: a channel that is nobody, made to be masqueraded into.</summary>
    public SimChannel NewHost(string prefix, SimChannel of, SimChannelState state)
    {
        var host = new SimChannel(prefix + of.Name, null, Now) { Place = NewPlace(_channelNumber++, null), State = state };
        host.Place.HasPbx = true;
        _channels.Add(host);
        Dialect.Began(host);
        return host;
    }

    // The members of both bridges change places too.
    private static void Seat(SimChannel one, SimChannel other)
    {
        foreach (var bridge in new[] { one.Bridge, other.Bridge }.OfType<SimBridge>().Distinct())
        {
            for (var i = 0; i < bridge.Members.Count; i++)
            {
                bridge.Members[i] = bridge.Members[i] == one ? other : bridge.Members[i] == other ? one : bridge.Members[i];
            }
        }
    }
}
