namespace PhonePop.Ami.Protocol;

/// <summary>The version of the manager protocol (not of Asterisk): 1.3 in Asterisk 11, 2.10.6 in 13, 11.0.0 in 22.</summary>
/// <param name="Major">1 for the old events (Asterisk 11 and before), 2 and more for the new ones.</param>
/// <param name="Minor">The second number; 0 when absent.</param>
/// <param name="Patch">The third number; 0 when absent.</param>
public readonly record struct AmiVersion(int Major, int Minor, int Patch)
{
    /// <summary>True for the event model of Asterisk 12 and later (<c>DialBegin</c>, <c>BridgeEnter</c>).</summary>
    public bool HasBridgeEvents => Major >= 2;

    /// <summary>True where <c>CHANNEL(onhold)</c> is known to answer: Asterisk 16 and later. Older ones may log a warning at the question.</summary>
    public bool KnowsHolds => Major >= 5;

    /// <summary>The numbers with dots between them.</summary>
    public override string ToString() => $"{Major}.{Minor}.{Patch}";
}
