using AwesomeAssertions;
using PhonePop.Server.Doctor;
using PhonePop.Server.Live;
using PhonePop.Simulator.Pbx;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Doctor;

/// <summary>A test call, from a real socket to the last step; what the server would see is said by the test.</summary>
public sealed class TestCallTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_phone_that_is_no_operator_is_named_with_the_settings_that_would_make_it_one()
    {
        await using var pbx = PbxExaminationTests.Office("anna", "boris");

        var found = await Examined.RunAsync(Examined.Pbx(pbx.Port), Long, onCheck: WhenItWaits(() => pbx.Inbound("79161234567", "", "74951230101", "anna")), until: Fails(CheckId.Operator));

        found[CheckId.Ringing].State.Should().Be(CheckState.Ok);
        found[CheckId.Operator].State.Should().Be(CheckState.Failed);
        found.Said(CheckId.Operator).Should().Contain(@"The phone PJSIP/anna-00000001 rings, but its name does not match ^\d{2,5}$").And.Contain("Set Devices");
        found[CheckId.Operator].Sample.Should().Contain("\"PJSIP/anna\"");
    }

    [Fact]
    public async Task Without_a_call_the_first_step_fails_and_says_where_to_look()
    {
        await using var pbx = PbxExaminationTests.Office();

        var found = await Examined.RunAsync(Examined.Pbx(pbx.Port), TimeSpan.FromMilliseconds(300));

        found[CheckId.Ringing].State.Should().Be(CheckState.Failed);
        found.Said(CheckId.Ringing).Should().Contain("core show channels");
        found[CheckId.Shown].State.Should().Be(CheckState.Skipped);
    }

    [Fact]
    public async Task A_ring_that_only_the_list_shows_is_a_missing_right_to_read()
    {
        var lists = 0;
        await using var pbx = new ScriptedAmiServer
        {
            Answer = r => r.Action != "CoreShowChannels" ? ScriptedAmiServer.Default(r)
                : r.Success("EventList: start") + (++lists < 3 ? "" : $"Event: CoreShowChannel\r\nActionID: {r.Id}\r\nChannel: PJSIP/101-00000007\r\nChannelState: 5\r\nUniqueid: 1.7\r\n\r\n")
                    + $"Event: CoreShowChannelsComplete\r\nActionID: {r.Id}\r\nEventList: Complete\r\nListItems: 1\r\n\r\n",
        };

        var found = await Examined.RunAsync(Examined.Pbx(pbx.Port), Long, until: Fails(CheckId.Ringing));

        found[CheckId.Ringing].State.Should().Be(CheckState.Failed);
        found.Said(CheckId.Ringing).Should().Contain("PJSIP/101-00000007 rings, and no event said so").And.Contain("read = system,call,agent");
    }

    [Fact]
    public async Task All_steps_turn_good_and_end_the_waiting()
    {
        await using var pbx = PbxExaminationTests.Office();
        var witness = new FakeWitness(seesScreens: true);
        var call = Some.Call();

        var found = await Examined.RunAsync(Examined.Pbx(pbx.Port), Long, witness, check =>
        {
            if (check is { Id: CheckId.Ringing, State: CheckState.Waiting })
            {
                pbx.Inbound("79161234567", "", "74951230101", "101");
            }
            else if (check is { Id: CheckId.Ringing, State: CheckState.Ok })
            {
                witness.Tell(new Seen(call, new Seat("Anna", 1), new MatchFinding(MatchKind.SameNumber, "+7916***4567", 1, 42)));
                witness.Tell(new Popped(new PopRecord(call.Id, Some.Time)));
                witness.Tell(new Popped(new PopRecord(call.Id, Some.Time, Some.Time, 43)));
            }
        });

        found.Values.Where(c => c.Id >= Check.FirstOfCall).Should().AllSatisfy(c => c.State.Should().Be(CheckState.Ok, Examined.Said(c)));
        found.Said(CheckId.Customer).Should().Contain("customer 42: the same number in E.164");
        found.Said(CheckId.Shown).Should().Contain("43 ms");
        found.Said(CheckId.Events).Should().Contain("call: comes", "the call has shown what cannot be asked for");
    }

    [Fact]
    public async Task A_lost_line_is_told()
    {
        await using var pbx = PbxExaminationTests.Office();

        var found = await Examined.RunAsync(Examined.Pbx(pbx.Port), Long, onCheck: WhenItWaits(pbx.DropClients), until: Fails(CheckId.Ringing));

        found[CheckId.Ringing].State.Should().Be(CheckState.Failed);
        found.Said(CheckId.Ringing).Should().Contain("lost while waiting");
    }

    [Fact]
    public async Task A_mistake_of_ours_is_not_waited_out()
    {
        await using var pbx = PbxExaminationTests.Office();
        var witness = new FakeWitness(seesScreens: true);

        var examine = () => Examined.RunAsync(Examined.Pbx(pbx.Port), Long, witness, WhenItWaits(witness.Break));

        (await examine.Should().ThrowAsync<Exception>()).WithInnerException<InvalidOperationException>().WithMessage("broken");
    }

    private static Func<Check, bool> Fails(CheckId id) => check => check.Id == id && check.State == CheckState.Failed;

    private static Action<Check> WhenItWaits(Action act) => check =>
    {
        if (check is { Id: CheckId.Ringing, State: CheckState.Waiting })
        {
            act();
        }
    };
}
