using System.Runtime.CompilerServices;

namespace PhonePop.Server.Customers.Import;

/// <summary>
/// Cuts a file into records, one bad record at a time: an opened quote that is never closed would swallow the rest of the file, so a record
/// ends after a few lines at the latest, and if it is not whole by then, only its first line is given up.
/// </summary>
internal static class CsvRecords
{
    private const int LongestRecord = 20;

    /// <summary>What may stand between fields.</summary>
    public static readonly IReadOnlyList<char> Delimiters = [';', ',', '\t'];

    /// <summary>What stands between the fields of this line, most likely.</summary>
    public static char DelimiterOf(string line) => Delimiters.MaxBy(d => line.Count(c => c == d));

    /// <summary>The records with the line on which each begins; <c>Fields</c> is null where it is torn.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="delimiter">What stands between fields.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async IAsyncEnumerable<(int Line, string[]? Fields)> ReadAsync(TextReader reader, char delimiter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var width = 0;
        var ahead = new Queue<string>();
        using var quoted = new QuotedRecords(delimiter);
        for (var line = 1; await NextAsync() is { } text; line++)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            if (!text.Contains('"', StringComparison.Ordinal))
            {
                var plain = text.Split(delimiter);
                width = width == 0 ? plain.Length : width;
                yield return (line, plain);
                continue;
            }

            var (fields, taken) = await WholeAsync(text);
            width = width == 0 ? fields?.Length ?? 0 : width;
            yield return (line, fields);
            line += taken;
        }

        async ValueTask<string?> NextAsync() => ahead.TryDequeue(out var waiting) ? waiting : await reader.ReadLineAsync(cancellationToken);

        // The record up to the line that closes the quote, and how many more lines that took; null if no line gives a record of the header's width.
        async ValueTask<(string[]? Fields, int Taken)> WholeAsync(string first)
        {
            var quotes = Quotes(first);
            if (quotes % 2 == 0)
            {
                return (quoted.Parse(first), 0);
            }

            var lines = new List<string>();
            while (quotes % 2 != 0 && lines.Count < LongestRecord && await NextAsync() is { } more)
            {
                lines.Add(more);
                quotes += Quotes(more);
            }

            if (quotes % 2 == 0 && quoted.Parse(first + "\n" + string.Join('\n', lines)) is { } fields && (width == 0 || fields.Length == width))
            {
                return (fields, lines.Count);
            }

            var rest = lines.Concat(ahead).ToList();
            ahead.Clear();
            rest.ForEach(ahead.Enqueue);
            return (null, 0);
        }
    }

    private static int Quotes(string text) => text.AsSpan().Count('"');
}
