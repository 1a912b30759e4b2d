using System.Text.RegularExpressions;

namespace PhonePop.Server.Recorder;

/// <summary>A recording on the disk.</summary>
/// <param name="Name">The name of its two files, without their endings.</param>
/// <param name="Pbx">Whose traffic it is.</param>
/// <param name="SavedAt">When it was saved.</param>
/// <param name="AmiBytes">The size of the stream.</param>
/// <param name="JsonBytes">The size of what is said of it.</param>
public sealed record SavedRecording(string Name, string Pbx, DateTimeOffset SavedAt, long AmiBytes, long JsonBytes)
{
    /// <summary>How long it lasts; null when its description cannot be read.</summary>
    public TimeSpan? Length { get; init; }

    /// <summary>Whether numbers and names are others than the real ones; null when its description cannot be read.</summary>
    public bool? Scrambled { get; init; }

    /// <summary>What it is about, in the words of whoever saved it.</summary>
    public string? Note { get; init; }
}

/// <summary>Names of recordings: <c>main-20261124T204512345Z</c>. Nothing else ever becomes a path.</summary>
internal static partial class RecordingName
{
    private const string Time = "yyyyMMdd'T'HHmmssfff'Z'";

    public static string Of(string pbx, DateTimeOffset savedAt) => $"{pbx}-{savedAt.UtcDateTime.ToString(Time, System.Globalization.CultureInfo.InvariantCulture)}";

    /// <summary>When a recording of this PBX was saved; null for any name that is not one of this PBX's recordings.</summary>
    public static DateTimeOffset? SavedAt(string pbx, string name) =>
        Pattern().Match(name) is { Success: true } match && match.Groups["pbx"].Value == pbx
        && DateTimeOffset.TryParseExact(match.Groups["time"].Value, Time, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    [GeneratedRegex(@"^(?<pbx>[A-Za-z0-9._-]+)-(?<time>\d{8}T\d{9}Z)\z")]
    private static partial Regex Pattern();
}
