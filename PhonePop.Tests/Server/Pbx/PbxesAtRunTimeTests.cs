using AwesomeAssertions;
using Microsoft.EntityFrameworkCore;
using PhonePop.Ami.Calls;
using PhonePop.Server.Configuration;
using PhonePop.Server.Data;
using PhonePop.Server.Live;
using PhonePop.Server.Pbx;
using PhonePop.Server.Recorder;
using PhonePop.Server.Security;
using PhonePop.Simulator.Pbx;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Pbx;

/// <summary>PBXs that come, change and go while the server runs, over real TCP.</summary>
public sealed class PbxesAtRunTimeTests : IAsyncLifetime
{
    private const string Secret = "secret-of-this-test";
    private static readonly Actor Boss = new("boss", "Boss", "10.0.0.9");
    private readonly EmulatedPbx _first = EmulatedPbx.Start(new EmulatedPbxOptions { Secret = Secret });
    private readonly EmulatedPbx _second = EmulatedPbx.Start(new EmulatedPbxOptions { Secret = Secret });
    private readonly LiveServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PbxDesk Desk => _server.Get<PbxDesk>();

    public ValueTask InitializeAsync()
    {
        foreach (var key in new[] { "Name", "Host", "Username", "Secret" })
        {
            _server.With($"PhonePop:Pbxes:0:{key}", null);
        }

        // Configured keys must say their PBX where there are several; none of these is used.
        _server.With("PhonePop:ApiKeys:0:Pbx", DemoOptions.PbxName).With("PhonePop:ApiKeys:1:Pbx", DemoOptions.PbxName).Watching().Started();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task Pbx_that_is_added_is_watched_at_once_and_one_that_is_removed_leaves_the_boards_and_not_the_history()
    {
        (await Desk.AddAsync(At(_first), Boss, Stop)).Should().BeEmpty();
        await _server.PbxAsync(p => p is { Name: "main", State: PbxState.Connected });
        (await Desk.AddAsync(At(_second) with { Name = "branch" }, Boss, Stop)).Should().BeEmpty();
        await _server.PbxAsync(p => p is { Name: "branch", State: PbxState.Connected });
        _server.Get<SeatRules>().PbxNames.Should().BeEquivalentTo("main", "branch");
        var (stays, goes) = (_first.Inbound("79161234567", "", "74951230101", "101"), _second.Inbound("79037654321", "", "74951230102", "102"));
        stays.Answer("101");
        goes.Answer("102");
        var calls = await _server.CallsAsync(c => c.Count == 2 && c.All(x => x.Call.Phase == CallPhase.Talking));
        var gone = calls.Single(c => c.Call.Pbx == "branch").Call;
        var ended = _server.CallChangeAsync(c => c.Call.Id == gone.Id && c.Call.Phase == CallPhase.Ended);

        (await Desk.RemoveAsync("branch", Boss, Stop)).Should().BeEmpty();

        (await ended).Call.Should().Match<Call>(c => c.IsFinal && c.Uncertain && c.Outcome == CallOutcome.Answered);
        await _server.CallsAsync(c => c is [{ Call: { Pbx: "main", Phase: CallPhase.Talking, Uncertain: false } }]);
        await Until.TrueAsync(() => _server.Get<PbxBoard>().Find("branch") is null);
        _server.Get<ConversationBoard>().Conversations().Should().OnlyContain(c => c.Pbx == "main");
        _server.Get<FlightRecorders>().Fill("branch").Should().BeNull();
        _server.Get<SeatRules>().PbxNames.Should().Equal("main");
        await using var db = await _server.Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContextAsync(Stop);
        await Until.TrueAsync(() => db.Calls.AsNoTracking().Any(c => c.Id == gone.Id));
        _first.Inbound("79160000001", "", "74951230103", "103");
        await _server.CallAsync("103", c => c.Phase == CallPhase.Ringing);
    }

    [Fact]
    public async Task Pbx_whose_secret_was_wrong_is_connected_as_soon_as_it_is_put_right_and_no_other_is_disturbed()
    {
        await Desk.AddAsync(At(_first), Boss, Stop);
        await _server.PbxAsync(p => p is { Name: "main", State: PbxState.Connected });
        await Desk.AddAsync(At(_second) with { Name = "branch", Secret = "wrong" }, Boss, Stop);
        await _server.PbxAsync(p => p is { Name: "branch", State: PbxState.Refused });
        var since = _server.Get<PbxBoard>().Find("main")!.Since;

        (await Desk.ChangeAsync(At(_second) with { Name = "branch", OperatorExtensions = "^1\\d\\d$" }, Boss, Stop)).Should().BeEmpty();

        await _server.PbxAsync(p => p is { Name: "branch", State: PbxState.Connected });
        _server.Get<PbxBoard>().Find("main")!.Since.Should().Be(since);
        _second.Inbound("79160000001", "", "74951230103", "103");
        await _server.CallAsync("103", c => c is { Phase: CallPhase.Ringing, Pbx: "branch" });
    }

    [Fact]
    public async Task Names_that_cannot_be_and_hosts_that_are_none_are_said_by_their_fields()
    {
        await Desk.AddAsync(At(_first), Boss, Stop);

        (await Mistakes(At(_first))).Should().Equal("PhonePop:Pbxes:main:Name");
        (await Mistakes(At(_first) with { Name = "5" })).Should().Equal("PhonePop:Pbxes:5:Name");
        (await Mistakes(At(_first) with { Name = "a:b" })).Should().Equal("PhonePop:Pbxes:a:b:Name");
        (await Mistakes(At(_first) with { Name = "b", Host = "10.0.0.5:5038", Secret = "", Port = 0 })).Should().BeEquivalentTo("PhonePop:Pbxes:b:Host", "PhonePop:Pbxes:b:Secret", "PhonePop:Pbxes:b:Port");
        _server.Get<PbxList>().All.Should().ContainSingle();

        async Task<IEnumerable<string>> Mistakes(PbxOptions pbx) => (await Desk.AddAsync(pbx, Boss, Stop)).Select(m => m.Key);
    }

    private static PbxOptions At(EmulatedPbx pbx) => new() { Name = "main", Host = "127.0.0.1", Port = pbx.Port, Username = "phonepop", Secret = Secret };
}
