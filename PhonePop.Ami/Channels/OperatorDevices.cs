using System.Text.RegularExpressions;

namespace PhonePop.Ami.Channels;

/// <summary>Which devices belong to operators: an explicit list, and a pattern for the rest.</summary>
internal sealed class OperatorDevices
{
    private const int MaxRemembered = 10_000;
    private readonly Dictionary<string, string> _explicit = new(StringComparer.Ordinal);
    private readonly HashSet<string> _explicitExtensions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _remembered = new(StringComparer.Ordinal);
    private readonly Regex? _pattern;

    /// <param name="pattern">Which device names are extensions (<c>^\d{2,5}$</c>: <c>PJSIP/101</c> is 101), or null for the explicit ones only.</param>
    /// <param name="devices">Extension → devices. They win over the pattern.</param>
    public OperatorDevices(string? pattern, IReadOnlyDictionary<string, IReadOnlyList<string>>? devices = null)
    {
        // The pattern comes from the administrator, the names from the PBX: bounded in time all the same.
        _pattern = string.IsNullOrEmpty(pattern) ? null : new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(100));
        foreach (var (extension, names) in devices ?? new Dictionary<string, IReadOnlyList<string>>())
        {
            foreach (var name in names)
            {
                _explicitExtensions.Add(extension);
                _explicit[name] = extension;
            }
        }
    }

    /// <summary>The extension that a channel's device belongs to, or null for the outside world.</summary>
    public string? ExtensionOf(string channelName)
    {
        var device = ChannelName.DeviceOf(channelName);
        if (_remembered.TryGetValue(device, out var known))
        {
            return known;
        }

        if (_remembered.Count >= MaxRemembered)
        {
            _remembered.Clear(); // device names of dialled numbers (DAHDI/i1/7916…) would grow without end
        }

        return _remembered[device] = Find(device);
    }

    /// <summary>True when a number is an operator's extension: what a connected line is compared with.</summary>
    public bool IsExtension(string number) => _explicitExtensions.Contains(number) || Matches(number);

    private string? Find(string device)
    {
        if (_explicit.TryGetValue(device, out var extension))
        {
            return extension;
        }

        var peer = device[(device.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return Matches(peer) ? peer : null;
    }

    private bool Matches(string peer)
    {
        try
        {
            return _pattern is not null && _pattern.IsMatch(peer);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
