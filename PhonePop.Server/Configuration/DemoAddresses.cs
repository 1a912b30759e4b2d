using System.Net;

namespace PhonePop.Server.Configuration;

/// <summary>The demo shows its passwords to whoever asks, so it listens on loopback only, whatever addresses are configured.</summary>
internal static class DemoAddresses
{
    private const string Default = "http://127.0.0.1:5000";

    public static void StayAtHome(WebApplication app)
    {
        var configured = app.Configuration["urls"]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        var ports = (app.Configuration["http_ports"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(p => $"http://127.0.0.1:{p}");
        var addresses = configured.Length > 0 ? configured.Select(Loopback) : ports;
        foreach (var address in addresses.DefaultIfEmpty(Default).Distinct())
        {
            app.Urls.Add(address);
        }

        // Endpoints may also be configured for Kestrel itself: who comes from elsewhere is turned away here.
        app.Use((context, next) =>
        {
            if (context.Connection.RemoteIpAddress is { } address && !IPAddress.IsLoopback(address))
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            }

            return next(context);
        });
    }

    internal static string Loopback(string url)
    {
        var address = BindingAddress.Parse(url);
        return address.Host is "localhost" or "127.0.0.1" or "[::1]" ? url : $"{address.Scheme}://127.0.0.1:{address.Port}";
    }
}
