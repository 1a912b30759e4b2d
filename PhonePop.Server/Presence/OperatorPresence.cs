namespace PhonePop.Server.Presence;

/// <summary>How an operator stands: what they have chosen, unless what is seen says more. Immutable; also what API and hub send.</summary>
/// <param name="Pbx">The PBX of the phone.</param>
/// <param name="Extension">The phone.</param>
/// <param name="Name">Who sits there, where that is known.</param>
/// <param name="State">What colleagues see.</param>
/// <param name="Chosen">What was set by hand; it applies again when the call and the notes after it are done.</param>
/// <param name="Since">Since when <paramref name="State"/> is so. UTC.</param>
public sealed record OperatorPresence(string Pbx, string Extension, string? Name, PresenceState State, PresenceState Chosen, DateTime Since);

/// <summary>See <see cref="OperatorPresence"/>.</summary>
public enum PresenceState
{
    /// <summary>Free for calls.</summary>
    Available,

    /// <summary>At the desk, and not free.</summary>
    Busy,

    /// <summary>Not at the desk.</summary>
    Away,

    /// <summary>Writing up a call: set by hand, or for the time that the administrator gives after each call.</summary>
    WrapUp,

    /// <summary>On a call, dialling or holding one. Seen, never chosen.</summary>
    OnCall,

    /// <summary>Has no page of PhonePop open. Seen, never chosen.</summary>
    Offline,
}
