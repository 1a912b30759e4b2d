using AwesomeAssertions;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Simulator;
using PhonePop.Simulator.Scenarios;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Simulator;

/// <summary>Each case of the demo drawer comes to the point that it is there for, and to its end.</summary>
public sealed class DemoCasesTests
{
    private const string Me = "101";
    private static readonly Dictionary<string, (Func<DemoOffice, Task> Press, bool IAnswer, Func<IReadOnlyList<TruthEntry>, bool> Comes)> Cases = new()
    {
        ["hostile name"] = (o => o.HostileNameAsync(Me), false, t => t is [{ Operator: Me, State: "ringing" }]),
        ["quicker colleague"] = (o => o.QuickerColleagueAsync(Me), false, t => t is [{ Operator: not Me, State: "up" }]),
        ["queue again"] = (o => o.QueueAgainAsync(Me), false, t => t is [{ State: "waiting", Queue: "support" }]),
        ["transfer while it rings"] = (o => o.RingingTransferAsync(Me), false, t => t is [{ Operator: Me, State: "ringing", Customer: "79161234567" }]),
        ["feature code"] = (o => o.CodeTransferAsync(Me), true, t => t is [{ Operator: Me, State: "up" }]),
        ["deflection"] = (o => o.DeflectAsync(Me), false, t => t is [{ Operator: Me, State: "ringing" }]),
        ["pickup"] = (o => o.PickedUpAsync(Me), false, t => t is [{ Operator: not Me, State: "up" }]),
        ["parking"] = (o => o.ParkedAsync(Me), false, t => t is [{ Operator: Me, State: "up" }]),
        ["internal call"] = (o => o.InternalCallAsync(Me), true, t => t is [{ To: Me, State: "up" }]),
        ["click-to-dial"] = (o => o.ClickToDialAsync(Me), true, t => t is [{ Operator: Me, State: "up" }]),
        ["outbound call"] = (o => o.OutboundCallAsync(Me), false, t => t is [{ Operator: Me, State: "up" }]),
        ["conference"] = (o => o.ConferenceAsync(Me), false, t => t.Count == 2 && t.All(e => e is { State: "up", Customer: "79161234567" })),
        ["customer holds"] = (o => o.CustomerHoldsAsync(Me), false, t => t is [{ Operator: Me, State: "held" }]),
        ["listening"] = (o => o.SpiedAsync(Me), false, t => t is [{ Operator: Me, State: "up" }]),
    };

    private readonly FakeTimeProvider _clock = new();

    public static TheoryData<string> All => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Case_comes_to_its_point_and_to_its_end(string name)
    {
        await using var office = Open();
        var (press, iAnswer, comes) = Cases[name];

        await press(office);

        await PassUntilAsync(office, iAnswer, () => comes(office.Pbx.Truth()));
        await PassUntilAsync(office, iAnswer, () => office.Pbx.Calls.Count == 0);
        office.Pbx.Truth().Should().BeEmpty();
    }

    [Fact]
    public async Task Own_phone_that_nobody_answers_dials_nobody()
    {
        await using var office = Open();

        await office.ClickToDialAsync(Me);
        var rung = office.Pbx.Truth();
        await PassUntilAsync(office, iAnswer: false, () => office.Pbx.Calls.Count == 0);

        rung.Should().Equal(new TruthEntry(Me, "79161234567", null, null, "ringing", null, null));
    }

    [Fact]
    public async Task Restart_of_the_PBX_ends_every_call()
    {
        await using var office = Open();
        await office.OutboundCallAsync(Me);

        await office.RestartAsync();

        office.Pbx.Truth().Should().BeEmpty();
        await office.CustomerCallsAsync(Me);
        office.Pbx.Truth().Should().ContainSingle("the next call comes as always");
    }

    private DemoOffice Open() => DemoOffice.Start(new() { Customers = [new SimCustomer("Ivan Petrov", ["79161234567"])], AutomaticCalls = false }, _clock);

    // Time passes in small steps, so that stories can set their next timer in between.
    private async Task PassUntilAsync(DemoOffice office, bool iAnswer, Func<bool> reached)
    {
        while (!reached())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            if (iAnswer)
            {
                await office.AnswerAsync(Me);
            }

            await Until.NextLookAsync(); // the stories' own threads get their turn: who only yields here would run through a caller's patience
        }
    }
}
