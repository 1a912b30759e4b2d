using PhonePop.Server.Components.Calls;

namespace PhonePop.Server.Components.Supervision;

/// <summary>The operators that the history can be narrowed to, and whom of them somebody means who types.</summary>
public sealed class OperatorChoices
{
    private readonly List<(string Seat, string Name)> _all;

    private OperatorChoices(List<(string Seat, string Name)> all) => _all = all;

    /// <summary>Nobody to choose from: the viewer sees their own calls alone.</summary>
    public static OperatorChoices None { get; } = new([]);

    /// <summary>As they are shown, in order. No two alike: <c>Anna (101)</c>, with the PBX behind it where that has another one.</summary>
    public IEnumerable<string> Names => _all.Select(o => o.Name);

    /// <summary>Puts them in order.</summary>
    internal static OperatorChoices Of(IEnumerable<(string Pbx, string Extension)> seats, CallPeople people) => new(
    [
        .. seats.Select(s => (s.Pbx, s.Extension, Name: people.Colleague(s.Pbx, s.Extension))).GroupBy(s => s.Name)
            .SelectMany(same => same.Select(s => (Seat: $"{s.Pbx}/{s.Extension}", Name: same.Count() > 1 ? $"{s.Name} · {s.Pbx}" : s.Name)))
            .OrderBy(s => s.Name, StringComparer.CurrentCultureIgnoreCase),
    ]);

    /// <summary>The name of a seat as <c>pbx/extension</c>, or null where nobody here has it.</summary>
    public string? NameOf(string? seat) => _all.Find(o => o.Seat == seat).Name;

    /// <summary>Whom the text means: their whole name, their extension, a part of their name, or the seat of links as <c>pbx/extension</c>. Several: it does not say.</summary>
    public IReadOnlyList<string> Find(string? text)
    {
        if (text?.Trim() is not { Length: > 0 } typed)
        {
            return [];
        }

        foreach (var means in new Func<(string Seat, string Name), bool>[]
        {
            o => o.Seat == typed,
            o => o.Name.Equals(typed, StringComparison.OrdinalIgnoreCase),
            o => o.Seat.EndsWith($"/{typed}", StringComparison.Ordinal),
            o => o.Name.Contains(typed, StringComparison.CurrentCultureIgnoreCase),
        })
        {
            if (_all.FindAll(o => means(o)) is { Count: > 0 } found)
            {
                return found.ConvertAll(o => o.Seat);
            }
        }

        return [];
    }
}
