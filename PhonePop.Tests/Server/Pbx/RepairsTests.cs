using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using PhonePop.Ami.Calls;
using PhonePop.Server.Live;
using PhonePop.Simulator.Pbx;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Pbx;

/// <summary>What a list corrects because events were lost is counted by kind, with its evidence, and everybody who should sees it.</summary>
public sealed class RepairsTests : IAsyncDisposable
{
    private const string Secret = "secret-of-this-test";

    private readonly EmulatedPbx _pbx = EmulatedPbx.Start(new EmulatedPbxOptions { Secret = Secret });
    private readonly LiveServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _pbx.DisposeAsync();
    }

    [Fact]
    public async Task Each_kind_is_counted_with_its_evidence_by_the_API_and_the_metrics()
    {
        await StartAsync();
        Metrics().Should().BeEquivalentTo(PbxRepair.Kinds.ToDictionary(kind => kind, _ => 0L), "all kinds are there from the start");

        _pbx.Faults.Lost = 1; // no event arrives any more: lists find everything
        var call = _pbx.Inbound("79161234567", "", "74951230101", "101");
        await ShownAsync();
        call.Answer("101");
        await ShownAsync();
        call.HangUp();
        await ShownAsync();
        await Until.TrueAsync(() => _server.Get<PbxBoard>().Find("main")!.Repairs.Count == 3);

        using var client = _server.Client(LiveServer.SupervisorKey);
        var pbx = (await client.GetFromJsonAsync<JsonElement[]>("/api/v1/pbxes", Stop))!.Single();
        pbx.GetProperty("repairs").GetProperty("missing added").GetInt64().Should().Be(2, "two channels had begun");
        pbx.GetProperty("repairs").GetProperty("phantom removed").GetInt64().Should().Be(2);
        pbx.GetProperty("repairs").GetProperty("field corrected").GetInt64().Should().BePositive();
        var recent = pbx.GetProperty("recentRepairs").EnumerateArray().Select(r => (Kind: r.GetProperty("kind").GetString()!, Evidence: r.GetProperty("evidence").GetString()!)).ToList();
        recent[0].Kind.Should().Be("phantom removed", "the newest comes first");
        recent.Should().OnlyContain(r => r.Evidence.StartsWith("PJSIP/"));
        Metrics()["missing added"].Should().Be(2);
    }

    [Fact]
    public async Task Lists_alone_bring_news_and_repair_nothing()
    {
        _server.With("PhonePop:Pbxes:0:Mode", "SnapshotsOnly");
        await StartAsync();

        var call = _pbx.Inbound("79161234567", "", "74951230101", "101");
        await ShownAsync();
        call.Answer("101");
        await ShownAsync();
        var rate = _server.Get<PbxBoard>().Find("main")!.EventsPerSecond;
        await Until.TrueAsync(() => _server.Get<PbxBoard>().Find("main")!.EventsPerSecond != rate); // the status has been looked at since

        _server.Get<PbxBoard>().Find("main")!.Repairs.Should().BeEmpty();
    }

    private async Task StartAsync()
    {
        _server.With("PhonePop:Pbxes:0:Port", _pbx.Port.ToString(CultureInfo.InvariantCulture)).With("PhonePop:Pbxes:0:Secret", Secret).With("PhonePop:Pbxes:0:SnapshotInterval", "00:00:01").Watching().Started();
        await Until.TrueAsync(() => _server.Get<PbxBoard>().Find("main")?.State == PbxState.Connected);
    }

    private async Task ShownAsync()
    {
        var expected = CallTruth.Expected(_pbx.Truth());
        (await _server.ShownAsync(expected, Stop)).Should().Equal(expected);
    }

    // What /metrics has as phonepop_repairs_total. Read from this server's own meter: the exporter of each server in this process has those of all.
    private Dictionary<string, long> Metrics()
    {
        var values = new Dictionary<string, long>();
        var meters = _server.Get<IMeterFactory>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name == "phonepop.repairs" && instrument.Meter.Scope == meters)
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            tags[0].Should().Be(new KeyValuePair<string, object?>("pbx", "main"));
            values.Add((string)tags[1].Value!, value);
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return values;
    }
}
