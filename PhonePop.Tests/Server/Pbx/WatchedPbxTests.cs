using System.Globalization;
using AwesomeAssertions;
using PhonePop.Ami.Calls;
using PhonePop.Simulator.Pbx;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Pbx;

/// <summary>The server against a PBX that breaks, over real TCP.</summary>
public sealed class WatchedPbxTests : IAsyncLifetime
{
    private const string Secret = "secret-of-this-test";
    private readonly EmulatedPbx _pbx = EmulatedPbx.Start(new EmulatedPbxOptions { Secret = Secret });
    private readonly LiveServer _server = new();

    public ValueTask InitializeAsync()
    {
        _server.With("PhonePop:Pbxes:0:Port", _pbx.Port.ToString(CultureInfo.InvariantCulture)).With("PhonePop:Pbxes:0:Secret", Secret).Watching();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _pbx.DisposeAsync();
    }

    [Fact]
    public async Task A_lost_connection_makes_calls_uncertain_until_the_list_tells_which_go_on()
    {
        _server.Started();
        await _server.PbxAsync(p => p.State == PbxState.Connected);
        var (goesOn, ends) = (_pbx.Inbound("79161234567", "", "74951230101", "101"), _pbx.Inbound("79037654321", "", "74951230102", "102"));
        goesOn.Answer("101");
        ends.Answer("102");
        var before = await _server.CallsAsync(c => c.Count == 2 && c.All(x => x.Call.Phase == CallPhase.Talking));

        var uncertain = _server.CallChangeAsync(c => c.Call.Uncertain);
        _pbx.DropClients();
        ends.HangUp();
        await uncertain;

        var after = await _server.CallsAsync(c => c is [{ Call: { Extension: "101", Uncertain: false } }]);
        after[0].Call.Id.Should().Be(before.Single(c => c.Call.Extension == "101").Call.Id);
    }

    [Fact]
    public async Task A_call_that_began_while_the_connection_was_down_appears_with_the_first_list()
    {
        _server.Started();
        await _server.PbxAsync(p => p.State == PbxState.Connected);

        _pbx.DropClients();
        _pbx.Inbound("79161234567", "", "74951230101", "101");

        (await _server.CallsAsync(c => c.Count == 1))[0].Call.Should().Match<Call>(c => c.Extension == "101" && c.Phase == CallPhase.Ringing && c.Party.Number == "79161234567");
    }

    [Fact]
    public async Task A_refused_account_is_shown_as_such_with_what_to_do()
    {
        _server.With("PhonePop:Pbxes:0:Secret", "wrong").Started();

        var status = await _server.PbxAsync(p => p.State == PbxState.Refused);

        status.Problem.Should().Contain("phonepop").And.Contain("manager.conf").And.NotContain("wrong");
    }

    [Fact]
    public async Task Lists_alone_show_who_is_with_whom()
    {
        _server.With("PhonePop:Pbxes:0:Mode", "SnapshotsOnly").Started();
        await _server.PbxAsync(p => p.State == PbxState.Connected);

        var call = _pbx.Inbound("79161234567", "", "74951230101", "101");
        await _server.CallsAsync(c => c is [{ Call: { Extension: "101", Phase: CallPhase.Ringing } }]);
        call.Answer("101");
        await _server.CallsAsync(c => c is [{ Call: { Extension: "101", Phase: CallPhase.Talking, Party.Number: "79161234567" } }]);
        call.HangUp();
        await _server.CallsAsync(c => c.Count == 0);
    }

    [Fact]
    public async Task An_account_that_may_not_list_still_sees_what_happens_and_says_what_it_costs()
    {
        _pbx.Faults.Refuse("CoreShowChannels");
        _server.Started();
        await _server.PbxAsync(p => p.State == PbxState.Connected);
        (await _server.PbxAsync(p => p.Limitations.Count > 0)).Limitations.Should().Contain(l => l.Contains("write = reporting", StringComparison.Ordinal));

        _pbx.Inbound("79161234567", "", "74951230101", "101");

        await _server.CallsAsync(c => c is [{ Call: { Extension: "101", Phase: CallPhase.Ringing } }]);
    }
}
