namespace PhonePop.Server.Security;

/// <summary>Who may not read customers' numbers: <c>PhonePop:Masking</c>.</summary>
public sealed record MaskingOptions
{
    /// <summary>The roles for which numbers are masked in everything that leaves the server: Operator, Supervisor. Default none.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];
}
