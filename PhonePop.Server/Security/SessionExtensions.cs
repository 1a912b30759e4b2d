using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace PhonePop.Server.Security;

/// <summary>Where <see cref="AccountSessions"/> take hold of requests.</summary>
internal static class SessionExtensions
{
    /// <summary>Hub connections and streams last for hours: they are cut when their viewer's session ends. Pages are not: theirs may be the request that ends it, and a circuit leads to the sign-in by itself.</summary>
    public static void UseAccountSessions(this WebApplication app)
    {
        var sessions = app.Services.GetRequiredService<AccountSessions>();
        app.Use(async (context, next) =>
        {
            if (context.User.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id || !SecurityExtensions.IsForPrograms(context.Request.Path) || context.Request.Path.StartsWithSegments("/_blazor"))
            {
                await next(context);
                return;
            }

            using var open = sessions.Open(id, context.Abort);
            await next(context);
        });
    }

    /// <summary>Looks at the cookie at once where its session has been ended, else when it is as old as it may get; then it is made anew, with what has changed.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        if (context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier) is { } id && !IsOld(context.Properties.IssuedUtc, services.GetRequiredService<TimeProvider>().GetUtcNow())
            && !services.GetRequiredService<AccountSessions>().HasEnded(id, context.Properties.IssuedUtc))
        {
            return;
        }

        if (context.Principal is { } principal && await services.GetRequiredService<AccountStandings>().FindAsync(principal) is { } identity)
        {
            context.ReplacePrincipal(new ClaimsPrincipal(identity));
            context.ShouldRenew = true;
            return;
        }

        context.RejectPrincipal(); // the cookie itself stays: a newer one may be on its way to the browser
    }

    private static bool IsOld(DateTimeOffset? issued, DateTimeOffset now) => issued is null || now - issued > SecurityExtensions.LongestStale;
}
