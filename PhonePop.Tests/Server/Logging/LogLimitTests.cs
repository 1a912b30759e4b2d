using AwesomeAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Server.Customers;
using PhonePop.Server.Logging;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Logging;

public sealed class LogLimitTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly LogLines _lines = new();
    private readonly LimitedLoggerFactory _loggers;

    public LogLimitTests() => _loggers = new LimitedLoggerFactory(LoggerFactory.Create(l => l.AddProvider(_lines)), new LogLimit(_clock));

    public void Dispose()
    {
        _loggers.Dispose();
        _lines.Dispose();
    }

    [Fact]
    public void The_same_line_comes_once_in_ten_minutes_and_then_with_how_often()
    {
        var logger = _loggers.CreateLogger("hub");
        for (var i = 0; i < 1000; i++)
        {
            Say(logger, LogLevel.Error, "A change could not be sent");
        }

        _clock.Advance(LogLimit.Window);
        Say(logger, LogLevel.Error, "A change could not be sent");

        _lines.All.Should().HaveCount(2);
        _lines.All[1].Should().Contain("(999 more like it were left out before)");
    }

    [Fact]
    public void Lines_of_one_kind_with_other_calls_in_them_are_bounded_and_another_PBX_is_another_problem()
    {
        var logger = _loggers.CreateLogger("history");
        for (var i = 0; i < 1000; i++)
        {
            Say(logger, LogLevel.Warning, $"Call {i} is lost");
        }

        for (var i = 0; i < 20; i++)
        {
            Say(logger, LogLevel.Warning, $"branch{i} is away", pbx: $"branch{i}");
        }

        _lines.All.Count(l => l.Contains("is lost")).Should().Be(LogLimit.MostOfAKind);
        _lines.All.Count(l => l.Contains("is away")).Should().Be(20);
    }

    [Fact]
    public void Who_looks_for_something_at_debug_level_gets_all_of_it()
    {
        var loggers = new LimitedLoggerFactory(LoggerFactory.Create(l => l.AddProvider(_lines).SetMinimumLevel(LogLevel.Debug)), new LogLimit(_clock));
        var logger = loggers.CreateLogger("hub");
        for (var i = 0; i < 50; i++)
        {
            Say(logger, LogLevel.Debug, "again");
        }

        _lines.All.Should().HaveCount(50);
    }

    [Theory]
    [InlineData("a\r\nfail: forged line")]
    [InlineData("a\u001b[2Jb")]
    [InlineData("a\u2028b\u202Ec\u200Bd")]
    public void What_a_caller_says_stays_within_its_line(string name)
    {
        var line = $"Caller {name}";

        Say(_loggers.CreateLogger("calls"), LogLevel.Warning, line);


        _lines.All.Single().Should().NotContainAny("\r", "\n", "\u001b", "\u2028", "\u202E", "\u200B");
    }

    [Fact]
    public async Task Look_ups_that_fail_for_every_call_are_a_few_lines()
    {
        var lines = new LogLines();
        var broken = new Broken();
        await using var server = new LiveServer().With(s => s.RemoveAll<ICustomerLookup>().AddSingleton<ILoggerProvider>(lines).AddSingleton<ICustomerLookup>(broken)).Started();
        for (var i = 0; i < 200; i++)
        {
            server.Pbx.CallChanged(Some.Call("101", $"7916{i:0000000}", id: $"main:{i}.1:101"));
        }

        await Until.TrueAsync(() => broken.Asked >= 200);
        lines.All.Count(l => l.Contains("Look-up")).Should().BeLessThanOrEqualTo(LogLimit.MostOfAKind);
    }

    private static void Say(ILogger logger, LogLevel level, string text, string? pbx = null)
    {
        KeyValuePair<string, object?>[] state = [new("Pbx", pbx)];
        logger.Log(level, default, state, null, (_, _) => text);
    }

    private sealed class Broken : ICustomerLookup
    {
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public string Name => "Database";

        public ValueTask<CustomerMatch?> FindAsync(PhoneNumber caller, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            throw new InvalidOperationException("broken");
        }
    }
}
