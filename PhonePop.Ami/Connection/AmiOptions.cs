namespace PhonePop.Ami.Connection;

/// <summary>How to reach one PBX. Every limit has a default that suits a PBX in the same building and one behind a VPN.</summary>
public sealed record AmiOptions
{
    /// <summary>Name or address of the PBX.</summary>
    public required string Host { get; init; }

    /// <summary>The manager port: 5038, with TLS usually 5039.</summary>
    public int Port { get; init; } = 5038;

    /// <summary>Speak TLS, and check the certificate against <see cref="Host"/>. Off by default.</summary>
    public bool Tls { get; init; }

    /// <summary>A PEM file with the authorities to trust in place of the system's, for a PBX with its own certificate. Null: the system's.</summary>
    public string? TlsAuthorityFile { get; init; }

    /// <summary>The SHA-256 thumbprint of the one certificate to accept, 64 hexadecimal digits, colons allowed; its authority, name and dates then do not matter. Null: any that is trusted.</summary>
    public string? TlsThumbprint { get; init; }

    /// <summary>The account's name in <c>manager.conf</c>.</summary>
    public required string Username { get; init; }

    /// <summary>The account's secret. Never logged.</summary>
    public required string Secret { get; init; }

    /// <summary>The classes of events to ask for after login; null keeps what the account gives. <c>system,call,agent</c> by default.</summary>
    public string? EventMask { get; init; } = "system,call,agent";

    /// <summary>Ask the PBX for no other events than <see cref="IAmiMessageHandler.EventNames"/>. Wants <c>write = system</c>, which can do far more. Off by default.</summary>
    public bool FilterEvents { get; init; }

    /// <summary>How long resolving, TCP and TLS may take together. 10 s by default.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the PBX may take to say that it is one. 5 s by default.</summary>
    public TimeSpan BannerTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an action may stay without an answer. It fails alone; the connection stays. 10 s by default.</summary>
    public TimeSpan ActionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a list may take from the request to its last row. 30 s by default.</summary>
    public TimeSpan ListTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the PBX is pinged, which also measures the lag. 5 s by default.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A connection on which nothing at all arrives for so long is dead. 12 s by default, so that it is noticed within 15 s.</summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>A connection that lived for so long ends the growing pauses between attempts. 30 s by default.</summary>
    public TimeSpan StableAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause after a refused login: more would get this host banned. 1 min by default.</summary>
    public TimeSpan RefusedPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The size of a message that ends the connection. 1 MiB by default.</summary>
    public int MaxMessageBytes { get; init; } = 1024 * 1024;

    /// <summary><c>host:port</c>, for messages.</summary>
    public string Address => $"{Host}:{Port}";

    /// <summary>Where and who; the secret is left out.</summary>
    public override string ToString() => $"{Username}@{Address}{(Tls ? " (TLS)" : "")}";
}
