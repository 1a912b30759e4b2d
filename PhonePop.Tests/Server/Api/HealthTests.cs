using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PhonePop.Ami.Calls;
using PhonePop.Server.Api;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Api;

public sealed class HealthTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Administrator_reads_each_reason_and_each_PBX_that_is_away()
    {
        await using var server = new LiveServer().Started();
        server.Pbx.PbxChanged(Some.Pbx("main"));
        server.Pbx.PbxChanged(Some.Pbx("branch") with { State = PbxState.Reconnecting, Problem = "10.0.0.5:5038 refuses the connection." });
        using var client = server.Client(LiveServer.AdministratorKey);

        var ready = await client.GetFromJsonAsync<JsonElement>("/health/ready", Stop);

        ready.GetProperty("checks").EnumerateObject().Select(c => c.Name).Should().BeEquivalentTo("database", "history", "disk", "pbx");
        ready.GetProperty("checks").GetProperty("pbx").GetProperty("reason").GetString().Should().Be("branch: Reconnecting. 10.0.0.5:5038 refuses the connection.");
        ready.GetProperty("checks").GetProperty("history").GetProperty("status").GetString().Should().BeEquivalentTo("healthy");
    }

    [Theory]
    [InlineData(5, 0, HealthStatus.Healthy)]
    [InlineData(5000, 0, HealthStatus.Degraded)]
    [InlineData(0, 1, HealthStatus.Degraded)]
    public void History_that_does_not_keep_up_is_said(long waiting, long dropped, HealthStatus expected) => HealthApi.JudgeHistory(waiting, dropped).Status.Should().Be(expected);

    [Theory]
    [InlineData(10L << 30, HealthStatus.Healthy)]
    [InlineData(100L << 20, HealthStatus.Degraded)]
    public void Disk_that_is_nearly_full_is_said_before_it_is(long free, HealthStatus expected) => HealthApi.JudgeDisk("/data", free).Status.Should().Be(expected);
}
