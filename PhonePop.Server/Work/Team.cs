using PhonePop.Server.Customers;
using PhonePop.Server.Live;
using PhonePop.Server.Security;

namespace PhonePop.Server.Work;

/// <summary>Who shares one list of people to call back: all who sit at one PBX.</summary>
/// <param name="Pbx">The PBX, or null for all.</param>
public sealed record Team(string? Pbx)
{
    /// <summary>The phones that a supervisor watches: the lists of their PBXs; null: whatever the rest says.</summary>
    public SeatSet? Seats { get; init; }

    /// <summary>What becomes of numbers before this team gets them.</summary>
    public NumberMask Mask { get; init; } = NumberMask.Off;

    /// <summary>All lists.</summary>
    public static Team Everybody { get; } = new((string?)null);

    /// <summary>Supervisors see all lists, or those of their groups' PBXs; operators that of their PBX, and who has no extension none.</summary>
    public static Team Of(Viewer viewer) => (viewer.IsSupervisor ? Everybody with { Seats = viewer.Audience.Seats } : new Team(viewer.Pbx ?? "")) with { Mask = viewer.Mask };

    /// <summary>True when what belongs to that PBX concerns this team.</summary>
    public bool Includes(string pbx) => Seats is not null ? Seats.HasPbx(pbx) : Pbx is null || Pbx == pbx;
}
