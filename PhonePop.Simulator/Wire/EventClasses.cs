namespace PhonePop.Simulator.Wire;

/// <summary>Which events a client wants: <c>Action: Events</c>, <c>EventMask: on | off | system,call,agent</c>.</summary>
internal sealed class EventClasses
{
    public static readonly EventClasses All = new(null);
    public static readonly EventClasses None = new([]);

    private readonly HashSet<string>? _classes;

    private EventClasses(HashSet<string>? classes) => _classes = classes;

    public bool IsOff => _classes is { Count: 0 };

    public static EventClasses Parse(string mask) => mask.Trim().ToUpperInvariant() switch
    {
        "" or "OFF" or "FALSE" or "0" or "NO" or "N" => None,
        "ON" or "ALL" or "TRUE" or "1" or "YES" or "Y" => All,
        _ => new([.. mask.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]),
    };

    /// <param name="privilege">The event's class, or the value of its Privilege header: <c>call,all</c>.</param>
    public bool Wants(string privilege)
    {
        if (_classes is null)
        {
            return true;
        }

        var comma = privilege.IndexOf(',', StringComparison.Ordinal);
        return _classes.Contains("all") || _classes.Contains(comma < 0 ? privilege : privilege[..comma]);
    }
}
