using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Diagnostics;

namespace PhonePop.Server.Security;

/// <summary>How often one address may try to sign in. An account locks itself after a few wrong passwords; this is for who tries one password with many names.</summary>
internal static class SignInLimit
{
    /// <summary>The policy of what takes passwords, codes and passkeys.</summary>
    public const string Policy = "sign-in";

    /// <summary>Attempts a minute from one address: a whole office may stand behind one, and begin work at nine.</summary>
    public const int AMinute = 60;

    private const int BytesOfANetwork = 8;

    public static void AddSignInLimit(this IServiceCollection services) => services.AddRateLimiter(o =>
    {
        o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        o.OnRejected = (context, _) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = "60";
            ShowPage(context.HttpContext);
            return ValueTask.CompletedTask;
        };
        o.AddPolicy(Policy, context => RateLimitPartition.GetSlidingWindowLimiter(
            Network(context.Connection.RemoteIpAddress),
            _ => new SlidingWindowRateLimiterOptions { PermitLimit = AMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 }));
    });

    // Forms have no status page of their own: what is shown in their place is asked for as a page is.
    private static void ShowPage(HttpContext context)
    {
        if (context.Features.Get<IStatusCodePagesFeature>() is { } pages && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            pages.Enabled = true;
            context.Request.Method = HttpMethods.Get;
        }
    }

    /// <summary>The address; of IPv6 the network, for who has one address there has all of it.</summary>
    internal static string Network(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, BytesOfANetwork)),
        _ => address.ToString(),
    };
}
