namespace PhonePop.Simulator.Pbx;

/// <summary>Who is with whom, read off the true state in the words of the recordings' truth files.</summary>
internal static class PbxTruth
{
    public static IReadOnlyList<TruthEntry> Of(IReadOnlyCollection<SimChannel> channels)
    {
        var truth = new List<TruthEntry>();
        foreach (var channel in channels)
        {
            if (channel.DialledBy is { } caller && (channel.State == SimChannelState.Ringing))
            {
                // An operator who calls out dials; everybody else is rung.
                truth.Add(Pair(caller, channel, channel.Extension is null ? "dialing" : "ringing"));
            }
            else if (channel.Bridge is { } bridge && bridge.Members[0] == channel && bridge.Other(channel) is { } other)
            {
                var (from, to) = channel.IsCaller ? (channel, other) : (other, channel);
                truth.Add(Pair(from, to, channel.IsHolding || other.IsHolding ? "held" : "up"));
            }
            else if (channel.WaitsIn is { } queue && !channels.Any(c => c.DialledBy == channel && c.State == SimChannelState.Ringing))
            {
                truth.Add(new(null, Customer(channel), null, null, "waiting", queue.Name, null));
            }
        }

        return truth;
    }

    private static TruthEntry Pair(SimChannel from, SimChannel to, string state) => (from.Extension, to.Extension) switch
    {
        ({ } caller, { } called) => new(null, null, caller, called, state, null, null),
        (null, { } called) => new(called, Customer(from), null, null, state, null, null),
        var (caller, _) => new(caller, Customer(to), null, null, state, null, null),
    };

    private static string Customer(SimChannel channel)
    {
        var digits = string.Concat(channel.Number.Where(char.IsAsciiDigit));
        return digits.Length switch { 0 => "anonymous", 10 => "7" + digits, 11 => "7" + digits[1..], _ => digits };
    }
}
