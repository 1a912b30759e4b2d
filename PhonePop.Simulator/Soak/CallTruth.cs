using PhonePop.Ami.Calls;

namespace PhonePop.Simulator.Soak;

/// <summary>Brings the truth of a recording and the calls that PhonePop shows to the same words, so that they can be compared line by line.</summary>
internal static class CallTruth
{
    /// <summary>What should be shown: <c>101 external 79161234567 ringing</c>, <c>100 internal 101 dialing</c>. Parked and waiting customers are nobody's call.</summary>
    public static IReadOnlyList<string> Expected(IEnumerable<TruthEntry> truth) =>
        [.. truth.SelectMany(Lines).Order(StringComparer.Ordinal)];

    /// <summary>What is shown.</summary>
    public static IReadOnlyList<string> Shown(IEnumerable<Call> calls) =>
        [.. calls.Where(c => c.Phase != CallPhase.Ended).Select(c => Line(c.Extension, c.Party.Kind, c.Party.Number, Phase(c.Phase))).Order(StringComparer.Ordinal)];

    /// <summary>The same lines as a list alone can tell them: rows do not show holds.</summary>
    public static IReadOnlyList<string> WithoutHolds(IReadOnlyList<string> lines) =>
        [.. lines.Select(l => l.Replace(" held", " talking", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>One line of either.</summary>
    public static string Line(string extension, PartyKind kind, string number, string phase) =>
        kind == PartyKind.Internal ? $"{extension} internal {number} {phase}" : $"{extension} external {Customer(kind, number)} {phase}";

    private static IEnumerable<string> Lines(TruthEntry truth)
    {
        if (truth is { From: { } from, To: { } to })
        {
            var state = truth.State == "up" ? "talking" : truth.State;
            return [Line(from, PartyKind.Internal, to, state == "ringing" ? "dialing" : state), Line(to, PartyKind.Internal, from, state)];
        }

        return truth is { Operator: { } extension, Customer: { } customer }
            ? [$"{extension} external {customer} {(truth.State == "up" ? "talking" : truth.State)}"]
            : [];
    }

    private static string Phase(CallPhase phase) => phase.ToString().ToLowerInvariant();

    // As the recordings write it: 7XXXXXXXXXX where there are ten or eleven digits, otherwise the digits.
    private static string Customer(PartyKind kind, string number)
    {
        var digits = string.Concat(number.Where(char.IsAsciiDigit));
        return kind == PartyKind.Anonymous || digits.Length == 0 ? "anonymous"
            : digits.Length == 10 ? "7" + digits
            : digits.Length == 11 ? "7" + digits[1..]
            : digits;
    }
}
