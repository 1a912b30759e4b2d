namespace PhonePop.Simulator.Replay;

/// <summary>How a recording is played.</summary>
public enum ReplayPace
{
    /// <summary>Nothing is played until a test says so: <see cref="ReplayServer.PlayToAsync"/>.</summary>
    Stepwise,

    /// <summary>As it was recorded, divided by <see cref="ReplayOptions.Speed"/>, from the first login on.</summary>
    Recorded,

    /// <summary>As fast as the client reads.</summary>
    Fast,
}

/// <summary>Settings of a <see cref="ReplayServer"/>.</summary>
public sealed record ReplayOptions
{
    /// <summary>The port on 127.0.0.1. Default 0: any free one.</summary>
    public int Port { get; init; }

    /// <summary>The account. Default "phonepop".</summary>
    public string User { get; init; } = "phonepop";

    /// <summary>Its secret. Default "replay".</summary>
    public string Secret { get; init; } = "replay";

    /// <summary>Default <see cref="ReplayPace.Stepwise"/>.</summary>
    public ReplayPace Pace { get; init; }

    /// <summary>2 plays twice as fast as recorded. Default 1; more than 0.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Gives each client only the classes it asked for. Default off: everything that the recorder got, and it asked for all.</summary>
    public bool HonourEventMask { get; init; }

    /// <summary>Each login starts a play of its own. Default off: all clients hear the same one, from where it is.</summary>
    public bool FromStartOnLogin { get; init; }

    /// <summary>Sends random pieces instead of whole ones, see <see cref="Faults.CutSeed"/>. Default 0: off.</summary>
    public int CutSeed { get; init; }
}
