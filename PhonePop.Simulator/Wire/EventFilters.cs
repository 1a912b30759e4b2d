using System.Text.RegularExpressions;

namespace PhonePop.Simulator.Wire;

/// <summary>The filters of one client, as <c>Action: Filter</c> adds them: without any, all events pass; with one or more, those that it lets in.</summary>
/// <param name="knowsNames">Asterisk 22 knows <c>MatchCriteria: name(…)</c>. Older ones answer "Success" to it, and take it for a pattern that all events match.</param>
internal sealed partial class EventFilters(bool knowsNames)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly List<Predicate<string>> _filters = [];

    /// <returns>False when the pattern is none.</returns>
    public bool Add(ReceivedAction action)
    {
        if (knowsNames && Named().Match(action.Get("MatchCriteria")) is { Success: true } named)
        {
            var line = $"Event: {named.Groups[1].Value}\r\n";
            _filters.Add(text => text.StartsWith(line, StringComparison.Ordinal));
            return true;
        }

        try
        {
            var pattern = new Regex(action.Get("Filter"), RegexOptions.None, Patience);
            _filters.Add(pattern.IsMatch);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <param name="text">The whole event.</param>
    public bool Pass(string text) => _filters.Count == 0 || _filters.Exists(f => f(text));

    [GeneratedRegex(@"^name\((\w+)\)$")]
    private static partial Regex Named();
}
