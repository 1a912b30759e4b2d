using System.Globalization;

namespace PhonePop.Server.Doctor;

/// <summary>What stands after <c>doctor</c> on the command line.</summary>
/// <param name="Pbx">Only this PBX, or null: all.</param>
/// <param name="Wait">How long to wait for a test call; zero: none.</param>
/// <param name="IsHelp">Asked for the usage.</param>
/// <param name="Mistake">What was not understood, or null.</param>
/// <param name="Others">What is left: settings, as the server takes them.</param>
internal sealed record DoctorArguments(string? Pbx, TimeSpan Wait, bool IsHelp, string? Mistake, string[] Others)
{
    private const int LongestWait = 3600;
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(120);

    /// <summary>Null where the command line does not ask for the doctor.</summary>
    public static DoctorArguments? Parse(string[] args)
    {
        if (args is not ["doctor", .. var rest])
        {
            return null;
        }

        var parsed = new DoctorArguments(null, DefaultWait, false, null, []);
        var others = new List<string>();
        for (var i = 0; i < rest.Length; i++)
        {
            var (name, value) = rest[i].Split('=', 2) is [var left, var right] ? (left, right) : (rest[i], null);
            switch (name)
            {
                case "--pbx" or "--wait":
                    value ??= ++i < rest.Length ? rest[i] : null;
                    parsed = parsed.Take(name, value);
                    break;
                case "--help" or "-h" or "help":
                    parsed = parsed with { IsHelp = true };
                    break;
                case ['-', '-', _, ..]:
                    others.Add(rest[i]);
                    if (value is null && i + 1 < rest.Length && !rest[i + 1].StartsWith('-'))
                    {
                        others.Add(rest[++i]);
                    }

                    break;
                default:
                    parsed = parsed with { Mistake = rest[i] };
                    break;
            }
        }

        return parsed with { Others = [.. others] };
    }

    private DoctorArguments Take(string name, string? value)
    {
        if (name == "--pbx" && value is { Length: > 0 })
        {
            return this with { Pbx = value };
        }

        return name == "--wait" && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= LongestWait
            ? this with { Wait = TimeSpan.FromSeconds(seconds) }
            : this with { Mistake = $"{name} {value}".TrimEnd() };
    }
}
