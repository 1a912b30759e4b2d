namespace PhonePop.Server.Components.Text;

/// <summary>Numbers over time.</summary>
public sealed partial class Texts
{
    public string MoreCallsThan(int count) => Say($"More than {Number(count)} calls", $"Больше {Number(count)} звонков");
}
