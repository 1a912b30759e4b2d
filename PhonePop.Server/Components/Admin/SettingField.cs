using System.Globalization;
using System.Text.Json.Nodes;
using PhonePop.Server.Components.Text;
using PhonePop.Server.Configuration;

namespace PhonePop.Server.Components.Admin;

/// <summary>How a setting is entered.</summary>
public enum SettingKind
{
    /// <summary>Several values, one a line.</summary>
    Lines,

    /// <summary>A number and its unit.</summary>
    Duration,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A time of day.</summary>
    Clock,

    /// <summary>On or off.</summary>
    Check,

    /// <summary>One of a few words, or of many countries.</summary>
    Choice,
}

/// <summary>What is typed for one setting.</summary>
public sealed record SettingDraft
{
    /// <summary>The text; <c>true</c> or <c>false</c> for what is on or off.</summary>
    public string Text { get; set; } = "";

    /// <summary>Of a duration: one of <see cref="SettingField.Units"/>.</summary>
    public string Unit { get; set; } = "s";

    /// <summary>Of several values: those that are not empty.</summary>
    public IReadOnlyList<string> Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>A setting that administrators change by page.</summary>
/// <param name="Key">Below <c>PhonePop</c>: <c>Work:WrapUp</c>.</param>
/// <param name="Label">What it is, for people.</param>
/// <param name="Rule">What may stand there: the hint before, and the mistake after.</param>
/// <param name="Read">What holds now.</param>
public sealed record SettingField(string Key, SettingKind Kind, Func<Texts, string> Label, Func<Texts, string>? Rule, Func<PhonePopOptions, object?> Read)
{
    private const int MostUnits = 1_000_000;

    /// <summary>The units of durations, smallest first: seconds, minutes, hours, days.</summary>
    public static IReadOnlyList<(string Name, TimeSpan Length)> Units { get; } =
        [("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1))];

    /// <summary>True where nothing is a value, too: for good, as the browser asks.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>What can be chosen, with its word; null: anything.</summary>
    public Func<Texts, IReadOnlyList<(string Value, string Text)>>? Choices { get; init; }

    /// <summary>The name of its input.</summary>
    public string Name => Key.Replace(':', '-');

    /// <summary>What holds now, as it is typed.</summary>
    public SettingDraft Draft(PhonePopOptions options) => Read(options) switch
    {
        null => new SettingDraft { Unit = "d" },
        TimeSpan time => Duration(time),
        bool isOn => new SettingDraft { Text = isOn ? "true" : "false" },
        IReadOnlyList<string> lines => new SettingDraft { Text = string.Join('\n', lines) },
        var value => new SettingDraft { Text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "" },
    };

    /// <summary>What is typed, as settings write it; null: it cannot be meant.</summary>
    public JsonNode? Write(SettingDraft draft)
    {
        var text = draft.Text.Trim();
        if (text.Length == 0 && MayBeEmpty)
        {
            return JsonValue.Create(""); // said, and empty: what stands in another file does not hold either
        }

        return Kind switch
        {
            SettingKind.Lines => new JsonArray([.. draft.Lines.Select(line => (JsonNode)JsonValue.Create(line))]),
            SettingKind.Check => JsonValue.Create(text == "true"),
            SettingKind.Number => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : null,
            SettingKind.Duration => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= MostUnits
                ? SettingChange.Of(Key, count * Units.First(u => u.Name == draft.Unit).Length).Value : null,
            _ => text.Length == 0 ? null : JsonValue.Create(text),
        };
    }

    // The largest unit that says it without a fraction; no time at all is said in seconds.
    private static SettingDraft Duration(TimeSpan time)
    {
        var (name, length) = time == TimeSpan.Zero ? Units[0] : Units.Last(u => time.Ticks % u.Length.Ticks == 0 || u.Name == "s");
        return new SettingDraft { Text = (time.Ticks / length.Ticks).ToString(CultureInfo.InvariantCulture), Unit = name };
    }
}
