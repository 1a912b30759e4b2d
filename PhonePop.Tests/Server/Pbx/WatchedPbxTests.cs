using System.Globalization;
using AwesomeAssertions;
using PhonePop.Ami.Calls;
using PhonePop.Server.Live;
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
        await PbxAsync(p => p.State == PbxState.Connected);
        var (goesOn, ends) = (_pbx.Inbound("79161234567", "", "74951230101", "101"), _pbx.Inbound("79037654321", "", "74951230102", "102"));
        goesOn.Answer("101");
        ends.Answer("102");
        var before = await CallsAsync(c => c.Count == 2 && c.All(x => x.Call.Phase == CallPhase.Talking));

        var uncertain = CallChangeAsync(c => c.Call.Uncertain);
        _pbx.DropClients();
        ends.HangUp();
        await uncertain;

        var after = await CallsAsync(c => c is [{ Call: { Extension: "101", Uncertain: false } }]);
        after[0].Call.Id.Should().Be(before.Single(c => c.Call.Extension == "101").Call.Id);
    }

    [Fact]
    public async Task A_call_that_began_while_the_connection_was_down_appears_with_the_first_list()
    {
        _server.Started();
        await PbxAsync(p => p.State == PbxState.Connected);

        _pbx.DropClients();
        _pbx.Inbound("79161234567", "", "74951230101", "101");

        (await CallsAsync(c => c.Count == 1))[0].Call.Should().Match<Call>(c => c.Extension == "101" && c.Phase == CallPhase.Ringing && c.Party.Number == "79161234567");
    }

    [Fact]
    public async Task A_refused_account_is_shown_as_such_with_what_to_do()
    {
        _server.With("PhonePop:Pbxes:0:Secret", "wrong").Started();

        var status = await PbxAsync(p => p.State == PbxState.Refused);

        status.Problem.Should().Contain("phonepop").And.Contain("manager.conf").And.NotContain("wrong");
    }

    [Fact]
    public async Task Lists_alone_show_who_is_with_whom()
    {
        _server.With("PhonePop:Pbxes:0:Mode", "SnapshotsOnly").Started();
        await PbxAsync(p => p.State == PbxState.Connected);

        var call = _pbx.Inbound("79161234567", "", "74951230101", "101");
        await CallsAsync(c => c is [{ Call: { Extension: "101", Phase: CallPhase.Ringing } }]);
        call.Answer("101");
        await CallsAsync(c => c is [{ Call: { Extension: "101", Phase: CallPhase.Talking, Party.Number: "79161234567" } }]);
        call.HangUp();
        await CallsAsync(c => c.Count == 0);
    }

    [Fact]
    public async Task An_account_that_may_not_list_still_sees_what_happens_and_says_what_it_costs()
    {
        _pbx.Faults.Refuse("CoreShowChannels");
        _server.Started();
        await PbxAsync(p => p.State == PbxState.Connected);
        (await PbxAsync(p => p.Limitations.Count > 0)).Limitations.Should().Contain(l => l.Contains("write = reporting", StringComparison.Ordinal));

        _pbx.Inbound("79161234567", "", "74951230101", "101");

        await CallsAsync(c => c is [{ Call: { Extension: "101", Phase: CallPhase.Ringing } }]);
    }

    private async Task<PbxStatus> PbxAsync(Func<PbxStatus, bool> condition)
    {
        using var patience = Patience();
        var (now, changes) = _server.Get<PbxBoard>().Subscribe(TimeSpan.Zero, patience.Token);
        if (now.FirstOrDefault(condition) is { } already)
        {
            return already;
        }

        await foreach (var batch in changes)
        {
            if (batch.FirstOrDefault(condition) is { } found)
            {
                return found;
            }
        }

        throw new InvalidOperationException("The board has ended.");
    }

    private async Task<IReadOnlyList<LiveCall>> CallsAsync(Func<IReadOnlyList<LiveCall>, bool> condition)
    {
        using var patience = Patience();
        var board = _server.Get<LiveCallBoard>();
        var (now, changes) = board.Subscribe(Audience.Everything, TimeSpan.Zero, patience.Token);
        if (condition(now))
        {
            return now;
        }

        await foreach (var _ in changes)
        {
            if (board.Calls(Audience.Everything) is var calls && condition(calls))
            {
                return calls;
            }
        }

        throw new InvalidOperationException("The board has ended.");
    }

    // Listens from now on, before the change is made.
    private Task<LiveCall> CallChangeAsync(Func<LiveCall, bool> condition)
    {
        var patience = Patience();
        var (_, changes) = _server.Get<LiveCallBoard>().Subscribe(Audience.Everything, TimeSpan.Zero, patience.Token);
        return FindAsync();

        async Task<LiveCall> FindAsync()
        {
            using (patience)
            {
                await foreach (var batch in changes)
                {
                    if (batch.FirstOrDefault(condition) is { } found)
                    {
                        return found;
                    }
                }
            }

            throw new InvalidOperationException("The board has ended.");
        }
    }

    private static CancellationTokenSource Patience()
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        return patience;
    }
}
