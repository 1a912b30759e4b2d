using System.Collections.Frozen;

namespace PhonePop.Server.Live;

/// <summary>Some phones, as PBX and extension. Two sets with the same phones are equal, in whatever order they were named.</summary>
public sealed class SeatSet : IEquatable<SeatSet>
{
    private const char Between = '\n';
    private readonly FrozenSet<(string Pbx, string Extension)> _seats;
    private readonly FrozenSet<string> _pbxes;

    /// <summary>These phones; none is a set too.</summary>
    public SeatSet(IEnumerable<(string Pbx, string Extension)> seats)
    {
        _seats = seats.ToFrozenSet();
        _pbxes = _seats.Select(s => s.Pbx).ToFrozenSet(StringComparer.Ordinal);
        Keys = [.. _seats.Select(s => Key(s.Pbx, s.Extension)).Order(StringComparer.Ordinal)];
        Text = string.Join(Between, Keys);
    }

    /// <summary>Each as <c>main/101</c>, sorted.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>All of them in one text, which <see cref="Parse"/> reads again.</summary>
    public string Text { get; }

    /// <summary>What <see cref="Text"/> was.</summary>
    public static SeatSet Parse(string text) => new(text.Split(Between, StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split('/', 2)).Where(s => s.Length == 2).Select(s => (s[0], s[1])));

    /// <summary>One phone as text. Names of PBXs hold no slash.</summary>
    public static string Key(string pbx, string extension) => $"{pbx}/{extension}";

    /// <summary>True for a phone of the set.</summary>
    public bool Has(string pbx, string extension) => _seats.Contains((pbx, extension));

    /// <summary>True where any phone of that PBX is in the set.</summary>
    public bool HasPbx(string pbx) => _pbxes.Contains(pbx);

    /// <summary>True where any phone in the set has this PBX and this extension; null: whichever.</summary>
    public bool HasAny(string? pbx, string? extension) => _seats.Any(s => (pbx is null || s.Pbx == pbx) && (extension is null || s.Extension == extension));

    /// <summary>With one phone more.</summary>
    public SeatSet With(string pbx, string extension) => Has(pbx, extension) ? this : new SeatSet(_seats.Append((pbx, extension)));

    /// <inheritdoc />
    public bool Equals(SeatSet? other) => other is not null && Text == other.Text;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as SeatSet);

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);
}
