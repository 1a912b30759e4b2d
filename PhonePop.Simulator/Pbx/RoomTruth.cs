namespace PhonePop.Simulator.Pbx;

/// <summary>Who is with whom in conferences: each operator with each outside party, or with each colleague where there is none.</summary>
internal static class RoomTruth
{
    public static IEnumerable<TruthEntry> Of(IEnumerable<SimCall> calls) =>
        calls.Where(call => call.Room is not null).GroupBy(call => call.Room).SelectMany(room => Of([.. room.Select(call => call.Party)]));

    private static IEnumerable<TruthEntry> Of(List<SimChannel> members)
    {
        var operators = members.Where(m => m.Extension is not null).ToList();
        var outside = members.Where(m => m.Extension is null).ToList();
        return outside.Count > 0
            ? operators.SelectMany(o => outside.SelectMany(customer => SimCall.Pair(o, customer, "up")))
            : operators.SelectMany((one, index) => operators.Skip(index + 1).SelectMany(other => SimCall.Pair(one, other, "up")));
    }
}
