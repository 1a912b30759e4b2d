using AwesomeAssertions;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Simulator;
using PhonePop.Simulator.Scenarios;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Simulator;

public sealed class BusyOfficeTests
{
    private static readonly IReadOnlyList<SimCustomer> Customers = [new("Ivan Petrov", ["79161234567"]), new("Olga Smirnova", ["79161234568"])];
    private static readonly string[] Seats = ["101", "102"], Others = ["100", "103", "104", "105", "106"];
    private readonly FakeTimeProvider _clock = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Who_sits_at_a_seat_for_ten_minutes_is_called_often_and_the_colleagues_too(int seed)
    {
        await using var office = DemoOffice.Start(new() { Customers = Customers, Seats = Seats, Seed = seed }, _clock);
        var days = Seats.Concat(Others).Select(extension => new Day(extension)).ToList();
        for (var second = 1; second <= 600; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Until.NextLookAsync();
            var ringing = office.Pbx.Calls.SelectMany(call => call.Ringing).ToHashSet();
            days.ForEach(day => day.Look(second, ringing.Contains(day.Extension), office.Pbx.IsBusy(day.Extension)));
        }

        var (seats, others) = (days[..Seats.Length], days[Seats.Length..]);
        seats.Min(s => s.FirstRing).Should().BeLessThan(10, "somebody looks at the demo for the first time");
        seats.Should().OnlyContain(s => s.FirstRing < 60 && s.Rings >= 7, "a call and the rest after it take a minute").And.OnlyContain(s => s.LongestWait <= 75, "20 s of them are the rest after a call");
        Math.Abs(seats[0].Rings - seats[1].Rings).Should().BeLessThan(5, "they take turns, and some calls ring both");
        others.Should().OnlyContain(o => o.Rings > 0);
    }

    /// <summary>What somebody beside a phone sees, looking once a second.</summary>
    private sealed class Day(string extension)
    {
        private bool _rang;
        private int _wait;

        public string Extension { get; } = extension;

        public int Rings { get; private set; }

        public int FirstRing { get; private set; } = int.MaxValue;

        public int LongestWait { get; private set; }

        public void Look(int second, bool rings, bool isBusy)
        {
            if (rings && !_rang)
            {
                Rings++;
                FirstRing = Math.Min(FirstRing, second);
            }

            _rang = rings;
            _wait = isBusy ? 0 : _wait + 1;
            LongestWait = Math.Max(LongestWait, _wait);
        }
    }
}
