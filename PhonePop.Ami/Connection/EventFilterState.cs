using PhonePop.Ami.Protocol;

namespace PhonePop.Ami.Connection;

/// <summary>What became of the wish that the PBX send no other events than those that are used.</summary>
public enum EventFilterState
{
    /// <summary>It was not asked for.</summary>
    NotAsked,

    /// <summary>Every filter was taken: nothing else comes.</summary>
    Set,

    /// <summary>The account may not set filters: that wants <c>write = system</c>.</summary>
    NotAllowed,

    /// <summary>The PBX refused the first filter: it does not know them, or not in these words.</summary>
    Refused,

    /// <summary>The PBX did not say in time what the account may do: no filter was tried.</summary>
    NoAnswer,

    /// <summary>The PBX once took some filters and not others. That connection was closed, since it would have lacked events; this one does without filters.</summary>
    GivenUp,
}

/// <summary>Some filters were taken and others not: what passes on this connection is not all that is needed.</summary>
public sealed class EventFilterException(string message) : AmiException(message);
