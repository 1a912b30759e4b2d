namespace PhonePop.Server.Security;

/// <summary>Headers that make the browser our guard against text from callers.</summary>
internal static class SecurityHeaders
{
    // MudBlazor sets inline styles, so those stay allowed; scripts come from our own files only.
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; " +
        "worker-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'";

    // Set as the answer starts: an error page begins by clearing what was set before.
    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static response =>
        {
            var headers = ((HttpResponse)response).Headers;
            headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            if (((HttpResponse)response).HttpContext.Request.IsHttps)
            {
                headers.StrictTransportSecurity = "max-age=31536000"; // one who came by https comes by it for a year; other names of the domain are not ours to decide
            }

            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
            return Task.CompletedTask;
        }, context.Response);
        return next(context);
    });
}
