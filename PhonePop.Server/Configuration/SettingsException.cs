namespace PhonePop.Server.Configuration;

/// <summary>The settings hold mistakes. The message lists all of them and holds no secret.</summary>
public sealed class SettingsException(string message) : Exception(message);

/// <summary>Gathers mistakes by key.</summary>
internal sealed class SettingsMistakes
{
    private readonly List<(string Key, string Message)> _all = [];

    public void Add(string key, string message) => _all.Add((key, message));

    /// <summary>True where something was said of this key already: one mistake a key is enough.</summary>
    public bool Has(string key) => _all.Exists(m => m.Key == key);

    public void ThrowIfAny()
    {
        if (_all.Count > 0)
        {
            var lines = _all.Select(m => $"  {m.Key}: {m.Message}");
            throw new SettingsException($"PhonePop cannot start, because its settings hold {(_all.Count == 1 ? "a mistake" : $"{_all.Count} mistakes")}:{Environment.NewLine}{string.Join(Environment.NewLine, lines)}");
        }
    }
}
