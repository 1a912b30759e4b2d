using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using AwesomeAssertions;
using Microsoft.AspNetCore.SignalR.Client;
using PhonePop.Simulator.Pbx;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Metrics;

/// <summary><c>/metrics</c> of the real program after a call, as Prometheus reads it.</summary>
public sealed partial class MetricsTests : IAsyncDisposable
{
    private const string Secret = "secret-of-the-metered";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("phonepop-metrics-");
    private readonly EmulatedPbx _pbx = EmulatedPbx.Start(new EmulatedPbxOptions { Secret = Secret });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _pbx.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task After_a_call_each_series_is_there_with_a_sensible_value_and_the_documents_name_it()
    {
        await using var server = await ServerProcess.StartAsync(Start());
        using var client = Client(server, LiveServer.SupervisorKey);
        await Until.AnswerAsync(client, "/api/v1/pbxes", p => p.GetArrayLength() > 0 && p[0].GetProperty("state").GetString() == "connected");
        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(server.Address, "/hubs/calls"), o => o.AccessTokenProvider = () => Task.FromResult<string?>(LiveServer.Key101)).Build();
        var shown = new TaskCompletionSource();
        hub.On<JsonElement>("CallChanged", async call =>
        {
            await hub.SendAsync("Shown", call.GetProperty("id").GetString(), 42, Stop);
            await hub.SendAsync("ShownBy", call.GetProperty("id").GetString(), "Page", 12, Stop);
            shown.TrySetResult();
        });
        await hub.StartAsync(Stop);

        var one = _pbx.Inbound("79161234567", "", "74951230101", "101");
        await shown.Task.WaitAsync(Until.Patience, Stop);
        one.Answer("101");
        await Until.AnswerAsync(client, "/api/v1/calls", c => c.GetArrayLength() == 1 && c[0].GetProperty("phase").GetString() == "talking");
        var two = _pbx.Inbound("79161234567", "", "74951230102", "102");
        await Until.AnswerAsync(client, "/api/v1/calls", c => c.GetArrayLength() == 2);
        await Until.AnswerAsync(client, "/api/v1/pbxes", p => p[0].GetProperty("traffic").GetProperty("used").GetInt64() > 10 && p[0].GetProperty("lagMs").ValueKind == JsonValueKind.Number);

        var text = await MetricsAsync(client, t => Value(t, "phonepop_pops_acknowledged_total") >= 1);

        Value(text, "phonepop_pbx_connected", "pbx=\"main\"").Should().Be(1);
        Value(text, "phonepop_pbx_messages_total", "kind=\"used\"").Should().BeGreaterThan(10);
        Value(text, "phonepop_pbx_messages_total", "kind=\"skipped\"").Should().BeGreaterThanOrEqualTo(0);
        Value(text, "phonepop_pbx_messages_total", "kind=\"broken\"").Should().Be(0);
        Value(text, "phonepop_pbx_event_rate").Should().BeGreaterThanOrEqualTo(0);
        Value(text, "phonepop_pbx_lag_milliseconds").Should().BeInRange(0, 60_000);
        Value(text, "phonepop_repairs_total", "kind=\"missing added\"").Should().Be(0);
        Value(text, "phonepop_calls", "phase=\"talking\"").Should().Be(1);
        Value(text, "phonepop_calls", "phase=\"ringing\"").Should().Be(1);
        Value(text, "phonepop_calls", "phase=\"held\"").Should().Be(0);
        Value(text, "phonepop_conversations").Should().Be(2);
        Value(text, "phonepop_call_modelled_milliseconds_count").Should().BeGreaterThanOrEqualTo(3);
        Value(text, "phonepop_call_sent_milliseconds_count").Should().BeGreaterThanOrEqualTo(3);
        (Value(text, "phonepop_call_modelled_milliseconds_sum") / Value(text, "phonepop_call_modelled_milliseconds_count")).Should().BeInRange(0, 10_000);
        Value(text, "phonepop_pops_sent_total").Should().Be(2);
        Value(text, "phonepop_pop_shown_milliseconds_sum").Should().BeGreaterThanOrEqualTo(42);
        Value(text, "phonepop_pop_step_milliseconds_count", "step=\"page\"").Should().BePositive();
        Value(text, "phonepop_pop_delay_milliseconds", "quantile=\"0.99\"").Should().Be(42);
        Value(text, "phonepop_lookup_duration_milliseconds_count", "outcome=\"miss\"").Should().BeGreaterThanOrEqualTo(1);
        Value(text, "phonepop_hub_connections").Should().Be(1);
        Value(text, "phonepop_hub_behind").Should().Be(0);
        foreach (var queue in new[] { "history", "open_calls", "lookups", "renames", "actions" })
        {
            Value(text, "phonepop_queue_depth", $"queue=\"{queue}\"").Should().BeInRange(0, 100);
        }

        foreach (var queue in new[] { "history", "lookups", "renames" })
        {
            Value(text, "phonepop_queue_dropped_total", $"queue=\"{queue}\"").Should().Be(0);
        }

        two.HangUp();
        one.HangUp();
        var documented = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs/operations.md"), Stop);
        Names().Matches(text).Select(m => m.Groups[1].Value).Distinct().Where(name => !documented.Contains(Base(name), StringComparison.Ordinal)).Should().BeEmpty("docs/operations.md says what each is for");
        text.Should().NotContain("79161234567");
    }

    // What a histogram becomes.
    private static string Base(string name) => Regex.Replace(name, "_(bucket|sum|count|max|min)$", "");

    private static double Value(string metrics, string name, string label = "")
    {
        var line = metrics.Split('\n').FirstOrDefault(l => (l.StartsWith(name + "{", StringComparison.Ordinal) || l.StartsWith(name + " ", StringComparison.Ordinal)) && l.Contains(label, StringComparison.Ordinal));
        return line is null ? double.NaN : double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
    }

    private static async Task<string> MetricsAsync(HttpClient client, Func<string, bool> condition)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            var text = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), Stop);
            if (condition(text))
            {
                return text;
            }

            Assert.True(patience.Elapsed < Until.Patience, text);
            await Until.NextLookAsync();
        }
    }

    private static HttpClient Client(ServerProcess server, string key)
    {
        var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    private ProcessStartInfo Start()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(PhonePop.Server.Security.Viewer).Assembly.Location, "--urls", "http://127.0.0.1:0"]) { WorkingDirectory = _folder.FullName };
        foreach (var (key, value) in new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["PhonePop__Database__ConnectionString"] = $"Data Source={Path.Combine(_folder.FullName, "phonepop.db")}",
            ["PhonePop__Numbers__Region"] = "RU",
            ["PhonePop__Pbxes__0__Name"] = "main",
            ["PhonePop__Pbxes__0__Host"] = "127.0.0.1",
            ["PhonePop__Pbxes__0__Port"] = _pbx.Port.ToString(CultureInfo.InvariantCulture),
            ["PhonePop__Pbxes__0__Username"] = "phonepop",
            ["PhonePop__Pbxes__0__Secret"] = Secret,
            ["PhonePop__ApiKeys__0__Name"] = "wall",
            ["PhonePop__ApiKeys__0__Key"] = LiveServer.SupervisorKey,
            ["PhonePop__ApiKeys__0__Role"] = "Supervisor",
            ["PhonePop__ApiKeys__1__Name"] = "101",
            ["PhonePop__ApiKeys__1__Key"] = LiveServer.Key101,
            ["PhonePop__ApiKeys__1__Role"] = "Operator",
            ["PhonePop__ApiKeys__1__Extension"] = "101",
        })
        {
            start.Environment[key] = value;
        }

        return start;
    }

    [GeneratedRegex(@"^(phonepop_\w+)", RegexOptions.Multiline)]
    private static partial Regex Names();
}
