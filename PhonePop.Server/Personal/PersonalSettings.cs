namespace PhonePop.Server.Personal;

/// <summary>
/// How calls reach somebody: the defaults under <c>PhonePop:Notifications</c>, with the user's own choices on top. What is said here the browser does
/// (<c>phonepop.js</c>); the server hides no call because of it.
/// </summary>
public record PersonalSettings
{
    /// <summary>When a call pops.</summary>
    public PopWhen Pop { get; init; } = PopWhen.Ringing;

    /// <summary>Only calls that come through a queue pop.</summary>
    public bool QueueOnly { get; init; }

    /// <summary>Only calls from outside pop: colleagues do not.</summary>
    public bool OutsideOnly { get; init; }

    /// <summary>A short sound with each ringing call.</summary>
    public bool Sound { get; init; }

    /// <summary>How loud, from 0 to 100.</summary>
    public int Volume { get; init; } = 50;

    /// <summary>True: between the two times below there is no sound and no notification; the pop inside the page stays.</summary>
    public bool QuietHours { get; init; }

    /// <summary>When quiet hours begin, <c>HH:mm</c> on the user's own clock. Later than <see cref="QuietTo"/>: over midnight.</summary>
    public string QuietFrom { get; init; } = "20:00";

    /// <summary>When quiet hours end, <c>HH:mm</c>.</summary>
    public string QuietTo { get; init; } = "08:00";

    /// <summary>The card of an outside caller opens by itself when the call is answered.</summary>
    public bool OpenCard { get; init; }

    /// <summary>Single keys do something (<c>?</c> lists them). Off for those whose speech input or shaky hand types them by accident.</summary>
    public bool Shortcuts { get; init; } = true;

    /// <summary><c>en</c> or <c>ru</c>; null: as the browser asks.</summary>
    public string? Language { get; init; }

    /// <summary><c>system</c>, <c>light</c> or <c>dark</c>.</summary>
    public string Theme { get; init; } = "system";
}

/// <summary>See <see cref="PersonalSettings.Pop"/>.</summary>
public enum PopWhen
{
    /// <summary>As soon as it rings.</summary>
    Ringing,

    /// <summary>When it is answered: who shares a phone's ring with others wants only what is theirs.</summary>
    Answered,

    /// <summary>Not at all: the pages show calls, nothing pops.</summary>
    Never,
}
