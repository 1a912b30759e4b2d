namespace PhonePop.Simulator.Pbx;

/// <summary>A Local channel: what the one half hears, the other says.</summary>
/// <param name="One">The half that is called, <c>;1</c>.</param>
/// <param name="Two">The half that runs a dialplan and calls on, <c>;2</c>.</param>
/// <param name="Kept">Made with <c>/n</c>: it stays in the call. Otherwise it goes once both of its sides talk.</param>
internal sealed record SimLocal(SimChannel One, SimChannel Two, bool Kept)
{
    /// <summary>Whether this phone is reached through a Local channel, the half that its caller sees; otherwise itself.</summary>
    public static SimChannel Front(SimChannel leg) => leg.Via?.One ?? leg;
}
