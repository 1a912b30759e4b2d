using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using PhonePop.Ami.Calls;
using PhonePop.Server.Components.Shared;
using PhonePop.Server.Live;

namespace PhonePop.Server.Components.Supervision;

/// <summary>What the address of the history page asks for, as it was typed; what cannot be read narrows nothing.</summary>
public sealed record HistoryFilter(string? Q, string? From, string? To, string? Operator, string? Queue, string? Direction, string? Outcome)
{
    /// <summary>True when anything narrows the list.</summary>
    public bool IsOn => new[] { Q, From, To, Operator, Queue, Direction, Outcome }.Any(f => !string.IsNullOrEmpty(f));

    /// <summary>The same for the store. Days are the viewer's own, the last one included.</summary>
    public CallHistoryQuery ToQuery(Audience audience, ViewerClock clock)
    {
        var seat = Operator?.Split('/', 2) is [var pbx, var extension] ? (Pbx: pbx, Extension: extension) : default((string Pbx, string Extension)?);
        return new CallHistoryQuery
        {
            Audience = audience,
            Text = Q,
            Queue = Queue,
            Pbx = seat?.Pbx,
            Extension = seat?.Extension,
            Direction = Enum.TryParse<CallDirection>(Direction, out var direction) ? direction : null,
            Outcome = Enum.TryParse<CallOutcome>(Outcome, out var outcome) ? outcome : null,
            From = Day(From) is { } from ? clock.StartOf(from) : null,
            To = Day(To) is { } to ? clock.StartOf(to.AddDays(1)) : null,
        };
    }

    /// <summary>The address of the same calls as CSV.</summary>
    public static string ExportUrl(CallHistoryQuery query)
    {
        var asked = new Dictionary<string, string?>
        {
            ["q"] = query.Text,
            ["queue"] = query.Queue,
            ["pbx"] = query.Pbx,
            ["extension"] = query.Extension,
            ["direction"] = query.Direction?.ToString(),
            ["outcome"] = query.Outcome?.ToString(),
            ["from"] = query.From?.ToString("O", CultureInfo.InvariantCulture),
            ["to"] = query.To?.ToString("O", CultureInfo.InvariantCulture),
        };
        return QueryHelpers.AddQueryString("/api/v1/calls/history/export", asked.Where(a => !string.IsNullOrEmpty(a.Value)));
    }

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1 and < 9999 ? day : null;
}
