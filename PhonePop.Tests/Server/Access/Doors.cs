using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Access;

/// <summary>Who is let in at an address.</summary>
public enum Door
{
    /// <summary>Strangers too.</summary>
    Anyone,

    /// <summary>Everybody with a cookie or a key.</summary>
    SignedIn,

    /// <summary>Everybody with an extension.</summary>
    WithPhone,

    /// <summary>Supervisors and administrators.</summary>
    Supervisor,

    /// <summary>Administrators.</summary>
    Administrator,
}

/// <summary>One address of the server, as its route table has it.</summary>
public sealed record Address(string Method, string Pattern)
{
    /// <summary>Where programs go: they get a status in place of a form.</summary>
    public bool IsForPrograms => new[] { "api/", "hubs/", "metrics", "openapi/", "check-call", "_blazor", "_framework" }.Any(p => Pattern.StartsWith(p, StringComparison.Ordinal));

    public override string ToString() => $"{Method} /{Pattern}";
}

/// <summary>The table of decisions: each address that the server has stands here once, by method and pattern.</summary>
public static class Doors
{
    private const string Page = "GET,POST";

    /// <summary>Who is let in where.</summary>
    public static IReadOnlyDictionary<Address, Door> Table { get; } = Lines(
        On(Door.Anyone, Page, "account/sign-in", "account/two-factor", "account/set-password", "status/{Code:int}", "not-found"),
        On(Door.Anyone, "POST", "account/sign-out", "account/passkey", "account/passkey/request-options"),
        On(Door.SignedIn, "POST", "account/passkey/creation-options"),
        On(Door.Anyone, "GET", "health/live", "health/ready"),
        On(Door.SignedIn, Page, "", "customers", "customers/{Id:int}", "customers/new", "history", "missed", "settings", "account/security"),
        On(Door.SignedIn, "GET", "go/{callId}", "openapi/{documentName}.json", "_framework/opaque-redirect", "hubs/calls", "hubs/calls/negotiate", "_blazor", "_blazor/negotiate", "_blazor/disconnect", "_blazor/initializers"),
        On(Door.SignedIn, "GET,HEAD", "{**path:file}"),
        On(Door.SignedIn, "GET", "api/v1/calls", "api/v1/calls/stream", "api/v1/calls/history", "api/v1/calls/history/export", "api/v1/callbacks", "api/v1/me/settings", "api/v1/me/presence"),
        On(Door.SignedIn, "PUT", "api/v1/calls/{id}/work", "api/v1/me/settings", "api/v1/me/presence"),
        On(Door.SignedIn, "POST", "api/v1/calls/{id}/dismiss", "api/v1/callbacks/{id:int}/claim", "api/v1/callbacks/{id:int}/release", "api/v1/callbacks/{id:int}/done"),
        On(Door.SignedIn, "GET", "api/v1/customers", "api/v1/customers/{id:int}", "api/v1/customers/{id:int}/notes", "api/v1/customers/{id:int}/changes"),
        On(Door.SignedIn, "POST", "api/v1/customers", "api/v1/customers/{id:int}/numbers", "api/v1/customers/{id:int}/notes", "api/v1/customers/import"),
        On(Door.SignedIn, "PUT", "api/v1/customers/{id:int}"),
        On(Door.WithPhone, "GET", "check-call"),
        On(Door.Supervisor, Page, "live", "operators", "queues", "reports", "wallboard", "reachability", "pbxes", "calls/{CallId}/why", "customers/duplicates", "customers/numbers"),
        On(Door.Supervisor, "GET", "metrics", "api/v1/calls/{id}/why", "api/v1/conversations", "api/v1/pbxes", "api/v1/operators", "api/v1/operators/reachability"),
        On(Door.Supervisor, "GET", "api/v1/customers/duplicates", "api/v1/customers/unreadable-numbers", "api/v1/customers/shared-numbers"),
        On(Door.Supervisor, "POST", "api/v1/operators/{pbx}/{extension}/test-pop", "api/v1/customers/{id:int}/merge"),
        On(Door.Administrator, Page, "admin", "admin/users", "admin/groups", "admin/keys", "admin/settings", "admin/audit", "setup", "doctor", "customers/import"),
        On(Door.Administrator, "GET", "api/v1/customers/imports/{job}/report", "api/v1/pbxes/{pbx}/recordings", "api/v1/pbxes/{pbx}/recordings/{file}"),
        On(Door.Administrator, "POST", "api/v1/pbxes/{pbx}/recordings"),
        On(Door.Administrator, "DELETE", "api/v1/pbxes/{pbx}/recordings/{file}"));

    /// <summary>Every address of the server that is not one of its files.</summary>
    public static IReadOnlyList<Address> Of(LiveServer server) =>
    [
        .. server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => !e.Metadata.Any(m => m.GetType().Name is "StaticAssetDescriptor"))
            .SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET"]).Select(m => new Address(m, e.RoutePattern.RawText?.Trim('/') ?? ""))).Distinct(),
    ];

    /// <summary>The address with 1 for each parameter.</summary>
    public static string Path(Address address) => "/" + string.Join('/', RoutePatternFactory.Parse(address.Pattern).PathSegments.Select(s => string.Concat(s.Parts.Select(p => p switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart { Name: "documentName" } => "v1",
        _ => "1",
    }))));

    private static Dictionary<Address, Door> Lines(params IEnumerable<(Address Address, Door Door)>[] lines) => lines.SelectMany(l => l).ToDictionary(l => l.Address, l => l.Door);

    private static IEnumerable<(Address Address, Door Door)> On(Door door, string methods, params string[] patterns) =>
        patterns.SelectMany(p => methods.Split(',').Select(m => (new Address(m, p), door)));
}
