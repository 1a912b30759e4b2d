using MudBlazor;
using PhonePop.Server.Presence;

namespace PhonePop.Server.Components.Presence;

/// <summary>A state's icon and class: the colour never says it alone.</summary>
internal static class PresenceLook
{
    public static string Icon(PresenceState state) => state switch
    {
        PresenceState.Available => Icons.Material.Outlined.CheckCircle,
        PresenceState.Busy => Icons.Material.Outlined.DoNotDisturbOn,
        PresenceState.Away => Icons.Material.Outlined.Schedule,
        PresenceState.WrapUp => Icons.Material.Outlined.EditNote,
        PresenceState.OnCall => Icons.Material.Outlined.Call,
        _ => Icons.Material.Outlined.RadioButtonUnchecked,
    };

    public static string Class(PresenceState state) => state switch
    {
        PresenceState.Available => "pp-talking",
        PresenceState.Busy => "pp-missed",
        PresenceState.Away => "pp-ringing",
        PresenceState.WrapUp => "pp-held",
        PresenceState.OnCall => "pp-dialing",
        _ => "pp-ended",
    };
}
