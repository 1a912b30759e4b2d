namespace PhonePop.Ami.Connection;

/// <summary>How the connection to a PBX stands.</summary>
public enum AmiConnectionState
{
    /// <summary>Not connected yet; also between the attempts before the first success.</summary>
    Connecting,

    /// <summary>Logged in.</summary>
    Connected,

    /// <summary>Lost, and opened again.</summary>
    Reconnecting,

    /// <summary>The PBX refused the account. Tried again once a minute only.</summary>
    Refused,

    /// <summary>Stopped on purpose.</summary>
    Stopped,
}

/// <summary>An immutable picture of a connection.</summary>
/// <param name="State">How it stands.</param>
/// <param name="Since">Since when.</param>
/// <param name="Problem">What is wrong and what to do, for an administrator; null when all is well.</param>
public sealed record AmiConnectionStatus(AmiConnectionState State, DateTimeOffset Since, string? Problem);
