using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Microsoft.AspNetCore.SignalR.Client;
using PhonePop.Simulator.Pbx;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Pbx;

/// <summary>PhonePop itself is killed in mid-call (SIGKILL), the PBX lives on.</summary>
public sealed class KilledServerTests : IAsyncLifetime
{
    private const string Secret = "secret-of-the-killed";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("phonepop-killed-");
    private readonly EmulatedPbx _pbx = EmulatedPbx.Start(new EmulatedPbxOptions { Secret = Secret });

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _pbx.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task History_has_each_call_exactly_once_and_what_goes_on_is_recognised()
    {
        string goesOnId;
        DateTimeOffset startedAt;
        SimCall goesOn, ends;
        await using (var server = await StartAsync())
        {
            using var client = Client(server);
            await CallsAsync(client, "/api/v1/pbxes", pbxes => pbxes[0].GetProperty("state").GetString() == "connected");
            (goesOn, ends) = (_pbx.Inbound("79161234567", "", "74951230101", "101"), _pbx.Inbound("79037654321", "", "74951230102", "102"));
            goesOn.Answer("101");
            ends.Answer("102");
            var calls = await CallsAsync(client, "/api/v1/calls", c => c.Count == 2 && c.All(x => x.GetProperty("phase").GetString() == "talking"));
            var call = calls.Single(c => c.GetProperty("extension").GetString() == "101");
            (goesOnId, startedAt) = (call.GetProperty("id").GetString()!, call.GetProperty("startedAt").GetDateTimeOffset());
            await StoredAsync(2);
        }

        ends.HangUp();
        await using (var server = await StartAsync())
        {
            using var client = Client(server);
            var calls = await CallsAsync(client, "/api/v1/calls", c => c is [var only] && !only.GetProperty("uncertain").GetBoolean());
            calls[0].GetProperty("id").GetString().Should().Be(goesOnId);
            calls[0].GetProperty("startedAt").GetDateTimeOffset().Should().Be(startedAt);
            var closed = await HistoryAsync(client, 1);
            closed[0].GetProperty("extension").GetString().Should().Be("102");
            closed[0].GetProperty("outcome").GetString().Should().Be("answered");
            closed[0].GetProperty("uncertain").GetBoolean().Should().BeTrue("nobody saw how it ended");

            goesOn.HangUp();
            var history = await HistoryAsync(client, 2);
            history.Select(h => h.GetProperty("id").GetString()).Should().OnlyHaveUniqueItems().And.Contain(goesOnId);
            history.Single(h => h.GetProperty("id").GetString() == goesOnId).GetProperty("startedAt").GetDateTimeOffset().Should().Be(startedAt);

            using var why = await client.GetAsync(new Uri($"/api/v1/calls/{goesOnId}/why", UriKind.Relative), TestContext.Current.CancellationToken);
            var explained = await why.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
            explained.GetProperty("facts").EnumerateArray().Select(f => f.GetProperty("event").GetString()).Should()
                .Contain("BridgeEnter", "the earlier run saw it").And.Contain("CoreShowChannels", "the list confirmed it").And.Contain("Hangup");
        }
    }

    [Fact]
    public async Task Asked_to_stop_it_tells_who_listens_and_is_gone_within_seconds_with_all_calls_stored()
    {
        await using var server = await StartAsync();
        using var client = Client(server);
        await CallsAsync(client, "/api/v1/pbxes", pbxes => pbxes[0].GetProperty("state").GetString() == "connected");
        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(server.Address, "/hubs/calls"), o => o.AccessTokenProvider = () => Task.FromResult<string?>(LiveServer.SupervisorKey)).Build();
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        await hub.StartAsync(TestContext.Current.CancellationToken);
        using var stream = await client.GetStreamAsync(new Uri("/api/v1/calls/stream", UriKind.Relative), TestContext.Current.CancellationToken);
        var call = _pbx.Inbound("79161234567", "", "74951230101", "101");
        call.Answer("101");
        await CallsAsync(client, "/api/v1/calls", c => c is [var only] && only.GetProperty("phase").GetString() == "talking");

        call.HangUp();
        await CallsAsync(client, "/api/v1/calls", c => c.Count == 0);
        var asked = Stopwatch.GetTimestamp();
        var code = await server.StopAsync(TestContext.Current.CancellationToken);

        code.Should().Be(0);
        Stopwatch.GetElapsedTime(asked).Should().BeLessThan(TimeSpan.FromSeconds(20), "after five the host ends what hangs, and the rest is the machine");
        await closed.Task.WaitAsync(Until.Patience, TestContext.Current.CancellationToken);
        await using var again = await StartAsync();
        using var reader = Client(again);
        (await HistoryAsync(reader, 1)).Should().ContainSingle().Which.GetProperty("uncertain").GetBoolean().Should().BeFalse("it was stored before the end");
    }

    private async Task<ServerProcess> StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(PhonePop.Server.Security.Viewer).Assembly.Location, "--urls", "http://127.0.0.1:0"]) { WorkingDirectory = _folder.FullName };
        foreach (var (key, value) in new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["PhonePop__Database__ConnectionString"] = ConnectionString,
            ["PhonePop__Pbxes__0__Name"] = "main",
            ["PhonePop__Pbxes__0__Host"] = "127.0.0.1",
            ["PhonePop__Pbxes__0__Port"] = _pbx.Port.ToString(CultureInfo.InvariantCulture),
            ["PhonePop__Pbxes__0__Username"] = "phonepop",
            ["PhonePop__Pbxes__0__Secret"] = Secret,
            ["PhonePop__ApiKeys__0__Name"] = "test",
            ["PhonePop__ApiKeys__0__Key"] = LiveServer.SupervisorKey,
            ["PhonePop__ApiKeys__0__Role"] = "Supervisor",
        })
        {
            start.Environment[key] = value;
        }

        return await ServerProcess.StartAsync(start);
    }

    private string ConnectionString => $"Data Source={Path.Combine(_folder.FullName, "phonepop.db")};Pooling=False";

    private static HttpClient Client(ServerProcess server)
    {
        var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", LiveServer.SupervisorKey);
        return client;
    }

    private static async Task<IReadOnlyList<JsonElement>> HistoryAsync(HttpClient client, int count)
    {
        var page = await Until.AnswerAsync(client, "/api/v1/calls/history", answer => answer.GetProperty("total").GetInt32() >= count);
        return [.. page.GetProperty("items").EnumerateArray()];
    }

    private static async Task<IReadOnlyList<JsonElement>> CallsAsync(HttpClient client, string path, Func<IReadOnlyList<JsonElement>, bool> condition) =>
        [.. (await Until.AnswerAsync(client, path, answer => condition([.. answer.EnumerateArray()]))).EnumerateArray()];

    // What is killed before it was written is gone: the test is about what was.
    private async Task StoredAsync(int count)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection(ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = """SELECT count(*) FROM OpenCalls WHERE Call LIKE '%"phase":"talking"%'""";
        await Until.TrueAsync(async () => (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))! >= count);
    }
}
