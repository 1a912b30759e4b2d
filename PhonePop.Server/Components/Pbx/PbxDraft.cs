using PhonePop.Server.Pbx;

namespace PhonePop.Server.Components.Pbx;

/// <summary>What is being typed into the form of a PBX. The secret that is stored is never in it.</summary>
public sealed class PbxDraft
{
    public string Name { get; set; } = "";

    public string Host { get; set; } = "";

    public int Port { get; set; } = 5038;

    public bool Tls { get; set; }

    public string? TlsAuthority { get; set; }

    public string? TlsThumbprint { get; set; }

    public bool FilterEvents { get; set; }

    public string Username { get; set; } = "phonepop";

    /// <summary>Empty: the stored one is kept.</summary>
    public string Secret { get; set; } = "";

    public string OperatorExtensions { get; set; } = new PbxOptions().OperatorExtensions;

    public PbxMode Mode { get; set; }

    /// <summary>Seconds between two lists.</summary>
    public int Interval { get; set; } = (int)new PbxOptions().SnapshotInterval.TotalSeconds;

    /// <summary>The PBX as it is.</summary>
    public static PbxDraft From(PbxOptions pbx) => new()
    {
        Name = pbx.Name,
        Host = pbx.Host,
        Port = pbx.Port,
        Tls = pbx.Tls,
        TlsAuthority = pbx.TlsAuthority,
        TlsThumbprint = pbx.TlsThumbprint,
        FilterEvents = pbx.FilterEvents,
        Username = pbx.Username,
        OperatorExtensions = pbx.OperatorExtensions,
        Mode = pbx.Mode,
        Interval = (int)pbx.SnapshotInterval.TotalSeconds,
    };

    /// <summary>True where the stored secret would go somewhere else than before: it must be typed again.</summary>
    public bool NeedsSecret(PbxOptions? before) => Secret.Length == 0 && before is not null
        && (before.Host, before.Port, before.Tls, before.Username, before.TlsAuthority, before.TlsThumbprint) != (Host.Trim(), Port, Tls, Username.Trim(), Text(TlsAuthority), Text(TlsThumbprint));

    /// <summary>The PBX as it is to be.</summary>
    public PbxOptions ToOptions(PbxOptions? before) => (before ?? new PbxOptions()) with
    {
        Name = before?.Name ?? Name.Trim(),
        Host = Host.Trim(),
        Port = Port,
        Tls = Tls,
        TlsAuthority = Text(TlsAuthority),
        TlsThumbprint = Text(TlsThumbprint),
        FilterEvents = FilterEvents,
        Username = Username.Trim(),
        Secret = Secret.Length > 0 ? Secret : before?.Secret ?? "",
        OperatorExtensions = OperatorExtensions.Trim(),
        Mode = Mode,
        SnapshotInterval = TimeSpan.FromSeconds(Interval),
    };

    private static string? Text(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
}
