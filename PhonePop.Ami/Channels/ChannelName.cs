namespace PhonePop.Ami.Channels;

/// <summary>What a channel is, told by its name.</summary>
internal enum ChannelKind : byte
{
    /// <summary>A phone of an operator.</summary>
    Operator,

    /// <summary>Any other real channel: the outside world.</summary>
    Trunk,

    /// <summary>One half of a Local channel: walked through, never a party.</summary>
    LocalHalf,

    /// <summary>Spies, announcers, recorders, zombies: neither a party nor walked through.</summary>
    Service,
}

/// <summary>Reads channel names such as <c>PJSIP/trunk-msk-0000001a</c> and <c>Local/101@from-internal-00000006;1</c>.</summary>
internal static class ChannelName
{
    // main/bridge.c, res_parking, app_confbridge, res_ari (Snoop), core_unreal; Asterisk 11: features.c (Parked/, AsyncGoto/), chan_sip (Transfered/, so spelled).
    private static readonly string[] ServicePrefixes =
    [
        "AsyncGoto/", "Announcer/", "Bridge/", "CBAnn/", "CBRec/", "ConfBridgeRecorder/", "Message/", "MulticastRTP/", "Null/", "OutgoingSpoolFailed",
        "Parked/", "Parking/", "Recorder/", "SIPPeer/", "Snoop/", "Surrogate/", "Transfered/", "UnicastRTP/",
    ];

    /// <summary>Kind of a channel that is not an operator's phone.</summary>
    public static ChannelKind KindOf(string name)
    {
        if (name.Length == 0 || name.Contains("<ZOMBIE>", StringComparison.Ordinal) || name.Contains("<MASQ>", StringComparison.Ordinal))
        {
            return ChannelKind.Service;
        }

        if (name.StartsWith("Local/", StringComparison.Ordinal))
        {
            return ChannelKind.LocalHalf;
        }

        foreach (var prefix in ServicePrefixes)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                return ChannelKind.Service;
            }
        }

        return ChannelKind.Trunk;
    }

    /// <summary><c>PJSIP/101-0000002a</c> → <c>PJSIP/101</c>. Names of trunks contain dashes, so only the last dash group goes.</summary>
    public static string DeviceOf(string name)
    {
        var dash = name.LastIndexOf('-');
        return dash > name.IndexOf('/', StringComparison.Ordinal) ? name[..dash] : name;
    }

    /// <summary>The name of the other half of a Local channel (<c>…;1</c> and <c>…;2</c>), or null when this is none.</summary>
    public static string? OtherHalf(string name)
    {
        if (name.EndsWith(";1", StringComparison.Ordinal))
        {
            return string.Concat(name.AsSpan(0, name.Length - 1), "2");
        }

        return name.EndsWith(";2", StringComparison.Ordinal) ? string.Concat(name.AsSpan(0, name.Length - 1), "1") : null;
    }
}
