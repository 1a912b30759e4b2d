using MudBlazor;
using PhonePop.Ami.Queues;

namespace PhonePop.Server.Components.Supervision;

/// <summary>The icon and the style class of what a queue's member does: the colour never says it alone.</summary>
internal static class MemberLook
{
    public const string PausedIcon = Icons.Material.Outlined.PauseCircle;

    public static string Icon(QueueMemberState state) => state switch
    {
        QueueMemberState.Free => Icons.Material.Outlined.CheckCircle,
        QueueMemberState.Ringing => Icons.Material.Outlined.RingVolume,
        QueueMemberState.InCall => Icons.Material.Outlined.HeadsetMic,
        QueueMemberState.OnHold => Icons.Material.Outlined.PhonePaused,
        QueueMemberState.Busy => Icons.Material.Outlined.DoNotDisturbOn,
        QueueMemberState.Unavailable => Icons.Material.Outlined.PhoneDisabled,
        _ => Icons.Material.Outlined.HelpOutline,
    };

    public static string Class(QueueMemberState state) => state switch
    {
        QueueMemberState.Free or QueueMemberState.InCall => "pp-talking",
        QueueMemberState.Ringing => "pp-ringing",
        QueueMemberState.OnHold => "pp-held",
        QueueMemberState.Busy or QueueMemberState.Unavailable => "pp-missed",
        _ => "pp-ended",
    };
}
