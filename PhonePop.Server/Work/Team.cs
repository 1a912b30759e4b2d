using PhonePop.Server.Security;

namespace PhonePop.Server.Work;

/// <summary>Who shares one list of people to call back: all who sit at one PBX.</summary>
/// <param name="Pbx">The PBX, or null for all.</param>
public sealed record Team(string? Pbx)
{
    /// <summary>All lists.</summary>
    public static Team Everybody { get; } = new((string?)null);

    /// <summary>Supervisors see all lists, operators that of their PBX, and who has no extension none.</summary>
    public static Team Of(Viewer viewer) => viewer.IsSupervisor ? Everybody : new Team(viewer.Pbx ?? "");

    /// <summary>True when what belongs to that PBX concerns this team.</summary>
    public bool Includes(string pbx) => Pbx is null || Pbx == pbx;
}
