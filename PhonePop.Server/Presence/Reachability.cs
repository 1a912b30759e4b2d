using PhonePop.Server.Live;

namespace PhonePop.Server.Presence;

/// <summary>Whether a call would reach an operator. Immutable; also what the API sends.</summary>
/// <param name="Pbx">The PBX of the phone.</param>
/// <param name="Extension">The phone.</param>
/// <param name="Name">Who sits there.</param>
/// <param name="Browsers">How many browsers and programs are connected there.</param>
/// <param name="Notifications">What the best of those browsers says; null when none has said anything.</param>
/// <param name="LastPop">The last pop of a real call that a browser there acknowledged since the server started, or null.</param>
/// <param name="LastTest">The last test pop since the server started, or null.</param>
/// <param name="Level">What it comes to.</param>
/// <param name="Reason">Why.</param>
public sealed record Reachability(
    string Pbx, string Extension, string? Name, int Browsers, NotificationState? Notifications, PopProof? LastPop, TestPop? LastTest, ReachLevel Level, ReachReason Reason);

/// <summary>A pop that a browser has acknowledged.</summary>
/// <param name="CallId">The call, or the test.</param>
/// <param name="At">When it was acknowledged.</param>
/// <param name="Step">The best step of the ladder: a notification says more than a pop in the page.</param>
/// <param name="Milliseconds">From the PBX's bytes, or from the button, as the browser reckoned.</param>
public sealed record PopProof(string CallId, DateTimeOffset At, PopStep Step, double Milliseconds);

/// <summary>A pop that a supervisor has sent to see whether it arrives.</summary>
/// <param name="Id">Begins with <c>test:</c>.</param>
/// <param name="SentAt">When the button was pressed.</param>
/// <param name="Proof">What a browser said of it; null: nothing yet.</param>
public sealed record TestPop(string Id, DateTimeOffset SentAt, PopProof? Proof);

/// <summary>See <see cref="Reachability"/>.</summary>
public enum ReachLevel
{
    /// <summary>A call would not reach them.</summary>
    Red,

    /// <summary>It may: nothing speaks against it, and nothing has proven it.</summary>
    Amber,

    /// <summary>A notification was shown there not long ago.</summary>
    Green,
}

/// <summary>Why an operator counts as reachable or not.</summary>
public enum ReachReason
{
    /// <summary>A notification was acknowledged within <see cref="ReachBoard.ProofKeeps"/>, and nothing was blocked since.</summary>
    Proven,

    /// <summary>Notifications are on; none has been seen to arrive lately.</summary>
    Unproven,

    /// <summary>A test is on its way.</summary>
    Testing,

    /// <summary>The last test was seen in the page and not on the desktop: quiet hours, for instance.</summary>
    PageOnly,

    /// <summary>Nobody has pressed the bell yet.</summary>
    NotAsked,

    /// <summary>Browser or address cannot show notifications: pops appear inside the page alone.</summary>
    NoNotifications,

    /// <summary>Something is connected that has not said how it stands, such as a program.</summary>
    Silent,

    /// <summary>No page of PhonePop is open.</summary>
    NoPage,

    /// <summary>Notifications are blocked in the browser.</summary>
    Blocked,

    /// <summary>Pops are switched off in the user's own settings.</summary>
    TurnedOff,

    /// <summary>The last test was not acknowledged within <see cref="ReachBoard.TestWaits"/>.</summary>
    TestLost,
}
