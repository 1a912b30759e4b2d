using AwesomeAssertions;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Simulator;
using PhonePop.Simulator.Pbx;
using PhonePop.Simulator.Scenarios;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Simulator;

public class DemoOfficeTests
{
    private static readonly IReadOnlyList<SimCustomer> Customers = [new("Ivan Petrov", ["79161234567"])];
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Customer_rings_until_answered_and_talks_until_hung_up()
    {
        await using var office = Open();

        await office.CustomerCallsAsync("101");
        var ringing = office.Pbx.Truth();
        (await office.AnswerAsync("101")).Should().BeTrue();
        var talking = office.Pbx.Truth();
        (await office.HangupAsync("101")).Should().BeTrue();

        ringing.Should().Equal(new TruthEntry("101", "79161234567", null, null, "ringing", null, null));
        talking.Should().Equal(new TruthEntry("101", "79161234567", null, null, "up", null, null));
        office.Pbx.Truth().Should().BeEmpty();
        (await office.HangupAsync("101")).Should().BeFalse();
        (await office.AnswerAsync("101")).Should().BeFalse();
    }

    [Fact]
    public async Task Nobody_answers_and_the_caller_gives_up_after_25_seconds()
    {
        await using var office = Open();
        await office.UnknownCallerAsync("102");
        var call = office.Pbx.Calls.Single();

        _clock.Advance(TimeSpan.FromSeconds(24));
        call.IsOver.Should().BeFalse();
        _clock.Advance(TimeSpan.FromSeconds(1));
        await call.Ended;

        office.Pbx.Truth().Should().BeEmpty();
    }

    [Fact]
    public async Task Caller_gives_up_early_on_request()
    {
        await using var office = Open();
        await office.CallerGivesUpAsync("101");
        var call = office.Pbx.Calls.Single();

        _clock.Advance(TimeSpan.FromSeconds(6));
        await call.Ended;

        call.Answered.IsCanceled.Should().BeTrue();
    }

    [Fact]
    public async Task Withheld_number_is_anonymous()
    {
        await using var office = Open();

        await office.WithheldNumberAsync("101");

        office.Pbx.Truth().Should().Equal(new TruthEntry("101", "anonymous", null, null, "ringing", null, null));
    }

    [Fact]
    public async Task Blind_transfer_rings_me_with_the_customer()
    {
        await using var office = Open();
        await office.BlindTransferAsync("101");

        await PassUntilAsync(() => office.Pbx.Truth() is [{ Operator: "101", State: "ringing", Customer: "79161234567" }]);
        (await office.AnswerAsync("101")).Should().BeTrue();
    }

    [Fact]
    public async Task Attended_transfer_consults_me_first_and_then_gives_me_the_customer()
    {
        await using var office = Open();
        await office.AttendedTransferAsync("101");

        await PassUntilAsync(() => office.Pbx.Truth().Contains(new(null, null, "100", "101", "ringing", null, null)));
        office.Pbx.Truth().Should().Contain(new TruthEntry("100", "79161234567", null, null, "held", null, null));
        (await office.AnswerAsync("101")).Should().BeTrue();

        await PassUntilAsync(() => office.Pbx.Truth() is [{ Operator: "101", State: "up", Customer: "79161234567" }]);
    }

    [Fact]
    public async Task Second_call_rings_while_I_talk_and_answering_it_holds_the_first()
    {
        await using var office = Open();
        await office.SecondCallAsync("101");

        await PassUntilAsync(() => office.Pbx.Truth().Select(t => t.State).Order().SequenceEqual(["ringing", "up"]));
        await office.AnswerAsync("101");
        var both = office.Pbx.Truth().Select(t => t.State);
        await office.HangupAsync("101");

        both.Should().BeEquivalentTo("held", "up");
        office.Pbx.Truth().Should().ContainSingle("the held one is taken back").Which.State.Should().Be("up");
    }

    [Fact]
    public async Task Queue_call_rings_every_free_member()
    {
        await using var office = Open();

        await office.QueueCallAsync("101");

        office.Pbx.Truth().Select(t => t.Operator).Should().BeEquivalentTo("101", "102", "103");
    }

    [Fact]
    public async Task Calls_come_by_themselves_and_leave_operators_alone_at_times()
    {
        await using var office = DemoOffice.Start(new() { Customers = Customers, Seed = 5 }, _clock);
        var (idle, busy, seconds, most) = (0, 0, 0, 0);

        while (busy < 60 || idle < 60)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Until.NextLookAsync();
            seconds++;
            most = Math.Max(most, office.Pbx.Calls.Count);
            (idle, busy) = office.Pbx.IsBusy("101") ? (idle, busy + 1) : (idle + 1, busy);
        }

        most.Should().BeInRange(1, 8, "three stories at once, of two calls at the most");
        seconds.Should().BeGreaterThan(120);
    }

    private DemoOffice Open() => DemoOffice.Start(new() { Customers = Customers, AutomaticCalls = false }, _clock);

    // Time passes in small steps, and the stories' own threads get their turn in between: who only yields here would run through a caller's patience while they wait for theirs.
    private Task PassUntilAsync(Func<bool> reached) => Until.TrueAsync(() =>
    {
        if (reached())
        {
            return true;
        }

        _clock.Advance(TimeSpan.FromMilliseconds(50));
        return false;
    });
}
