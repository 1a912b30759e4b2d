namespace PhonePop.Server.Live;

/// <summary>
/// The ladder by which a call reaches its operator; each step is there for those whom the one before did not reach. A step is acknowledged by the browser
/// when it has happened, not when it was asked for. (Web Push comes after the last one: for those who have no page of ours open at all.)
/// </summary>
public enum PopStep
{
    /// <summary>A pop inside a page that somebody can see.</summary>
    Page,

    /// <summary>A notification on the desktop.</summary>
    Notification,

    /// <summary>The tab's title and icon.</summary>
    Title,

    /// <summary>The sound, by a browser that was allowed to play it.</summary>
    Sound,
}

/// <summary>What became of one step of the ladder.</summary>
/// <param name="Step">The step.</param>
/// <param name="At">When a browser first acknowledged it; null: none has.</param>
/// <param name="Milliseconds">From the PBX's bytes, as that browser reckoned.</param>
public sealed record PopStepDto(PopStep Step, DateTimeOffset? At, double? Milliseconds);
