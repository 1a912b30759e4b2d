using Microsoft.AspNetCore.Localization;
using PhonePop.Server.Personal;

namespace PhonePop.Server.Security;

/// <summary>Language and theme as cookies, which pages are drawn by. A browser that is new to a user gets at sign-in what they have chosen elsewhere.</summary>
internal static class LookCookies
{
    // What nobody has chosen is left as the browser has it: somebody may have set it there before signing in.
    public static void Give(HttpResponse response, PersonalSettingsDto settings)
    {
        // Pages' scripts read and write them, too: they are no secret.
        var options = new CookieOptions { Path = "/", MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, Secure = response.HttpContext.Request.IsHttps };
        if (settings.Language is { } language)
        {
            response.Cookies.Append(CookieRequestCultureProvider.DefaultCookieName, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language)), options);
        }

        if (settings.Chosen.Contains("theme") || settings.Theme != "system")
        {
            response.Cookies.Append("phonepop-theme", settings.Theme, options);
        }
    }
}
