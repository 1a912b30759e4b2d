namespace PhonePop.Ami.Connection;

/// <summary>The pause before an attempt: doubled each time from 0.5 s to 30 s, and spread so that many servers do not come back to a PBX in the same moment.</summary>
static class ReconnectBackoff
{
    const double Longest = 30;

    /// <param name="attempt">1 for the first attempt after a loss.</param>
    /// <param name="spread">0 to 1: where in the range the pause lies.</param>
    public static TimeSpan Delay(int attempt, double spread)
    {
        var upper = Math.Min(Longest, 0.75 * Math.Pow(2, Math.Clamp(attempt, 1, 16) - 1));
        return TimeSpan.FromSeconds(upper * (2 + spread) / 3);
    }
}
