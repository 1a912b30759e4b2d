using System.Net;
using AwesomeAssertions;
using Microsoft.AspNetCore.Routing;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Security;

/// <summary>Who gets in where: a walk over every address that the server has, as everybody.</summary>
public sealed class AccessTests
{
    private static readonly string[] OpenPages = ["account/sign-in", "account/sign-out", "account/two-factor", "account/passkey", "account/passkey/request-options", "account/set-password", "health/live", "health/ready", "status/{Code:int}", "not-found"];
    private static readonly string[] SupervisorOnly =
    [
        "api/v1/calls/{id}/why", "api/v1/conversations", "api/v1/pbxes", "api/v1/operators", "api/v1/operators/reachability", "api/v1/operators/{pbx}/{extension}/test-pop", "metrics", "live", "operators", "queues", "reports", "wallboard", "reachability", "pbxes", "calls/{CallId}/why",
        "api/v1/customers/duplicates", "api/v1/customers/{id:int}/merge", "api/v1/customers/unreadable-numbers", "api/v1/customers/shared-numbers", "customers/duplicates", "customers/numbers",
    ];
    private static readonly string[] AdministratorOnly = ["doctor", "admin", "admin/users", "admin/groups", "admin/keys", "admin/settings", "admin/audit", "customers/import", "api/v1/customers/imports/{job}/report", "api/v1/pbxes/{pbx}/recordings", "api/v1/pbxes/{pbx}/recordings/{file}"];
    private static readonly string[] ProgramAddresses = ["api/", "hubs/", "metrics", "openapi/", "check-call", "_blazor"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stranger_gets_in_nowhere_but_at_the_door()
    {
        await using var server = new LiveServer().Started();
        foreach (var key in new[] { null, "a-wrong-key-of-somebody" })
        {
            using var client = server.Client(key);
            foreach (var (method, pattern, path) in Addresses(server).Where(a => !OpenPages.Contains(a.Pattern)))
            {
                var status = await StatusAsync(client, method, path);
                var isForPrograms = key is not null || ProgramAddresses.Any(p => pattern.StartsWith(p, StringComparison.Ordinal));
                status.Should().Be(isForPrograms ? HttpStatusCode.Unauthorized : HttpStatusCode.Redirect, $"{method} /{pattern} is closed");
            }
        }
    }

    [Fact]
    public async Task Operator_is_refused_where_supervisors_work_and_nowhere_else()
    {
        await using var server = new LiveServer().Started();
        using var client = server.Client(LiveServer.Key101);
        foreach (var (method, pattern, path) in Addresses(server).Where(a => !OpenPages.Contains(a.Pattern) && !a.Pattern.StartsWith("_blazor", StringComparison.Ordinal)))
        {
            var status = await StatusAsync(client, method, path);
            if (SupervisorOnly.Contains(pattern) || AdministratorOnly.Contains(pattern))
            {
                status.Should().Be(HttpStatusCode.Forbidden, $"{method} /{pattern} is for others");
            }
            else
            {
                status.Should().NotBe(HttpStatusCode.Forbidden, $"{method} /{pattern} is for operators").And.NotBe(HttpStatusCode.Unauthorized);
            }
        }
    }

    [Theory]
    [InlineData(LiveServer.SupervisorKey)]
    [InlineData(LiveServer.AdministratorKey)]
    public async Task Supervisors_and_administrators_are_let_in_everywhere_but_at_a_phone_and_supervisors_not_at_the_doctor(string key)
    {
        await using var server = new LiveServer().Started();
        using var client = server.Client(key);
        foreach (var (method, pattern, path) in Addresses(server).Where(a => a.Pattern != "check-call" && !a.Pattern.StartsWith("_blazor", StringComparison.Ordinal)))
        {
            var status = await StatusAsync(client, method, path);
            if (key == LiveServer.SupervisorKey && AdministratorOnly.Contains(pattern))
            {
                status.Should().Be(HttpStatusCode.Forbidden, $"{method} /{pattern} is for administrators");
                continue;
            }

            status.Should().NotBe(HttpStatusCode.Forbidden, $"{method} /{pattern}").And.NotBe(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task Reasons_of_health_are_for_administrators_only()
    {
        await using var server = new LiveServer().Started();
        server.Pbx.PbxChanged(Some.Pbx() with { State = PhonePop.Ami.Calls.PbxState.Refused, Problem = "Check manager.conf." });
        using var nobody = server.Client(null);
        using var administrator = server.Client(LiveServer.AdministratorKey);

        (await nobody.GetStringAsync("/health/ready", Stop)).Should().Be("Degraded");
        (await nobody.GetStringAsync("/health/live", Stop)).Should().Be("Healthy");
        (await administrator.GetStringAsync("/health/ready", Stop)).Should().Contain("Check manager.conf.");
    }

    /// <summary>Every endpoint of the server that is not a file, with values for its parameters.</summary>
    private static List<(string Method, string Pattern, string Path)> Addresses(LiveServer server)
    {
        var addresses = new List<(string, string, string)>();
        foreach (var endpoint in server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var pattern = endpoint.RoutePattern.RawText?.Trim('/') ?? "";
            if (endpoint.Metadata.Any(m => m.GetType().Name is "StaticAssetDescriptor") || pattern.StartsWith("_framework", StringComparison.Ordinal))
            {
                continue;
            }

            var path = "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(s => string.Concat(s.Parts.Select(p =>
                p is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content
                : p is Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator ? separator.Content
                : ((Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart)p).Name == "documentName" ? "v1" : "1"))));
            var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods;
            addresses.AddRange((methods is { Count: > 0 } ? methods : ["GET"]).Select(m => (m, pattern, path)));
        }

        addresses.Should().Contain(a => a.Item2 == "api/v1/calls").And.Contain(a => a.Item2 == "hubs/calls");
        return addresses;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        return answer.StatusCode;
    }
}
