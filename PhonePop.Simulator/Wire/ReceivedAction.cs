namespace PhonePop.Simulator.Wire;

/// <summary>One action as a client sent it. Key case is ignored; of a repeated key the first value counts.</summary>
internal sealed class ReceivedAction
{
    private readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);

    public string Name => Get("Action");

    public string ActionId => Get("ActionID");

    public string Get(string key) => _fields.GetValueOrDefault(key, "");

    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    internal bool IsEmpty => _fields.Count == 0;

    internal void AddLine(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0)
        {
            _fields.TryAdd(line[..colon].Trim(), line[(colon + 1)..].Trim());
        }
    }
}
