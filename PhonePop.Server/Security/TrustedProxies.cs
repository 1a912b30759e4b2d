using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace PhonePop.Server.Security;

/// <summary>The reverse proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed: <c>PhonePop:Proxies</c>. From anybody else they are ignored.</summary>
public sealed record TrustedProxies(IReadOnlyList<string> Addresses)
{
    /// <summary>Reads <c>10.0.0.5</c> or <c>10.0.0.0/24</c>; null where it is neither.</summary>
    internal static System.Net.IPNetwork? Parse(string text) =>
        IPAddress.TryParse(text, out var address) ? new System.Net.IPNetwork(address, address.GetAddressBytes().Length * 8)
        : System.Net.IPNetwork.TryParse(text, out var network) ? network
        : null;
}

/// <summary>Where they take hold of requests.</summary>
internal static class ProxyExtensions
{
    /// <summary>Behind a proxy that speaks https, cookies become <c>Secure</c> and addresses are the browsers' own. First of all: everything after it sees the result.</summary>
    public static void UseTrustedProxies(this WebApplication app)
    {
        var networks = app.Services.GetRequiredService<TrustedProxies>().Addresses.Select(TrustedProxies.Parse).OfType<System.Net.IPNetwork>().ToList();
        if (networks.Count == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear(); // loopback is in the lists from the start, named or not
        options.KnownIPNetworks.Clear();
        networks.ForEach(options.KnownIPNetworks.Add);
        app.UseForwardedHeaders(options);
    }
}
