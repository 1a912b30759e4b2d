using System.Globalization;
using System.Reflection;
using AwesomeAssertions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using MudBlazor.Utilities;
using NSubstitute;
using PhonePop.Server.Components.Shared;
using PhonePop.Server.Components.Text;
using PhonePop.Server.Components.Theme;

namespace PhonePop.Tests.Components;

public sealed class ViewerTests
{
    private static readonly Texts English = new(CultureInfo.GetCultureInfo("en"));
    private static readonly Texts Russian = new(CultureInfo.GetCultureInfo("ru"));

    [Fact]
    public void Times_are_the_viewers_own_and_older_days_are_named()
    {
        var clock = new ViewerClock(new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero)), English);
        clock.Use(new ViewerSettings("system", false, "Asia/Vladivostok"));

        clock.Moment(new DateTimeOffset(2026, 11, 24, 10, 5, 0, TimeSpan.Zero)).Should().Be("20:05");
        clock.Moment(new DateTimeOffset(2026, 11, 23, 13, 59, 0, TimeSpan.Zero)).Should().Be("Yesterday, 23:59");
        clock.Moment(new DateTimeOffset(2026, 11, 3, 1, 0, 0, TimeSpan.Zero)).Should().Be("3 Nov, 11:00");
    }

    [Theory]
    [InlineData(-3, "0:00")]
    [InlineData(7, "0:07")]
    [InlineData(750, "12:30")]
    [InlineData(3723, "1:02:03")]
    [InlineData(360000, "100:00:00")]
    public void Timers_run_from_seconds_to_many_hours_and_never_below_zero(int seconds, string shown) => ViewerClock.Timer(TimeSpan.FromSeconds(seconds)).Should().Be(shown);

    [Theory]
    [InlineData("dark", "light", "Europe/Moscow", true, "Europe/Moscow")]
    [InlineData("system", "dark", "Europe/Moscow", true, "Europe/Moscow")]
    [InlineData("light", "dark", "Nowhere/At_all", false, null)]
    [InlineData("<script>", "<script>", "<script>", false, null)]
    [InlineData(null, null, null, false, null)]
    public void Cookies_are_read_and_nonsense_in_them_is_ignored(string? theme, string? scheme, string? zone, bool dark, string? known)
    {
        var cookies = Substitute.For<IRequestCookieCollection>();
        cookies["phonepop-theme"].Returns(theme);
        cookies["phonepop-scheme"].Returns(scheme);
        cookies["phonepop-zone"].Returns(zone);

        var settings = ViewerSettings.From(cookies);

        settings.IsDark.Should().Be(dark);
        settings.TimeZone.Should().Be(known);
        settings.Theme.Should().BeOneOf("system", "light", "dark");
    }

    [Theory]
    [InlineData(1, "1 звонок")]
    [InlineData(3, "3 звонка")]
    [InlineData(11, "11 звонков")]
    [InlineData(21, "21 звонок")]
    [InlineData(112, "112 звонков")]
    public void Russian_counts_take_the_form_that_goes_with_them(int count, string said) => Russian.CallsCount(count).Should().Be(said);

    [Fact]
    public void Every_text_is_said_in_both_languages()
    {
        // The same in both on purpose.
        string[] same = [nameof(Texts.Language), nameof(Texts.Version)];
        var texts = typeof(Texts).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.PropertyType == typeof(string) && !same.Contains(p.Name)).ToList();

        texts.Should().HaveCountGreaterThan(80);
        texts.Where(p => Equals(p.GetValue(Russian), p.GetValue(English)) || !((string)p.GetValue(Russian)!).Any(c => c is >= 'А' and <= 'я')).Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_colour_that_carries_words_stands_out_from_what_is_behind_it(bool dark)
    {
        Palette palette = dark ? PhonePopTheme.Theme.PaletteDark : PhonePopTheme.Theme.PaletteLight;
        MudColor[] words = [palette.TextPrimary, palette.TextSecondary, palette.Primary, palette.Warning, palette.Success, palette.Tertiary, palette.Info, palette.Error, palette.GrayDefault];

        foreach (var word in words)
        {
            Contrast(word, palette.Surface).Should().BeGreaterThanOrEqualTo(4.5, $"{word} on the surface");
            Contrast(word, palette.Background).Should().BeGreaterThanOrEqualTo(4.5, $"{word} on the background");
            Contrast(word, Mix(word, palette.Surface, 0.12)).Should().BeGreaterThanOrEqualTo(4.5, $"{word} on its own tint");
        }

        (MudColor Words, MudColor Behind)[] filled =
        [
            (palette.PrimaryContrastText, palette.Primary), (palette.ErrorContrastText, palette.Error), (palette.WarningContrastText, palette.Warning), (palette.SuccessContrastText, palette.Success), (palette.InfoContrastText, palette.Info),
        ];
        filled.Should().AllSatisfy(pair => Contrast(pair.Words, pair.Behind).Should().BeGreaterThanOrEqualTo(4.5, $"{pair.Words} on {pair.Behind}"));
    }

    private static MudColor Mix(MudColor front, MudColor back, double share) =>
        new((byte)((front.R * share) + (back.R * (1 - share))), (byte)((front.G * share) + (back.G * (1 - share))), (byte)((front.B * share) + (back.B * (1 - share))), (byte)255);

    // WCAG 2.2, contrast ratio.
    private static double Contrast(MudColor a, MudColor b)
    {
        var (light, dark) = (Math.Max(Luminance(a), Luminance(b)), Math.Min(Luminance(a), Luminance(b)));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double Luminance(MudColor color) => (0.2126 * Linear(color.R)) + (0.7152 * Linear(color.G)) + (0.0722 * Linear(color.B));

    private static double Linear(byte channel)
    {
        var share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }
}
