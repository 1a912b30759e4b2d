using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;

namespace PhonePop.Server.Live;

/// <summary>Whose calls a reader may see, and whether with their numbers. The only place that decides it, and that builds group names.</summary>
/// <param name="Pbx">The PBX, or null for all.</param>
/// <param name="Extension">The extension, or null for all.</param>
public sealed record Audience(string? Pbx, string? Extension)
{
    /// <summary>All calls of all PBXs: administrators, and supervisors without groups.</summary>
    public static Audience Everything { get; } = new(null, null);

    /// <summary>No call at all: an operator without an extension.</summary>
    public static Audience Nothing { get; } = new("", "");

    /// <summary>The phones of a supervisor to whom groups are given; null: whatever the rest says.</summary>
    public SeatSet? Seats { get; init; }

    /// <summary>What becomes of numbers before this reader gets them.</summary>
    public NumberMask Mask { get; init; } = NumberMask.Off;

    /// <summary>One operator's calls.</summary>
    public static Audience Operator(string pbx, string extension) => new(pbx, extension);

    /// <summary>The calls of a supervisor's groups.</summary>
    public static Audience Of(SeatSet seats) => Everything with { Seats = seats };

    /// <summary>True for those who watch others: they see conversations, presence and PBXs as well.</summary>
    public bool Supervises => Pbx is null && Extension is null;

    /// <summary>True where there is nothing to see.</summary>
    public bool IsNothing => Pbx is { Length: 0 };

    /// <summary>True when this audience may see what belongs to that extension.</summary>
    public bool Sees(string pbx, string extension) =>
        (Pbx is null || string.Equals(Pbx, pbx, StringComparison.Ordinal)) && (Extension is null || string.Equals(Extension, extension, StringComparison.Ordinal))
        && (Seats is null || Seats.Has(pbx, extension));

    /// <summary>
    /// True when this audience may see the conversation: one operator of theirs in it is enough, and then they see it whole. Where no operator is in it yet
    /// (a queue, a menu, a parking place) every supervisor sees it: it may become anybody's.
    /// </summary>
    public bool Sees(Conversation conversation) => Supervises && (Seats is null || conversation.Participants.Where(p => p.Party.Kind == PartyKind.Internal).ToList() is var operators
        && (operators.Count == 0 || operators.Exists(o => Seats.Has(conversation.Pbx, o.Party.Number))));

    /// <summary>True when this audience has anything to do with that PBX and extension (null: any), so that an empty answer is one.</summary>
    public bool HasAny(string? pbx, string? extension) =>
        Seats is not null ? Seats.HasAny(pbx, extension) : (pbx is null || Pbx is null || Pbx == pbx) && (extension is null || Extension is null || Extension == extension);

    /// <summary>The hub group of one user's browsers, for what is theirs alone: settings, and which calls they have dealt with.</summary>
    public static string UserGroup(string userId) => $"user:{userId}";

    /// <summary>The one hub group of those who have this audience (<c>ext:main/101</c> of an operator), or null where it holds nothing.</summary>
    public string? Group => IsNothing ? null : (Mask.Hides ? "masked " : "") + (Seats is not null ? $"seats:{Seats.Text}" : Supervises ? "all" : $"ext:{Pbx}/{Extension}");
}
