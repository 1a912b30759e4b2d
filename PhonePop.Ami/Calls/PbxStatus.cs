using PhonePop.Ami.Channels;

namespace PhonePop.Ami.Calls;

/// <summary>How PhonePop stands with one PBX.</summary>
public enum PbxState
{
    /// <summary>Not connected yet, or between two attempts for the first time.</summary>
    Connecting,

    /// <summary>Logged in, and the first list has been read.</summary>
    Connected,

    /// <summary>The connection was lost and is being opened again. Calls are uncertain.</summary>
    Reconnecting,

    /// <summary>The PBX refused the user name or the secret. Tried again once a minute only.</summary>
    Refused,

    /// <summary>Stopped on purpose.</summary>
    Stopped,
}

/// <summary>A correction that a list of channels made, because an event came late or not at all.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">One of <see cref="Kinds"/>.</param>
/// <param name="Evidence">Which channel, and what was wrong; outside numbers are masked.</param>
public sealed record PbxRepair(DateTimeOffset At, string Kind, string Evidence)
{
    /// <summary>How many are remembered.</summary>
    public const int Remembered = 20;

    /// <summary>All kinds of corrections.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [ChannelTable.MissingAdded, ChannelTable.PhantomRemoved, ChannelTable.FieldCorrected];
}

/// <summary>What became of the wish that the PBX send no other events than PhonePop uses.</summary>
public enum PbxFilters
{
    /// <summary>It is off.</summary>
    NotAsked,

    /// <summary>The PBX sends nothing else.</summary>
    Set,

    /// <summary>The account may not (no <c>write = system</c>).</summary>
    NotAllowed,

    /// <summary>The PBX refused, or did not answer in time.</summary>
    Refused,

    /// <summary>The PBX took some filters and not others; PhonePop does without since.</summary>
    GivenUp,
}

/// <summary>What PhonePop asked of a PBX after the login, and what it was given. The same object as long as the session lasts.</summary>
public sealed record PbxTerms
{
    /// <summary>The version of the manager interface, such as <c>11.0.0</c>.</summary>
    public required string ManagerVersion { get; init; }

    /// <summary>The classes of events that were asked for; null: what the account gives.</summary>
    public string? EventMask { get; init; }

    /// <summary>Whether the PBX took them.</summary>
    public bool IsMaskTaken { get; init; }

    /// <summary>Whether the PBX filters events by name.</summary>
    public PbxFilters Filters { get; init; }

    /// <summary>How many names of events pass; 0 where there is no filter.</summary>
    public int FilterCount { get; init; }

    /// <summary>Which of the actions that PhonePop uses, or could use, the account may use; null: the PBX does not tell.</summary>
    public IReadOnlyList<string>? AllowedActions { get; init; }
}

/// <summary>How many messages came from a PBX since it is watched, in all connections.</summary>
/// <param name="Read">Whole messages.</param>
/// <param name="Skipped">Of them events that nobody needs.</param>
/// <param name="Broken">Messages that could not be read, or only in part.</param>
public readonly record struct PbxTraffic(long Read, long Skipped, long Broken)
{
    /// <summary>Messages that were used.</summary>
    public long Used => Read - Skipped;

    /// <summary>The sum of two connections.</summary>
    public static PbxTraffic operator +(PbxTraffic a, PbxTraffic b) => new(a.Read + b.Read, a.Skipped + b.Skipped, a.Broken + b.Broken);
}

/// <summary>An immutable picture of the link to one PBX.</summary>
public sealed record PbxStatus
{
    /// <summary>The PBX's configured name.</summary>
    public required string Name { get; init; }

    /// <summary>How we stand.</summary>
    public required PbxState State { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The Asterisk version, such as <c>22.10.1</c>; null before the first login.</summary>
    public string? Version { get; init; }

    /// <summary>Where it is: <c>host:port</c>.</summary>
    public string Address { get; init; } = "";

    /// <summary>What is wrong and what to do, in words for an administrator; null when all is well.</summary>
    public string? Problem { get; init; }

    /// <summary>What missing rights cost, or a list that does not come; one sentence each.</summary>
    public IReadOnlyList<string> Limitations { get; init; } = [];

    /// <summary>What the PBX answered when it refused to list the members of its queues; null where it lists them, or has not been asked yet.</summary>
    public string? QueuesRefused { get; init; }

    /// <summary>What was asked of the PBX and what it gave; null before the first login.</summary>
    public PbxTerms? Terms { get; init; }

    /// <summary>What came since the PBX is watched.</summary>
    public PbxTraffic Traffic { get; init; }

    /// <summary>How many actions wait to be sent to it.</summary>
    public int ActionsWaiting { get; init; }

    /// <summary>Messages received in the last second, whether used or not.</summary>
    public double EventsPerSecond { get; init; }

    /// <summary>How long the PBX took to answer the last ping; null before the first.</summary>
    public TimeSpan? Lag { get; init; }

    /// <summary>Corrections made by lists, by kind (<c>missing added</c>, <c>phantom removed</c>, <c>field corrected</c>).</summary>
    public IReadOnlyDictionary<string, long> Repairs { get; init; } = new Dictionary<string, long>();

    /// <summary>The last corrections, newest first; at most <see cref="PbxRepair.Remembered"/>.</summary>
    public IReadOnlyList<PbxRepair> RecentRepairs { get; init; } = [];

    /// <summary>Messages that could not be read, and were counted and left out.</summary>
    public long BadMessages { get; init; }
}
