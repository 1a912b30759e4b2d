namespace PhonePop.Simulator.Pbx;

// Who is with whom, in the words of the recordings' truth files: from what people do, not from what the PBX tells.
public sealed partial class SimCall
{
    internal IEnumerable<TruthEntry> Truth()
    {
        if (IsOver)
        {
            return [];
        }

        if (_callee is { } callee)
        {
            return Pair(_caller, callee, _caller.IsHolding || callee.IsHolding ? "held" : "up");
        }

        if (_ringing.Count > 0)
        {
            // An operator who calls out dials; everybody else is rung, on one phone or several.
            return _ringing.DistinctBy(leg => leg.Extension).SelectMany(leg => Pair(_caller, leg, leg.Extension is null ? "dialing" : "ringing"));
        }

        return _caller.Place.WaitsIn is { } queue ? [new(null, CustomerOf(_caller), null, null, "waiting", queue.Name, null)] : [];
    }

    private static IEnumerable<TruthEntry> Pair(SimChannel from, SimChannel to, string state)
    {
        switch (from.Extension, to.Extension)
        {
            case ({ } caller, { } called):
                return [new(null, null, caller, called, state, null, null)];
            case (null, { } called):
                return [new(called, CustomerOf(from), null, null, state, null, null)];
            case ({ } caller, null):
                return [new(caller, CustomerOf(to), null, null, state, null, null)];
            default:
                return []; // two outside parties, whom a transfer has brought together
        }
    }

    private static string CustomerOf(SimChannel channel)
    {
        var digits = string.Concat(channel.Number.Where(char.IsAsciiDigit));
        return digits.Length switch { 0 => "anonymous", 10 => "7" + digits, 11 => "7" + digits[1..], _ => digits };
    }
}
