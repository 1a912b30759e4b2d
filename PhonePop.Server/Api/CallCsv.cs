using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using PhonePop.Server.Live;

namespace PhonePop.Server.Api;

/// <summary>Ended calls as CSV. Callers' names are hostile text: what a spreadsheet would take for a formula begins with an apostrophe.</summary>
internal static class CallCsv
{
    private const int Most = 100_000;
    private const int PageSize = 500;

    private static readonly string[] Header =
    [
        "Started", "Answered", "Ended", "PBX", "Extension", "Operator", "Direction", "Outcome", "Number", "Customer", "Company", "Queue",
        "Talked, s", "Transferred from", "Transferred to", "Answered by", "Led to", "Note", "Conversation", "Call",
    ];

    /// <summary>Writes what the query finds, newest first; times are UTC. With a byte order mark, or Excel reads Cyrillic wrongly.</summary>
    public static async Task WriteAsync(Stream stream, CallHistoryStore history, CallHistoryQuery query)
    {
        await using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await using var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = ";", InjectionOptions = InjectionOptions.Escape });
        Write(csv, Header);
        (query, _) = await history.BoundAsync(query with { Take = PageSize }, CancellationToken.None);
        for (var written = 0; written < Most; written += PageSize)
        {
            var page = await history.ReadAsync(query, CancellationToken.None); // who goes away ends the writing
            foreach (var live in page)
            {
                Write(csv, Row(live));
            }

            await csv.FlushAsync();
            if (page.Count < PageSize)
            {
                return;
            }

            query = query with { After = (page[^1].Call.EndedAt!.Value, page[^1].Call.Id) };
        }
    }

    private static IEnumerable<string?> Row(LiveCall live)
    {
        var (call, customer) = (live.Call, live.Match?.Customers is [var only] ? only : null);
        return
        [
            Time(call.StartedAt), Time(call.AnsweredAt), Time(call.EndedAt), call.Pbx, call.Extension, live.OperatorName, call.Direction.ToString(), call.Outcome?.ToString(),
            live.E164 ?? call.Party.Number, customer?.Name ?? call.Party.Name, customer?.Company, call.Queue,
            call.AnsweredAt is { } from && call.EndedAt is { } to ? ((long)(to - from).TotalSeconds).ToString(CultureInfo.InvariantCulture) : null,
            call.TransferredFrom, call.TransferredTo, call.AnsweredBy, live.Work?.Outcome, live.Work?.Note, call.ConversationId, call.Id,
        ];
    }

    private static string? Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static void Write(CsvWriter csv, IEnumerable<string?> fields)
    {
        foreach (var field in fields)
        {
            csv.WriteField(field);
        }

        csv.NextRecord();
    }
}
