namespace PhonePop.Server.Live;

/// <summary>Whose calls a reader may see. The only place that builds group names.</summary>
/// <param name="Pbx">The PBX, or null for all.</param>
/// <param name="Extension">The extension, or null for all.</param>
public sealed record Audience(string? Pbx, string? Extension)
{
    /// <summary>All calls of all PBXs: supervisors and administrators without groups.</summary>
    public static Audience Everything { get; } = new(null, null);

    /// <summary>No call at all: an operator without an extension.</summary>
    public static Audience Nothing { get; } = new("", "");

    /// <summary>One operator's calls.</summary>
    public static Audience Operator(string pbx, string extension) => new(pbx, extension);

    /// <summary>True when this audience may see what belongs to that extension.</summary>
    public bool Sees(string pbx, string extension) =>
        (Pbx is null || string.Equals(Pbx, pbx, StringComparison.Ordinal)) && (Extension is null || string.Equals(Extension, extension, StringComparison.Ordinal));

    /// <summary>The hub group of one operator: <c>ext:main/101</c>.</summary>
    public static string OperatorGroup(string pbx, string extension) => $"ext:{pbx}/{extension}";

    /// <summary>The hub group of those who see everything.</summary>
    public const string EverythingGroup = "all";

    /// <summary>The hub group of one user's browsers, for what is theirs alone: settings, and which calls they have dealt with.</summary>
    public static string UserGroup(string userId) => $"user:{userId}";

    /// <summary>The one hub group of those who have this audience, or null where it holds no call.</summary>
    public string? Group => this == Everything ? EverythingGroup : Pbx is { Length: > 0 } pbx && Extension is { Length: > 0 } extension ? OperatorGroup(pbx, extension) : null;
}
