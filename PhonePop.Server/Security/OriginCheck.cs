namespace PhonePop.Server.Security;

/// <summary>
/// The hub, the streams, the API and the live pages take a browser's cookie from our own pages only: <c>SameSite</c> keeps other sites out, and this one's
/// neighbours, who share its domain, too. A program with a key is where it is; who gave it the key trusts it.
/// </summary>
internal static class OriginCheck
{
    public static void UseOriginCheck(this WebApplication app) => app.Use((context, next) =>
    {
        var request = context.Request;
        if (request.Headers.Origin.Count == 0 || !SecurityExtensions.IsForPrograms(request.Path) || IsOurs(request.Headers.Origin.ToString(), request.Host) || ApiKeyHandler.Presented(request) is not null)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    });

    /// <summary>By name and port alone: a proxy that nobody named speaks https outside and http to us.</summary>
    internal static bool IsOurs(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from)
        && string.Equals(from.Host, host.Host, StringComparison.OrdinalIgnoreCase)
        && (host.Port is { } port ? from.Port == port : from.IsDefaultPort);
}
