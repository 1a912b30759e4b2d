namespace PhonePop.Simulator.Pbx;

/// <summary>A Local channel: what the one half hears, the other says.</summary>
/// <param name="One">The half that is called, <c>;1</c>.</param>
/// <param name="Two">The half that runs a dialplan and calls on, <c>;2</c>.</param>
/// <param name="Kept">Made with <c>/n</c>: it stays in the call. Otherwise it goes once both of its sides talk.</param>
internal sealed record SimLocal(SimChannel One, SimChannel Two, bool Kept)
{
    /// <summary>In a chain, the Local channel that called this one; null: the caller did.</summary>
    public SimLocal? Outer { get; init; }

    /// <summary>Of a phone that is reached through Local channels, the half that its caller sees; otherwise itself.</summary>
    public static SimChannel Front(SimChannel leg) => Chain(leg).LastOrDefault()?.One ?? leg;

    /// <summary>The Local channels between a phone and its caller, from the phone on.</summary>
    public static IEnumerable<SimLocal> Chain(SimChannel leg)
    {
        for (var local = leg.Via; local is not null; local = local.Outer)
        {
            yield return local;
        }
    }
}
