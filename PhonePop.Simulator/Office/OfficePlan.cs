using System.Globalization;
using PhonePop.Simulator.Pbx;

namespace PhonePop.Simulator.Office;

/// <summary>Who works in an office and what its PBX is.</summary>
internal static class OfficePlan
{
    /// <summary>Calls beyond these do not begin.</summary>
    public const int MaxCalls = 7;

    /// <summary>The queue of all cases; the first three operators are its members.</summary>
    public const string Queue = "support";

    public static IReadOnlyList<string> Extensions(OfficeCase office) =>
        [.. Enumerable.Range(101, office.Operators).Select(e => e.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The Asterisks that the emulated PBX speaks like, by their short names.</summary>
    public static IReadOnlyDictionary<string, AsteriskRelease> Releases { get; } = new Dictionary<string, AsteriskRelease>(StringComparer.Ordinal)
    {
        ["11"] = AsteriskRelease.Asterisk11,
        ["13"] = AsteriskRelease.Asterisk13,
        ["22"] = AsteriskRelease.Asterisk22,
    };

    public static EmulatedPbxOptions Pbx(OfficeCase office, string secret)
    {
        var extensions = Extensions(office);
        return new EmulatedPbxOptions
        {
            Asterisk = Releases[office.Asterisk],
            Secret = secret,
            Seed = office.Seed,
            Operators = [.. extensions.Select(e => new SimOperator(e, $"Operator {e}"))],
            Queues = new Dictionary<string, IReadOnlyList<string>> { [Queue] = [.. extensions.Take(3)] },
        };
    }
}
