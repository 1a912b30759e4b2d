using System.Globalization;
using AwesomeAssertions;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Server.Configuration;
using PhonePop.Server.Live;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Configuration;

public sealed class WatchdogTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_said_while_the_board_of_calls_is_stuck()
    {
        var clock = new Clock();
        var board = new LiveCallBoard(clock);
        var systemd = new Listener();
        using var watchdog = new Watchdog(systemd, board, clock, Minute);
        await watchdog.StartAsync(Stop);
        await clock.HasTimer.WaitAsync(Until.Patience, Stop);
        using var isHeld = new ManualResetEventSlim();
        using var letGo = new ManualResetEventSlim();
        var holder = Task.Factory.StartNew(
            () => board.Update("stuck", _ =>
            {
                isHeld.Set();
                letGo.Wait(Stop);
                systemd.IsHeld = false;
                return null;
            }),
            Stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        isHeld.Wait(Stop);
        systemd.IsHeld = true;

        var tick = new Thread(() => clock.Advance(Minute / 3)); // what the timer wakes runs there
        tick.Start();
        await Until.TrueAsync(() => (tick.ThreadState & (ThreadState.WaitSleepJoin | ThreadState.Stopped)) != 0);
        letGo.Set();
        await holder;

        await systemd.Heard.WaitAsync(Until.Patience, Stop);
        systemd.WasToldWhileHeld.Should().BeFalse();
        await watchdog.StopAsync(Stop);
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("", null, null)]
    [InlineData("0", null, null)]
    [InlineData("soon", null, null)]
    [InlineData("9223372036854775807", null, null)]
    [InlineData("60000000", null, 60)]
    [InlineData("60000000", "own", 60)]
    [InlineData("60000000", "1", null)]
    public void Systemd_says_how_long_it_waits_and_for_whom(string? microseconds, string? process, int? seconds) =>
        Watchdog.Patience(microseconds, process == "own" ? Environment.ProcessId.ToString(CultureInfo.InvariantCulture) : process)
            .Should().Be(seconds is { } s ? TimeSpan.FromSeconds(s) : null);

    private sealed class Clock : FakeTimeProvider
    {
        private readonly TaskCompletionSource _hasTimer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task HasTimer => _hasTimer.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _hasTimer.TrySetResult();
            return timer;
        }
    }

    private sealed class Listener : ISystemdNotifier
    {
        private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public volatile bool IsHeld;

        public bool WasToldWhileHeld { get; private set; }

        public bool IsEnabled => true;

        public Task Heard => _heard.Task;

        public void Notify(ServiceState state)
        {
            WasToldWhileHeld |= IsHeld;
            _heard.TrySetResult();
        }
    }
}
