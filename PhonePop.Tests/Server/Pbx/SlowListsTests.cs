using System.Globalization;
using AwesomeAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Ami.Calls;
using PhonePop.Simulator.Pbx;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Pbx;

/// <summary>A PBX that lists slowly, or never, or between its events: what the server shows meanwhile. Over real TCP; no time passes but what the test lets pass.</summary>
public sealed class SlowListsTests : IAsyncLifetime
{
    private const string Secret = "secret-of-this-test";
    private readonly FakeTimeProvider _clock = new(Some.Time);
    private readonly EmulatedPbx _pbx;
    private readonly LiveServer _server = new();

    public SlowListsTests() => _pbx = EmulatedPbx.Start(new EmulatedPbxOptions { Secret = Secret }, _clock);

    public ValueTask InitializeAsync()
    {
        _server.With("PhonePop:Pbxes:0:Port", _pbx.Port.ToString(CultureInfo.InvariantCulture)).With("PhonePop:Pbxes:0:Secret", Secret)
            .With(s => s.AddSingleton<TimeProvider>(_clock)).Watching();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _pbx.DisposeAsync();
    }

    [Fact]
    public async Task While_a_list_is_slow_events_are_shown_and_calls_of_before_stay_uncertain()
    {
        var (goesOn, ended) = await ReconnectedAsync(() => _pbx.Faults.ListDelay = TimeSpan.FromSeconds(20));

        await LiveForAsync(goesOn, TimeSpan.FromSeconds(16));

        (await _server.PbxAsync(_ => true)).State.Should().Be(PbxState.Reconnecting, "nothing is confirmed yet");
        (await _server.CallAsync("101", _ => true)).Uncertain.Should().BeTrue();
        (await _server.CallAsync("102", _ => true)).Should().Match<Call>(c => c.Id == ended && c.Uncertain, "nobody told that it has ended");

        await LiveUntilAsync(goesOn, p => p.State == PbxState.Connected);
        var calls = await _server.CallsAsync(c => c.Count == 1 && !c[0].Call.Uncertain);
        calls[0].Call.Extension.Should().Be("101");
    }

    [Fact]
    public async Task Without_any_list_events_are_shown_nothing_ends_and_the_PBX_page_says_what_that_costs()
    {
        var (goesOn, ended) = await ReconnectedAsync(() => _pbx.Faults.NeverFinishLists = true);

        await LiveUntilAsync(goesOn, p => p.State == PbxState.Connected && IsListMissing(p));
        (await _server.CallAsync("101", _ => true)).Uncertain.Should().BeTrue();
        (await _server.CallAsync("102", _ => true)).Should().Match<Call>(c => c.Id == ended && c.Uncertain);

        _pbx.Faults.NeverFinishLists = false;
        (await LiveUntilAsync(goesOn, p => !IsListMissing(p))).State.Should().Be(PbxState.Connected);
        var calls = await _server.CallsAsync(c => c.Count == 1 && !c[0].Call.Uncertain);
        calls[0].Call.Extension.Should().Be("101");
    }

    [Fact]
    public async Task Rows_between_events_repair_nothing_and_nothing_is_shown_that_is_not_true()
    {
        _server.With("PhonePop:Pbxes:0:SnapshotInterval", "00:00:01").Started();
        await _server.PbxAsync(p => p.State == PbxState.Connected);
        (_pbx.Faults.InterleaveLists, _pbx.Faults.EventDelay) = (true, TimeSpan.FromMilliseconds(500));
        var standing = _pbx.Inbound("79161234567", "", "74951230101", "101");
        standing.Answer("101");
        await _server.CallAsync("101", c => c.Phase == CallPhase.Talking);

        for (var i = 0; i < 10; i++)
        {
            // A list is asked for; its rows, as they were then, come among the events of calls that begin and end since.
            _clock.Advance(TimeSpan.FromSeconds(1));
            var passing = _pbx.Inbound($"7903765430{i}", "", "74951230102", "102");
            passing.Answer("102");
            await _server.CallAsync("102", c => c.Phase == CallPhase.Talking && c.Party.Number == $"7903765430{i}");
            passing.HangUp();
            await _server.CallsAsync(c => c.Count == 1);
            _clock.Advance(TimeSpan.FromMilliseconds(500));
        }

        _clock.Advance(TimeSpan.FromSeconds(5)); // the status counts now and then
        (await _server.CallAsync("101", _ => true)).Should().Match<Call>(c => c.Phase == CallPhase.Talking && c.Party.Number == "79161234567" && !c.Uncertain);
        (await _server.PbxAsync(p => p.State == PbxState.Connected)).Repairs.Should().BeEmpty();
    }

    // 101 and 102 talk; the connection breaks; 102's call ends unseen; the connection is there again. Answers the call that goes on, and the other's id.
    private async Task<(SimCall GoesOn, string Ended)> ReconnectedAsync(Action spoil)
    {
        _server.Started();
        await _server.PbxAsync(p => p.State == PbxState.Connected);
        var (goesOn, ends) = (_pbx.Inbound("79161234567", "", "74951230101", "101"), _pbx.Inbound("79037654321", "", "74951230102", "102"));
        goesOn.Answer("101");
        ends.Answer("102");
        var calls = await _server.CallsAsync(c => c.Count == 2 && c.All(x => x.Call.Phase == CallPhase.Talking));

        spoil();
        _pbx.DropClients();
        await _server.PbxAsync(p => p is { State: PbxState.Reconnecting, Problem: not null });
        await _server.CallsAsync(c => c.All(x => x.Call.Uncertain));
        ends.HangUp();
        _clock.Advance(TimeSpan.FromSeconds(1)); // the pause before the next attempt
        await _server.PbxAsync(p => p is { State: PbxState.Reconnecting, Problem: null }); // logged in
        return (goesOn, calls.Single(c => c.Call.Extension == "102").Call.Id);
    }

    // Not faster than the server follows: it must see that the PBX lives.
    private async Task LiveForAsync(SimCall call, TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(4))
        {
            call.Hold("101");
            await _server.CallAsync("101", c => c.Phase == CallPhase.Held);
            _clock.Advance(TimeSpan.FromSeconds(2));
            call.Unhold("101");
            await _server.CallAsync("101", c => c.Phase == CallPhase.Talking);
            _clock.Advance(TimeSpan.FromSeconds(2));
        }
    }

    private static bool IsListMissing(PbxStatus pbx) => pbx.Limitations.Any(l => l.Contains("list of channels", StringComparison.Ordinal));

    // On a busy machine the list is asked for late, and its time begins then.
    private async Task<PbxStatus> LiveUntilAsync(SimCall call, Func<PbxStatus, bool> condition)
    {
        for (var i = 0; i < 30 && !condition(await _server.PbxAsync(_ => true)); i++)
        {
            await LiveForAsync(call, TimeSpan.FromSeconds(4));
        }

        return await _server.PbxAsync(condition);
    }
}
