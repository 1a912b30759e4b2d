namespace PhonePop.Server.Configuration;

/// <summary>A mistake in the settings.</summary>
/// <param name="Key">As configuration has it: <c>PhonePop:Work:WrapUp</c>.</param>
/// <param name="Message">What is expected there; holds nothing of what was said there, which may be a secret.</param>
public sealed record SettingsMistake(string Key, string Message);

/// <summary>The settings hold mistakes. The message lists all of them and holds no secret.</summary>
public sealed class SettingsException(IReadOnlyList<SettingsMistake> mistakes)
    : Exception(
        $"PhonePop cannot start, because its settings hold {(mistakes.Count == 1 ? "a mistake" : $"{mistakes.Count} mistakes")}:{Environment.NewLine}"
        + string.Join(Environment.NewLine, mistakes.Select(m => $"  {m.Key}: {m.Message}")))
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<SettingsMistake> Mistakes => mistakes;
}

/// <summary>Gathers mistakes by key.</summary>
internal sealed class SettingsMistakes
{
    private readonly List<SettingsMistake> _all = [];

    public void Add(string key, string message) => _all.Add(new SettingsMistake(key, message));

    /// <summary>True where something was said of this key already: one mistake a key is enough.</summary>
    public bool Has(string key) => _all.Exists(m => m.Key == key);

    public void ThrowIfAny()
    {
        if (_all.Count > 0)
        {
            throw new SettingsException([.. _all]);
        }
    }
}
