using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace PhonePop.Server.Customers.Import;

/// <summary>Cuts records that hold quotes into fields, one after the other. A parser is made for many of them: making it costs as much as a hundred records.</summary>
internal sealed class QuotedRecords(char delimiter) : IDisposable
{
    private readonly Feed _feed = new();
    private CsvParser? _parser;
    private bool _torn;

    /// <summary>The fields of one whole record, or null where a quote stands in the middle of a field.</summary>
    public string[]? Parse(string record)
    {
        _torn = false;
        _feed.Give(record + "\n");
        _parser ??= new CsvParser(_feed, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(),
            HasHeaderRecord = false,
            BadDataFound = _ => _torn = true,
        });
        var fields = _parser.Read() && !_torn ? _parser.Record : null;
        if (fields is null || record.Contains('\n', StringComparison.Ordinal))
        {
            // It may have found an end before the end: nobody knows where it stands now.
            _parser.Dispose();
            _parser = null;
        }

        return fields;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _parser?.Dispose();
        _feed.Dispose();
    }

    private sealed class Feed : TextReader
    {
        private string _text = "";
        private int _read;

        public void Give(string text) => (_text, _read) = (text, 0);

        public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

        public override int Read(Span<char> buffer)
        {
            var count = Math.Min(buffer.Length, _text.Length - _read);
            _text.AsSpan(_read, count).CopyTo(buffer);
            _read += count;
            return count;
        }
    }
}
