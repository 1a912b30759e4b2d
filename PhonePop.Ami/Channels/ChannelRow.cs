namespace PhonePop.Ami.Channels;

/// <summary>One row of <c>CoreShowChannels</c>, still in the message's bytes.</summary>
internal readonly ref struct ChannelRow
{
    public ReadOnlySpan<byte> Uniqueid { get; init; }

    public ReadOnlySpan<byte> Name { get; init; }

    public int State { get; init; }

    public ReadOnlySpan<byte> Number { get; init; }

    public ReadOnlySpan<byte> CallerName { get; init; }

    public ReadOnlySpan<byte> ConnectedNumber { get; init; }

    public ReadOnlySpan<byte> ConnectedName { get; init; }

    /// <summary>Asterisk 12 and later.</summary>
    public ReadOnlySpan<byte> BridgeId { get; init; }

    /// <summary>Asterisk 11, whose rows know no bridge.</summary>
    public ReadOnlySpan<byte> BridgedUniqueid { get; init; }

    /// <summary>Asterisk 12 and later: a dialled channel has its caller's.</summary>
    public ReadOnlySpan<byte> Linkedid { get; init; }

    public ReadOnlySpan<byte> Application { get; init; }

    public ReadOnlySpan<byte> ApplicationData { get; init; }

    public TimeSpan Duration { get; init; }
}
