using System.Text;

namespace PhonePop.Simulator.Replay;

/// <summary>One recorded message as text. Bytes are read as Latin-1, so that a row made from it gives back the very bytes that were recorded.</summary>
internal sealed class RecordedMessage
{
    private readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);

    private RecordedMessage(string name) => Name = name;

    /// <summary>The event's name; empty for an answer.</summary>
    public string Name { get; }

    /// <summary>Empty when missing.</summary>
    public string this[string key] => _fields.GetValueOrDefault(key, "");

    public bool Has(string key) => _fields.ContainsKey(key);

    public static RecordedMessage Parse(ReadOnlySpan<byte> bytes)
    {
        var lines = Encoding.Latin1.GetString(bytes).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var first = lines.Length > 0 && lines[0].StartsWith("Event: ", StringComparison.Ordinal) ? lines[0][7..] : "";
        var message = new RecordedMessage(first);
        foreach (var line in lines)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                message._fields.TryAdd(line[..colon], line[(colon + 1)..].TrimStart(' '));
            }
        }

        return message;
    }
}
