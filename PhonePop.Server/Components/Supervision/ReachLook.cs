using MudBlazor;
using PhonePop.Server.Presence;

namespace PhonePop.Server.Components.Supervision;

/// <summary>The icon and the style class of each level: the colour never says it alone.</summary>
internal static class ReachLook
{
    public static string Icon(ReachLevel level) => level switch
    {
        ReachLevel.Green => Icons.Material.Outlined.CheckCircle,
        ReachLevel.Amber => Icons.Material.Outlined.HelpOutline,
        _ => Icons.Material.Outlined.NotificationsOff,
    };

    public static string Class(ReachLevel level) => level switch
    {
        ReachLevel.Green => "pp-talking",
        ReachLevel.Amber => "pp-ringing",
        _ => "pp-missed",
    };
}
