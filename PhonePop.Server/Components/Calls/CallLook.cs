using MudBlazor;
using PhonePop.Ami.Calls;

namespace PhonePop.Server.Components.Calls;

/// <summary>The icon and the style class of each state. Colour never stands alone: every state also has its icon and its word.</summary>
internal static class CallLook
{
    /// <summary>Since when the timer of a call runs: the answer, or before it the beginning.</summary>
    public static DateTimeOffset TimerStart(Call call) => call.Phase is CallPhase.Talking or CallPhase.Held ? call.AnsweredAt ?? call.StartedAt : call.StartedAt;

    /// <summary>The page that explains a call.</summary>
    public static string WhyUrl(string callId) => $"/calls/{Uri.EscapeDataString(callId)}/why";

    /// <summary>The icon of a phase.</summary>
    public static string Icon(CallPhase phase) => phase switch
    {
        CallPhase.Ringing => Icons.Material.Outlined.RingVolume,
        CallPhase.Dialing => Icons.Material.Outlined.PhoneForwarded,
        CallPhase.Talking => Icons.Material.Outlined.HeadsetMic,
        CallPhase.Held => Icons.Material.Outlined.PhonePaused,
        _ => Icons.Material.Outlined.CallEnd,
    };

    /// <summary>The class of a phase.</summary>
    public static string Class(CallPhase phase) => phase switch
    {
        CallPhase.Ringing => "pp-ringing",
        CallPhase.Dialing => "pp-dialing",
        CallPhase.Talking => "pp-talking",
        CallPhase.Held => "pp-held",
        _ => "pp-ended",
    };

    /// <summary>The icon of a conversation's state.</summary>
    public static string Icon(ConversationState state) => state switch
    {
        ConversationState.Waiting => Icons.Material.Outlined.HourglassTop,
        ConversationState.Ringing => Icon(CallPhase.Ringing),
        ConversationState.Dialing => Icon(CallPhase.Dialing),
        ConversationState.Talking => Icon(CallPhase.Talking),
        ConversationState.Held => Icon(CallPhase.Held),
        ConversationState.Parked => Icons.Material.Outlined.LocalParking,
        _ => Icon(CallPhase.Ended),
    };

    /// <summary>The class of a conversation's state.</summary>
    public static string Class(ConversationState state) => state switch
    {
        ConversationState.Waiting or ConversationState.Ringing => "pp-ringing",
        ConversationState.Dialing => "pp-dialing",
        ConversationState.Talking => "pp-talking",
        ConversationState.Held or ConversationState.Parked => "pp-held",
        _ => "pp-ended",
    };

    /// <summary>The icon of an outcome.</summary>
    public static string Icon(CallOutcome outcome, CallDirection direction) => outcome switch
    {
        CallOutcome.Answered => direction == CallDirection.Outbound ? Icons.Material.Outlined.CallMade : Icons.Material.Outlined.CallReceived,
        CallOutcome.Missed => Icons.Material.Outlined.CallMissed,
        CallOutcome.AnsweredElsewhere => Icons.Material.Outlined.SupervisorAccount,
        CallOutcome.Transferred => Icons.Material.Outlined.PhoneForwarded,
        CallOutcome.Parked => Icons.Material.Outlined.LocalParking,
        CallOutcome.Busy or CallOutcome.NoAnswer => Icons.Material.Outlined.CallMissedOutgoing,
        _ => Icons.Material.Outlined.ErrorOutline,
    };

    /// <summary>The class of an outcome.</summary>
    public static string Class(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Missed or CallOutcome.Failed => "pp-missed",
        CallOutcome.Answered => "pp-talking",
        CallOutcome.Transferred or CallOutcome.Parked => "pp-held",
        _ => "pp-ended",
    };
}
