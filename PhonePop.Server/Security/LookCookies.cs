using Microsoft.AspNetCore.Localization;
using PhonePop.Server.Personal;

namespace PhonePop.Server.Security;

/// <summary>Language and theme as cookies, which pages are drawn by. A browser that is new to a user gets at sign-in what they have chosen elsewhere.</summary>
internal static class LookCookies
{
    private static readonly CookieOptions Options = new() { Path = "/", MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax };

    // What nobody has chosen is left as the browser has it: somebody may have set it there before signing in.
    public static void Give(HttpResponse response, PersonalSettingsDto settings)
    {
        if (settings.Language is { } language)
        {
            response.Cookies.Append(CookieRequestCultureProvider.DefaultCookieName, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language)), Options);
        }

        if (settings.Chosen.Contains("theme") || settings.Theme != "system")
        {
            response.Cookies.Append("phonepop-theme", settings.Theme, Options);
        }
    }
}
