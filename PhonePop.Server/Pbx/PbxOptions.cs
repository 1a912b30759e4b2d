namespace PhonePop.Server.Pbx;

/// <summary>How a PBX is watched.</summary>
public enum PbxMode
{
    /// <summary>By its events, checked by a list at each <see cref="PbxOptions.SnapshotInterval"/>.</summary>
    Events,

    /// <summary>By lists alone, for servers where the load of events hurts.</summary>
    SnapshotsOnly,
}

/// <summary>One PBX: <c>PhonePop:Pbxes:n</c>, or under its name <c>PhonePop:Pbxes:name</c>, as the settings file has it.</summary>
public sealed record PbxOptions
{
    /// <summary>What it is called here: letters, digits, dot, underscore, hyphen. Required, and different for each; where it stands under its name that is enough.</summary>
    public string Name { get; init; } = "";

    /// <summary>The last part of its key: its place in a list, or its name.</summary>
    public string Key { get; internal init; } = "";

    /// <summary>True where it stands under its name: sources that name it so say it together, the environment has the last word.</summary>
    public bool IsKeyedByName => Key.Length > 0 && !Key.All(char.IsAsciiDigit);

    /// <summary>Host name or address. Required.</summary>
    public string Host { get; init; } = "";

    /// <summary>The AMI port, 1 to 65535. Default 5038.</summary>
    public int Port { get; init; } = 5038;

    /// <summary>TLS, usually on port 5039. Default false.</summary>
    public bool Tls { get; init; }

    /// <summary>A PEM file with the authorities to trust in place of the system's, for a PBX with a certificate of its own. Default null: the system's.</summary>
    public string? TlsAuthority { get; init; }

    /// <summary>The SHA-256 thumbprint of the one certificate to accept, whoever signed it. Default null.</summary>
    public string? TlsThumbprint { get; init; }

    /// <summary>The section's name in manager.conf. Required.</summary>
    public string Username { get; init; } = "";

    /// <summary>The secret in manager.conf. Required.</summary>
    public string Secret { get; init; } = "";

    /// <summary>A regular expression: which device names are operators. Default <c>^\d{2,5}$</c>.</summary>
    public string OperatorExtensions { get; init; } = @"^\d{2,5}$";

    /// <summary>Devices of an extension, where the pattern does not say it. They win over the pattern. Default none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Devices { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Default Events.</summary>
    public PbxMode Mode { get; init; } = PbxMode.Events;

    /// <summary>How often the list is asked for, 1 s to 1 day. Default 30 s.</summary>
    public TimeSpan SnapshotInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Ask the PBX for no other events than PhonePop uses. The account needs <c>write = system</c> for it, which can do far more. Default false.</summary>
    public bool FilterEvents { get; init; }

    /// <summary>Whether calls may be made, transferred and ended from here; comes later, and until then is not on the page. Default false.</summary>
    public bool ControlEnabled { get; init; }

    /// <summary>True where it does not matter to who watches which of the two they watch.</summary>
    internal bool IsWatchedLike(PbxOptions other) =>
        this with { Devices = other.Devices, Key = other.Key } == other
        && Devices.Count == other.Devices.Count && Devices.All(d => other.Devices.TryGetValue(d.Key, out var devices) && d.Value.SequenceEqual(devices));

    internal PbxOptions Under(string key)
    {
        var placed = this with { Key = key };
        return placed.IsKeyedByName && Name.Length == 0 ? placed with { Name = key } : placed;
    }
}

/// <summary>The demo: <c>PhonePop:Demo</c>.</summary>
public sealed record DemoOptions
{
    /// <summary>The name of the demo's PBX.</summary>
    public const string PbxName = "demo";

    /// <summary>Default null: on in Development when no PBX is configured, never otherwise.</summary>
    public bool? Enabled { get; init; }
}
