using MudBlazor;
using PhonePop.Server.Doctor;

namespace PhonePop.Server.Components.Doctor;

/// <summary>The colour and the icon of a check's state.</summary>
internal static class CheckLook
{
    public static string Class(CheckState state) => state switch
    {
        CheckState.Ok => "pp-talking",
        CheckState.Warning => "pp-ringing",
        CheckState.Failed => "pp-missed",
        CheckState.Running => "pp-check-running",
        _ => "pp-ended",
    };

    public static string Icon(Check check) => check.State switch
    {
        CheckState.Skipped when check.Id == CheckId.Account => Icons.Material.Outlined.Description, // offered, not looked at
        CheckState.Ok => Icons.Material.Filled.CheckCircle,
        CheckState.Warning => Icons.Material.Outlined.ReportProblem,
        CheckState.Failed => Icons.Material.Filled.Cancel,
        CheckState.Running => Icons.Material.Outlined.Pending,
        CheckState.Skipped => Icons.Material.Outlined.RemoveCircleOutline,
        _ => Icons.Material.Outlined.RadioButtonUnchecked,
    };

    public static string LineIcon(CheckState state) => state switch
    {
        CheckState.Ok => Icons.Material.Outlined.Check,
        CheckState.Warning => Icons.Material.Outlined.ReportProblem,
        CheckState.Failed => Icons.Material.Outlined.Close,
        _ => Icons.Material.Outlined.Remove,
    };
}
