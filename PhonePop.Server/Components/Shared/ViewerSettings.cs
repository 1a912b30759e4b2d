using Microsoft.AspNetCore.Http;

namespace PhonePop.Server.Components.Shared;

/// <summary>What the browser told us by cookie, read once when a page is asked for and handed to the circuit: it cannot read cookies itself.</summary>
/// <param name="Theme"><c>system</c>, <c>light</c> or <c>dark</c>: the user's choice.</param>
/// <param name="SystemIsDark">What the viewer's system prefers.</param>
/// <param name="TimeZone">The viewer's time zone by its IANA name, or null before the browser has told.</param>
public sealed record ViewerSettings(string Theme, bool SystemIsDark, string? TimeZone)
{
    /// <summary>Before the browser has told anything.</summary>
    public static ViewerSettings Unknown { get; } = new("system", false, null);

    /// <summary>The browser's address, as the server sees it: the audit log writes it down. Null: not known.</summary>
    public string? Address { get; init; }

    /// <summary>True when the page is drawn dark.</summary>
    public bool IsDark => Theme == "dark" || (Theme == "system" && SystemIsDark);

    /// <summary>Reads the cookies that <c>js/viewer.js</c> keeps. Anything odd in them counts as not told.</summary>
    public static ViewerSettings From(IRequestCookieCollection cookies) => new(
        cookies["phonepop-theme"] is "light" or "dark" ? cookies["phonepop-theme"]! : "system",
        cookies["phonepop-scheme"] == "dark",
        cookies["phonepop-zone"] is { Length: > 0 and < 64 } zone && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? zone : null);
}
