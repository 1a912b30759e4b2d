namespace PhonePop.Ami.Calls;

/// <summary>What a call is doing, as the operator sees it.</summary>
public enum CallPhase
{
    /// <summary>The operator's own phone rings.</summary>
    Ringing,

    /// <summary>The operator (or click-to-dial for them) calls out and nobody has answered.</summary>
    Dialing,

    /// <summary>Both sides are connected.</summary>
    Talking,

    /// <summary>Connected, and one of the two sides is on hold.</summary>
    Held,

    /// <summary>Over for this operator. See <see cref="Call.Outcome"/> and <see cref="Call.IsFinal"/>.</summary>
    Ended,
}

/// <summary>Who began the call, seen from the operator.</summary>
public enum CallDirection
{
    /// <summary>From outside to the operator.</summary>
    Inbound,

    /// <summary>From the operator to the outside, by hand or by click-to-dial.</summary>
    Outbound,

    /// <summary>Between two operators, with no customer.</summary>
    Internal,
}

/// <summary>How a call ended for this operator.</summary>
public enum CallOutcome
{
    /// <summary>They talked, and then hung up.</summary>
    Answered,

    /// <summary>It rang here, nobody took it, and the caller gave up.</summary>
    Missed,

    /// <summary>It rang here and somebody else took it: see <see cref="Call.AnsweredBy"/>.</summary>
    AnsweredElsewhere,

    /// <summary>This operator gave the far party to someone else: see <see cref="Call.TransferredTo"/>.</summary>
    Transferred,

    /// <summary>The far party waits in a parking space.</summary>
    Parked,

    /// <summary>The dialled side was busy.</summary>
    Busy,

    /// <summary>The dialled side did not answer.</summary>
    NoAnswer,

    /// <summary>The call could not be set up, or the PBX went away.</summary>
    Failed,
}
