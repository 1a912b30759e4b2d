namespace PhonePop.Ami.Protocol;

/// <summary>A message to keep: its headers in the order in which they came, repeated keys included. Keys are compared without regard to case.</summary>
/// <param name="fields">All headers in order.</param>
/// <param name="output">The lines that a <c>Command</c> printed.</param>
/// <param name="receivedAt">See <see cref="ReceivedAt"/>.</param>
public sealed class AmiRecord(IReadOnlyList<AmiField> fields, IReadOnlyList<string> output, long receivedAt)
{
    /// <summary>All headers in order.</summary>
    public IReadOnlyList<AmiField> Fields { get; } = fields;

    /// <summary>The lines that a <c>Command</c> printed, from the text of Asterisk 11 as well as from the <c>Output</c> headers of later ones; empty otherwise.</summary>
    public IReadOnlyList<string> Output { get; } = output;

    /// <summary>When the bytes were read from the socket, in ticks of <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long ReceivedAt { get; } = receivedAt;

    /// <summary>True for a response that is no error.</summary>
    public bool Success => Find("Response") is { } response && !response.Equals("Error", StringComparison.OrdinalIgnoreCase);

    /// <summary>What the PBX says about it; empty when it says nothing.</summary>
    public string Message => Get("Message");

    /// <summary>The first value of a key; empty when absent.</summary>
    public string Get(string key) => Find(key) ?? "";

    /// <summary>The first value of a key; null when absent.</summary>
    public string? Find(string key)
    {
        foreach (var field in Fields)
        {
            if (field.Key.Equals(key, StringComparison.OrdinalIgnoreCase))
            {
                return field.Value;
            }
        }

        return null;
    }

    /// <summary>All values of a key, in order.</summary>
    public IEnumerable<string> All(string key) => Fields.Where(f => f.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Select(f => f.Value);
}
