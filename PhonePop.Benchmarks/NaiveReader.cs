using System.Text;

namespace PhonePop.Benchmarks;

/// <summary>What one writes first: a line at a time, and all fields of an event in a dictionary.</summary>
sealed class NaiveReader(Stream stream) : IDisposable
{
    private readonly StreamReader _reader = new(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024, leaveOpen: true);

    public void Dispose() => _reader.Dispose();

    /// <summary>The next message; null at the end of the stream.</summary>
    public Dictionary<string, string>? Read()
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (_reader.ReadLine() is { } line)
        {
            if (line.Length == 0)
            {
                return fields;
            }

            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon > 0)
            {
                fields.TryAdd(line[..colon], line[(colon + 2)..]);
            }
        }

        return null;
    }
}
