namespace PhonePop.Server.Personal;

/// <summary>Settings that cannot be.</summary>
public sealed class PersonalSettingsException : Exception
{
    /// <summary>One mistake.</summary>
    public PersonalSettingsException(string name, string message)
        : this(new Dictionary<string, string[]> { [name] = [message] })
    {
    }

    /// <summary>All mistakes, by the setting's name.</summary>
    public PersonalSettingsException(IDictionary<string, string[]> mistakes)
        : base(string.Join(" ", mistakes.Select(m => $"{m.Key}: {string.Join(" ", m.Value)}"))) => Mistakes = mistakes;

    /// <summary>By the setting's name, for a problem document.</summary>
    public IDictionary<string, string[]> Mistakes { get; }
}
