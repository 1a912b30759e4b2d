using MudBlazor;

namespace PhonePop.Server.Components.Theme;

/// <summary>
/// The one place with colours and type. Colour says state, and only state: warning is ringing, success is talking, tertiary is held,
/// info is dialling, error is missed, gray is ended. Primary is the one accent. A test holds every one of them to a contrast of 4.5 on its surface.
/// </summary>
internal static class PhonePopTheme
{
    private const string DarkWords = "#10142e"; // on the light colours of the dark theme

    private static readonly string[] Font = ["Roboto", "sans-serif"];

    /// <summary>The theme of all pages.</summary>
    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#3443b5",
            PrimaryContrastText = "#ffffff",
            Secondary = "#47505c",
            Warning = "#8a4f00",
            Success = "#17672f",
            Tertiary = "#6838bd",
            Info = "#006064",
            Error = "#b3261e",
            GrayDefault = "#57606a",
            TextPrimary = "#1b1f24",
            TextSecondary = "#57606a",
            TextDisabled = "#8a929c",
            ActionDefault = "#57606a",
            Background = "#f6f7f9",
            BackgroundGray = "#eceef1",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#1b1f24",
            LinesDefault = "#dfe2e7",
            LinesInputs = "#848d98",
            TableLines = "#e6e9ed",
            TableHover = "#f1f3f6",
            Divider = "#dfe2e7",
            Skeleton = "#e6e9ed",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#aab6ff",
            PrimaryContrastText = DarkWords,
            ErrorContrastText = DarkWords,
            WarningContrastText = DarkWords,
            SuccessContrastText = DarkWords,
            InfoContrastText = DarkWords,
            Secondary = "#b3bac4",
            Warning = "#ffbb5c",
            Success = "#70d78e",
            Tertiary = "#c8adff",
            Info = "#62d5d8",
            Error = "#ff9d94",
            GrayDefault = "#a5adb8",
            TextPrimary = "#e8eaee",
            TextSecondary = "#a5adb8",
            TextDisabled = "#737c88",
            ActionDefault = "#a5adb8",
            Background = "#121419",
            BackgroundGray = "#21252d",
            Surface = "#1a1d23",
            AppbarBackground = "#1a1d23",
            AppbarText = "#e8eaee",
            LinesDefault = "#2e343e",
            LinesInputs = "#737c88",
            TableLines = "#2a2f38",
            TableHover = "#22262e",
            Divider = "#2e343e",
            Skeleton = "#2a2f38",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Font, FontSize = "0.9375rem", LineHeight = "1.45", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = Font, FontSize = "0.9375rem", LineHeight = "1.45", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = Font, FontSize = "0.8125rem", LineHeight = "1.4", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Font, FontSize = "0.875rem", FontWeight = "500", LetterSpacing = "normal", TextTransform = "none" },
        },
    };
}
