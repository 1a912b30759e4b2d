using System.Globalization;
using AwesomeAssertions;
using PhonePop.Simulator.Office;
using PhonePop.Simulator.Soak;

namespace PhonePop.Tests.Simulator.Soak;

public sealed class SoakTests : IDisposable
{
    private readonly StringWriter _output = new(CultureInfo.InvariantCulture);
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task Soak_goes_through_every_Asterisk_and_weather_and_ends_in_time_with_0()
    {
        var seen = new List<OfficeCase>();

        var exit = await RunAsync(new SoakOptions { Length = TimeSpan.FromMinutes(1), Asterisks = ["11", "22"] }, office =>
        {
            seen.Add(office);
            return new OfficeResult(null, Calls: 10, Checks: 100);
        });

        exit.Should().Be(0);
        seen.Should().HaveCount(60, "each takes a second");
        seen.Select(o => o.Asterisk).Distinct().Should().Equal("11", "22");
        seen.Select(o => o.Seed).Should().OnlyHaveUniqueItems();
        seen.Should().Contain(o => o.Faults.Lost > 0).And.Contain(o => o.Steps.Any(s => s.Kind == StepKind.Crash));
        _output.ToString().Should().Contain("so far: 15 offices").And.Contain("in all: 60 offices, 600 calls, 6000 checks, 0 mismatches");
    }

    [Fact]
    public async Task Without_faults_nothing_misbehaves()
    {
        var seen = new List<OfficeCase>();

        await RunAsync(new SoakOptions { Length = TimeSpan.FromSeconds(20), Asterisks = ["22"], Faults = false }, office =>
        {
            seen.Add(office);
            return new OfficeResult(null, 1, 1);
        });

        seen.Should().NotContain(o => o.NeedsLists);
    }

    [Fact]
    public async Task Mismatch_is_made_short_printed_to_be_kept_and_makes_it_1()
    {
        var exit = await RunAsync(new SoakOptions { Length = TimeSpan.FromSeconds(5), Asterisks = ["22"], Seed = 3 }, office =>
            new OfficeResult(office.Seed == 4 && office.Steps.Count(s => s.Kind == StepKind.Hold) >= 2 ? "somebody is missing" : null, 1, 1));

        exit.Should().Be(1);
        _output.ToString().Should().Contain("MISMATCH (seed 4, Asterisk 22) somebody is missing").And.MatchRegex(@"shortest: asterisk=22 seed=4 [^|]*\| Hold[\d ]*, Hold[\d ]*\n").And.Contain("1 mismatches");
    }

    [Fact]
    public async Task Case_can_be_run_by_itself()
    {
        var office = OfficeCase.Parse("asterisk=22 seed=5 | Inbound 1, Answer, Hold, Unhold, HangUp");
        using var received = new MemoryStream();

        var exit = await new SoakCommand(_output, _clock).RunAsync(office, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, received, TestContext.Current.CancellationToken);

        exit.Should().Be(0);
        System.Text.Encoding.UTF8.GetString(received.ToArray()).Should().Contain("Event: Hangup");
    }

    [Fact]
    public async Task Shortest_case_still_fails_and_nothing_can_be_left_out()
    {
        var office = OfficeCases.Draw(OfficeWeather.Fair, "22", 1, 80) with { Seed = 9 };
        office = office with { Steps = [.. office.Steps.Take(40), new OfficeStep(StepKind.Crash), .. office.Steps.Skip(40), new OfficeStep(StepKind.Restart)] };

        var shortest = await Shrinker.ShrinkAsync(office, less => Task.FromResult(less.Steps.Any(s => s.Kind == StepKind.Crash) && less.Steps[^1].Kind == StepKind.Restart), _clock);

        shortest.Steps.Select(s => s.Kind).Should().Equal(StepKind.Crash, StepKind.Restart);
        shortest.Seed.Should().Be(9);
    }

    public void Dispose() => _output.Dispose();

    private Task<int> RunAsync(SoakOptions options, Func<OfficeCase, OfficeResult> run) =>
        new SoakCommand(_output, _clock, (office, _) =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(run(office));
        }).RunAsync(options, TestContext.Current.CancellationToken);
}
