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

        if (_space is not null)
        {
            return _caller.Extension is null ? [new(null, CustomerOf(_caller), null, null, "parked", null, _space)] : [];
        }

        if (_callee is { } callee)
        {
            return Pair(_caller, callee, _consultation is not null || _caller.IsHolding || callee.IsHolding ? "held" : "up");
        }

        if (_clicked is { } number)
        {
            return [new(_caller.Extension, CustomerOf(number), null, null, "ringing", null, null)];
        }

        if (_ringing.Count > 0)
        {
            // An operator who calls out dials; everybody else is rung, on one phone or several.
            return _ringing.DistinctBy(leg => leg.Extension).SelectMany(leg => Pair(_caller, leg, leg.Extension is null ? "dialing" : "ringing"));
        }

        return _caller.Place.WaitsIn is { } queue ? [new(null, CustomerOf(_caller), null, null, "waiting", queue.Name, null)] : [];
    }

    internal static IEnumerable<TruthEntry> Pair(SimChannel from, SimChannel to, string state)
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

    private static string CustomerOf(SimChannel channel) => CustomerOf(channel.Number);

    private static string CustomerOf(string number)
    {
        var digits = string.Concat(number.Where(char.IsAsciiDigit));
        return digits.Length switch { 0 => "anonymous", 10 => "7" + digits, 11 => "7" + digits[1..], _ => digits };
    }
}
