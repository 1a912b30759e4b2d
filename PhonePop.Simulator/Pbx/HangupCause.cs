namespace PhonePop.Simulator.Pbx;

/// <summary>Why a channel ended.</summary>
/// <param name="Number">As in ISDN.</param>
/// <param name="Text">The same in words.</param>
/// <param name="TechCause">The SIP status behind it, which only 22 tells.</param>
internal sealed record HangupCause(int Number, string Text, int? TechCause = null)
{
    public static readonly HangupCause Normal = new(16, "Normal Clearing");
    public static readonly HangupCause Elsewhere = new(26, "Answered elsewhere");
    public static readonly HangupCause Busy = new(17, "User busy", 486);
    public static readonly HangupCause Declined = new(21, "Call Rejected", 603);
    public static readonly HangupCause NoAnswer = new(19, "User alerting, no answer", 480);
    public static readonly HangupCause Unknown = new(0, "Unknown");
}
