using System.Globalization;
using PhonePop.Simulator.Pbx;

namespace PhonePop.Simulator.Office;

/// <summary>Who works in an office and what its PBX is.</summary>
internal static class OfficePlan
{
    /// <summary>Calls beyond these do not begin.</summary>
    public const int MaxCalls = 7;

    /// <summary>A queue whose members are the first three operators.</summary>
    public const string Queue = "support";

    /// <summary>A queue that reaches its members, the last two operators, through Local channels.</summary>
    public const string LocalQueue = "sales";

    private static readonly string[] Suffixes = ["", "-soft", "-mobile"];

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
            Operators = [.. extensions.Select((e, index) => new SimOperator(e, $"Operator {e}") { Phones = Phones(office, e, index) })],
            Queues = new Dictionary<string, IReadOnlyList<string>> { [Queue] = [.. extensions.Take(3)], [LocalQueue] = [.. extensions.TakeLast(2)] },
            LocalQueues = [LocalQueue],
            EventWhenCalled = office.AgentEvents,
        };
    }

    /// <summary>The devices of each operator, as PhonePop must be told of them.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Devices(OfficeCase office)
    {
        var technology = Releases[office.Asterisk] == AsteriskRelease.Asterisk22 ? "PJSIP" : "SIP";
        return Extensions(office).Select((e, index) => (Extension: e, Phones: Phones(office, e, index)))
            .ToDictionary(o => o.Extension, o => (IReadOnlyList<string>)[.. o.Phones.Select(phone => $"{technology}/{phone}")]);
    }

    // The first has one phone, the second two, the third three, and so on again.
    private static string[] Phones(OfficeCase office, string extension, int index) => [.. Suffixes.Take(1 + (index % office.Phones)).Select(suffix => extension + suffix)];
}
