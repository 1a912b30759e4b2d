using System.Globalization;

namespace PhonePop.Server.Components.Text;

/// <summary>
/// Every word that pages say, in English and Russian side by side, so that a missing translation cannot be compiled.
/// One for each circuit or request: it keeps the viewer's culture, because a render that a call pushes in has the server's.
/// </summary>
public sealed partial class Texts(CultureInfo culture)
{
    private readonly bool _russian = culture.TwoLetterISOLanguageName == "ru";

    /// <summary>The languages that pages speak; the first is the default.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "ru"];

    /// <summary>For logs and comparisons.</summary>
    public static Texts English { get; } = new(CultureInfo.GetCultureInfo("en"));

    /// <summary>The viewer's culture: dates and numbers are written by it.</summary>
    public CultureInfo Culture { get; } = culture;

    /// <summary><c>en</c> or <c>ru</c>.</summary>
    public string Language => _russian ? "ru" : "en";

    private string Say(string english, string russian) => _russian ? russian : english;

    /// <summary>The form of a noun that goes with a count: two forms in English, three in Russian.</summary>
    private string Plural(long count, (string One, string Many) english, (string One, string Few, string Many) russian)
    {
        if (!_russian)
        {
            return count == 1 ? english.One : english.Many;
        }

        var (tens, ones) = (count % 100, count % 10);
        return tens is >= 11 and <= 14 ? russian.Many : ones switch { 1 => russian.One, 2 or 3 or 4 => russian.Few, _ => russian.Many };
    }

    /// <summary>A number by the viewer's culture.</summary>
    public string Number(long value) => value.ToString("N0", Culture);
}
