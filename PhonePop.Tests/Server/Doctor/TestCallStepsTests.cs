using AwesomeAssertions;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Ami;
using PhonePop.Ami.Calls;
using PhonePop.Server.Doctor;
using PhonePop.Server.Live;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Doctor;

/// <summary>What each piece of evidence makes of the steps.</summary>
public sealed class TestCallStepsTests
{
    private static readonly MatchFinding Known = new(MatchKind.SameNumber, "+7916***4567", 1, 42);
    private readonly FakeTimeProvider _clock = new();
    private readonly TestCallSteps _steps;

    public TestCallStepsTests() => _steps = new TestCallSteps(Examined.Pbx(5038), seesScreens: true, new DoctorTimes(), _clock);

    [Fact]
    public void An_extension_that_no_user_has_fails_with_the_setting_to_add()
    {
        _steps.Apply(new Seen(Some.Call(), new Seat(null, 0), Known));

        this[CheckId.Operator].State.Should().Be(CheckState.Failed);
        Examined.Said(this[CheckId.Operator]).Should().Contain("PhonePop:Users").And.Contain("Extension 101 and Pbx main");
    }

    [Fact]
    public void A_user_without_a_browser_fails_at_the_push_and_turns_good_when_one_shows_it_after_all()
    {
        var call = Some.Call();
        _steps.Apply(new Seen(call, new Seat("Anna", 0), Known));
        _steps.Apply(new Popped(new PopRecord(call.Id, Some.Time)));
        this[CheckId.Pushed].State.Should().Be(CheckState.Failed);
        Examined.Said(this[CheckId.Pushed]).Should().Contain("Anna has no browser connected");

        _steps.Apply(new Popped(new PopRecord(call.Id, Some.Time, Some.Time, 900)));

        this[CheckId.Pushed].State.Should().Be(CheckState.Ok);
        this[CheckId.Shown].State.Should().Be(CheckState.Ok);
    }

    [Fact]
    public void A_browser_that_does_not_say_that_it_showed_the_call_fails_after_some_seconds()
    {
        var call = Some.Call();
        _steps.Apply(new Seen(call, new Seat("Anna", 1), Known));
        _steps.Apply(new Popped(new PopRecord(call.Id, Some.Time)));
        this[CheckId.Shown].State.Should().Be(CheckState.Running);

        _clock.Advance(TimeSpan.FromSeconds(11));

        this[CheckId.Shown].State.Should().Be(CheckState.Failed);
        Examined.Said(this[CheckId.Shown]).Should().Contain("bell");
    }

    [Fact]
    public void A_ring_that_PhonePop_itself_does_not_see_points_to_its_own_connection()
    {
        _steps.Apply(new Rang("PJSIP/101-00000001", new DeviceReading("PJSIP/101", DeviceKind.Operator, "101"), ByEvent: true));
        this[CheckId.Ringing].State.Should().Be(CheckState.Ok);

        _clock.Advance(TimeSpan.FromSeconds(6));

        this[CheckId.Ringing].State.Should().Be(CheckState.Failed);
        Examined.Said(this[CheckId.Ringing]).Should().Contain("PhonePop itself does not");
    }

    [Theory]
    [InlineData(MatchKind.Nobody, CheckState.Warning, "No customer has +7916***4567")]
    [InlineData(MatchKind.Colleague, CheckState.Warning, "A colleague calls")]
    [InlineData(MatchKind.Withheld, CheckState.Warning, "withheld")]
    [InlineData(MatchKind.SameEnding, CheckState.Ok, "the same last digits")]
    [InlineData(MatchKind.Several, CheckState.Ok, "the operator chooses")]
    [InlineData(MatchKind.NoAnswer, CheckState.Failed, "No look-up answered")]
    public void The_rule_that_chose_the_customer_is_told(object kind, CheckState state, string said)
    {
        _steps.Apply(new Seen(Some.Call(), new Seat("Anna", 1), new MatchFinding((MatchKind)kind, "+7916***4567", 2)));

        this[CheckId.Customer].State.Should().Be(state);
        Examined.Said(this[CheckId.Customer]).Should().Contain(said);
    }

    [Fact]
    public void The_next_call_is_the_next_try()
    {
        var call = Some.Call();
        _steps.Apply(new Seen(call, new Seat(null, 0), Known));
        _steps.Apply(new Seen(call.Final(CallOutcome.Missed), new Seat(null, 0), Known));

        _steps.Apply(new Seen(Some.Call("102", id: "main:2.2:102"), new Seat("Boris", 1), Known));

        Examined.Said(this[CheckId.Operator]).Should().Contain("102 is Boris");
    }

    private Check this[CheckId id] => _steps.Now().Single(s => s.Id == id);
}
