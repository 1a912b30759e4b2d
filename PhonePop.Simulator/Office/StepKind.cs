namespace PhonePop.Simulator.Office;

/// <summary>What can happen in an office. The names stand in kept failures: add, never rename.</summary>
internal enum StepKind
{
    /// <summary>All that was delayed arrives, a list is compared where events were spoilt, and what is shown must be true.</summary>
    Quiet,

    /// <summary>PhonePop asks for the list of calls now, while the next steps happen.</summary>
    List,

    /// <summary>A second PhonePop starts, must show the same, and ends.</summary>
    Join,

    /// <summary>The connection breaks after some bytes more.</summary>
    Drop,

    /// <summary>The PBX dies and is there again.</summary>
    Crash,

    /// <summary>The PBX is restarted.</summary>
    Restart,

    /// <summary>A customer calls an operator.</summary>
    Inbound,

    /// <summary>A customer's call rings two operators at once.</summary>
    RingGroup,

    /// <summary>A customer calls a queue.</summary>
    Queue,

    /// <summary>An operator calls another.</summary>
    Internal,

    /// <summary>An operator calls a customer.</summary>
    Outbound,

    /// <summary>Somebody who is rung answers.</summary>
    Answer,

    /// <summary>A phone that rings refuses.</summary>
    Reject,

    /// <summary>Somebody in a call hangs up.</summary>
    HangUp,

    /// <summary>Somebody who talks holds the other.</summary>
    Hold,

    /// <summary>Somebody who holds takes the other back.</summary>
    Unhold,

    /// <summary>An operator sends the other party to a phone.</summary>
    BlindTransfer,

    /// <summary>An operator holds the other party and calls a colleague.</summary>
    Consult,

    /// <summary>An operator gives the party on hold to the colleague.</summary>
    Complete,

    /// <summary>The same with a dialplan that rings the operator again when nobody takes it.</summary>
    TransferOrReturn,

    /// <summary>An operator sends the other party to a phone by <c>##</c>.</summary>
    TransferByCode,

    /// <summary>An operator calls a colleague by <c>*2</c> while the other party waits.</summary>
    ConsultByCode,

    /// <summary>A customer's call comes to a phone through Local channels, which stay or go.</summary>
    Locals,

    /// <summary>A customer hears a voice menu.</summary>
    Menu,

    /// <summary>Who hears the menu chooses: phones ring.</summary>
    Choose,

    /// <summary>Click-to-dial, through a Local channel or not: the operator's own phone rings first.</summary>
    Click,

    /// <summary>An operator parks the other party.</summary>
    Park,

    /// <summary>An operator fetches who is parked.</summary>
    Retrieve,

    /// <summary>Nobody has fetched who is parked: who parked it is rung.</summary>
    ParkingTimeout,

    /// <summary>An operator picks up what rings elsewhere.</summary>
    PickUp,

    /// <summary>A phone that rings sends the caller to another.</summary>
    Deflect,

    /// <summary>The phones of a queue stop ringing, and the caller waits on.</summary>
    RingTimeout,

    /// <summary>The queue rings its members again.</summary>
    RingAgain,

    /// <summary>A customer or an operator enters a conference.</summary>
    Conference,

    /// <summary>A supervisor listens to an operator.</summary>
    Spy,

    /// <summary>PhonePop asks for a list that never ends, gives it up, and asks again.</summary>
    StuckList,
}
