using System.Globalization;
using AwesomeAssertions;
using PhonePop.Ami.Calls;
using PhonePop.Server.Pbx;
using PhonePop.Server.Security;
using PhonePop.Simulator.Pbx;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Pbx;

/// <summary>Phones that an administrator gives to an extension by page, at a PBX that is being watched: over real TCP.</summary>
public sealed class SeatDevicesTests : IAsyncLifetime
{
    private const string Secret = "secret-of-this-test";
    private static readonly Actor Boss = new("boss", "Boss", "10.0.0.9");

    private readonly EmulatedPbx _pbx = EmulatedPbx.Start(new EmulatedPbxOptions
    {
        Secret = Secret,
        Operators = [new("101", "Anna") { Phones = ["anna-desk", "anna-soft"] }, new("102", "Olga")],
    });

    private readonly LiveServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server.With("PhonePop:Pbxes:0:Port", _pbx.Port.ToString(CultureInfo.InvariantCulture)).With("PhonePop:Pbxes:0:Secret", Secret)
            .WithUser(0, "anna", "correct horse", "Operator", "101").WithUser(1, "olga", "correct horse", "Operator", "102")
            .With("PhonePop:Pbxes:0:Devices:109:0", "PJSIP/reception").Watching().Started();
        await _server.PbxAsync(p => p.State == PbxState.Connected);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _pbx.DisposeAsync();
    }

    [Fact]
    public async Task Two_phones_whose_names_say_nothing_ring_as_one_call_once_they_are_given_to_their_extension_and_calls_that_are_on_go_on()
    {
        var other = _pbx.Inbound("79037654321", "", "74951230102", "102");
        other.Answer("102");
        var before = await _server.CallAsync("102", c => c.Phase == CallPhase.Talking);
        var theirs = _pbx.Inbound("79161234567", "", "74951230101", "101");

        (await Devices.SetAsync("main", "101", ["PJSIP/anna-desk", "PJSIP/anna-soft"], Boss)).Should().BeEmpty();

        var ringing = await _server.CallAsync("101", c => c is { Phase: CallPhase.Ringing, Uncertain: false, Party.Number: "79161234567" });
        theirs.Answer("101");
        (await _server.CallAsync("101", c => c.Phase == CallPhase.Talking)).Id.Should().Be(ringing.Id);
        var after = await _server.CallAsync("102", c => c is { Phase: CallPhase.Talking, Uncertain: false });
        (after.Id, after.StartedAt, after.AnsweredAt).Should().Be((before.Id, before.StartedAt, before.AnsweredAt));

        theirs.HangUp();
        await _server.CallsAsync(c => c is [{ Call.Extension: "102" }]);
        var next = _pbx.Inbound("79160000001", "", "74951230101", "101");
        await _server.CallAsync("101", c => c is { Phase: CallPhase.Ringing, Party.Number: "79160000001" });
        next.HangUp();
        other.HangUp();
        await _server.CallsAsync(c => c.Count == 0);
    }

    [Fact]
    public async Task Phone_that_is_taken_away_brings_no_more_calls_and_its_last_one_ends()
    {
        await Devices.SetAsync("main", "101", ["PJSIP/anna-desk", "PJSIP/anna-soft"], Boss);
        _pbx.Inbound("79161234567", "", "74951230101", "101").Answer("101");
        await _server.CallAsync("101", c => c.Phase == CallPhase.Talking);

        await Devices.SetAsync("main", "101", [], Boss);

        await _server.CallsAsync(c => c.Count == 0);
        (await _server.Get<AuditLog>().SearchAsync(AuditActions.DevicesChanged, null, 0, 10, Stop)).Items.Select(e => (e.Who, e.Subject, e.Detail)).Should()
            .Equal(("Boss", "main/101", ""), ("Boss", "main/101", "PJSIP/anna-desk, PJSIP/anna-soft"));
    }

    [Fact]
    public async Task What_cannot_be_a_phone_or_belongs_to_somebody_is_refused_and_nothing_changes()
    {
        await Devices.SetAsync("main", "102", ["PJSIP/olga-soft"], Boss);

        (await Devices.SetAsync("main", "101", ["PJSIP/anna-desk", "101", "PJSIP/a b", "PJSIP/olga-soft", "PJSIP/reception"], Boss)).Should().Equal(
            new DeviceProblem("101", DeviceMistake.NotADevice), new DeviceProblem("PJSIP/a b", DeviceMistake.NotADevice),
            new DeviceProblem("PJSIP/olga-soft", DeviceMistake.TakenByUser, "102"), new DeviceProblem("PJSIP/reception", DeviceMistake.TakenByConfiguration, "109"));

        Devices.Stored("main", "101").Should().BeEmpty();
    }

    [Fact]
    public async Task Phone_of_an_extension_where_nobody_sits_any_more_goes_over()
    {
        await Devices.SetAsync("main", "102", ["PJSIP/shared"], Boss);
        var olga = (await _server.Get<AccountDesk>().ListAsync(Stop)).Single(a => a.UserName == "olga");
        await _server.Get<AccountDesk>().DeleteAsync(olga.Id, Boss);

        (await Devices.SetAsync("main", "101", ["PJSIP/shared"], Boss)).Should().BeEmpty();

        (Devices.Stored("main", "101"), Devices.Stored("main", "102")).Should().BeEquivalentTo((new[] { "PJSIP/shared" }, Array.Empty<string>()));
    }

    private SeatDevices Devices => _server.Get<SeatDevices>();
}
