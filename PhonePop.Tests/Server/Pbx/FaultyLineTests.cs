using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Ami.Calls;
using PhonePop.Server.Live;
using PhonePop.Simulator.Pbx;
using PhonePop.Simulator.Soak;
using PhonePop.Tests.Simulator;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Pbx;

/// <summary>A line to the PBX that breaks in each way that lines do: what the operators see meanwhile, and that all is right again by itself. Over real TCP; no time passes but what the test lets pass.</summary>
public sealed class FaultyLineTests : IAsyncLifetime
{
    private const string Secret = "secret-of-this-test";
    private readonly FakeTimeProvider _clock = new(Some.Time);
    private readonly EmulatedPbx _pbx;
    private readonly FaultProxy _line;
    private readonly LiveServer _server = new();

    public FaultyLineTests()
    {
        _pbx = EmulatedPbx.Start(new EmulatedPbxOptions { Secret = Secret }, _clock);
        _line = new FaultProxy(_pbx.Port);
    }

    public ValueTask InitializeAsync()
    {
        _server.With("PhonePop:Pbxes:0:Port", _line.Port.ToString(CultureInfo.InvariantCulture)).With("PhonePop:Pbxes:0:Secret", Secret)
            .With(s => s.AddSingleton<TimeProvider>(_clock)).Watching();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _line.DisposeAsync();
        await _pbx.DisposeAsync();
    }

    [Fact]
    public Task Cut() => CallsOutliveAsync(line => line.Cut(), isNoticed: true);

    [Fact]
    public Task Reset() => CallsOutliveAsync(line => line.Reset(), isNoticed: true);

    [Fact]
    public Task Cut_and_nobody_gets_through_for_a_while() => CallsOutliveAsync(
        line =>
        {
            line.IsClosed = true;
            line.Cut();
        },
        isNoticed: true, line => line.IsClosed = false);

    [Fact]
    public Task Silent_in_both_directions() => CallsOutliveAsync(line => line.Fault = LineFault.Stalled, isNoticed: true, line => line.Fault = LineFault.None);

    [Fact]
    public Task Half_open() => CallsOutliveAsync(line => line.LosePbx(), isNoticed: true);

    [Fact]
    public Task A_byte_at_a_time() => CallsOutliveAsync(line => line.Fault = LineFault.Trickling, isNoticed: false);

    [Fact]
    public Task Everything_twice() => CallsOutliveAsync(line => line.Fault = LineFault.Doubled, isNoticed: false, line => line.Fault = LineFault.None);

    [Fact]
    public Task Wrong_bytes_among_the_right_ones() => CallsOutliveAsync(line => line.Fault = LineFault.Corrupted, isNoticed: false, line => line.Fault = LineFault.None);

    private async Task CallsOutliveAsync(Action<FaultProxy> spoil, bool isNoticed, Action<FaultProxy>? mend = null)
    {
        _server.Started();
        await _server.PbxAsync(p => p.State == PbxState.Connected);
        var (goesOn, ends, rings) = (Inbound("79161234567", "101"), Inbound("79037654321", "102"), Inbound("79261112233", "103"));
        goesOn.Answer("101");
        ends.Answer("102");
        (await _server.ShownAsync(Truth, Cancel)).Should().Equal(Truth);
        var ids = _server.Get<LiveCallBoard>().Calls(Audience.Everything).ToDictionary(c => c.Call.Extension, c => c.Call.Id);

        if (isNoticed)
        {
            var noticed = Task.WhenAll(_server.PbxAsync(p => p.State == PbxState.Reconnecting), _server.CallsAsync(calls => calls.Count == 3 && calls.All(c => c.Call.Uncertain)));
            spoil(_line);
            await PassUntilAsync(noticed);
        }
        else
        {
            spoil(_line);
        }

        ends.HangUp();
        rings.Answer("103");
        var begins = Inbound("79998887766", "104");
        if (isNoticed && mend is not null)
        {
            _server.Get<LiveCallBoard>().Calls(Audience.Everything).Should().OnlyContain(c => c.Call.Uncertain, "nobody knows yet");
        }

        mend?.Invoke(_line);
        await PassUntilAsync(_server.CallsAsync(calls => CallTruth.Shown(calls.Select(c => c.Call)).SequenceEqual(Truth) && calls.All(c => !c.Call.Uncertain)));
        _server.Get<LiveCallBoard>().Calls(Audience.Everything).Where(c => ids.ContainsKey(c.Call.Extension)).Should().OnlyContain(c => ids[c.Call.Extension] == c.Call.Id);

        goesOn.HangUp();
        rings.HangUp();
        begins.HangUp();
        await PassUntilAsync(_server.CallsAsync(calls => calls.Count == 0));
        await PassUntilAsync(HistoryAsync(["101 79161234567", "102 79037654321", "103 79261112233", "104 79998887766"]));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IReadOnlyList<string> Truth => CallTruth.Expected(_pbx.Truth());

    private SimCall Inbound(string number, string extension) => _pbx.Inbound(number, "", "74951230101", extension);

    // Time goes on no faster than the PBX answers somebody whose line is well.
    private async Task PassUntilAsync(Task task)
    {
        using var witness = await RawAmiClient.LoginAsync(_pbx.Port, secret: Secret, events: "off");
        for (var seconds = 0; seconds < 3600 && !task.IsCompleted; seconds++)
        {
            await witness.AskAsync("Ping");
            _clock.Advance(TimeSpan.FromMilliseconds(250));
        }

        await task;
    }

    private async Task HistoryAsync(string[] expected)
    {
        using var client = _server.Client(LiveServer.SupervisorKey);
        await Until.AnswerAsync(client, "/api/v1/calls/history", history => history.GetProperty("items").EnumerateArray()
            .Select(c => $"{c.GetProperty("extension").GetString()} {c.GetProperty("party").GetProperty("number").GetString()}").Order(StringComparer.Ordinal).SequenceEqual(expected));
    }
}
