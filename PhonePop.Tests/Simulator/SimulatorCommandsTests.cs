using System.Globalization;
using AwesomeAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using PhonePop.Simulator;

namespace PhonePop.Tests.Simulator;

public sealed class SimulatorCommandsTests : IDisposable
{
    private readonly Announcements _output = new();
    private readonly StringWriter _error = new(CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("")]
    [InlineData("fly")]
    [InlineData("replay")]
    [InlineData("replay x.ami --speed fast")]
    [InlineData("replay x.ami --port 70000")]
    [InlineData("replay x.ami --port")]
    [InlineData("office --operators 1")]
    [InlineData("office --calls-per-minute 0")]
    [InlineData("office now")]
    public async Task Wrong_usage_is_explained_and_exits_with_2(string line)
    {
        var exit = await RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), TestContext.Current.CancellationToken);

        exit.Should().Be(2);
        _error.ToString().Should().Contain("replay FILE");
        _output.ToString().Should().BeEmpty();
    }

    [Fact]
    public async Task Missing_file_is_named_and_exits_with_1()
    {
        (await RunAsync(["replay", "nowhere.ami"], TestContext.Current.CancellationToken)).Should().Be(1);

        _error.ToString().Should().Contain("nowhere.ami");
    }

    [Fact]
    public async Task Help_is_no_mistake()
    {
        (await RunAsync(["--help"], TestContext.Current.CancellationToken)).Should().Be(0);

        _output.ToString().Should().Contain("office");
    }

    [Theory]
    [InlineData("office", "--operators", "4")]
    [InlineData("replay", "22.10.1/01-inbound-answered", "--speed", "max")]
    public async Task Server_says_how_to_log_in_and_ends_cleanly_when_stopped(params string[] args)
    {
        using var stop = new CancellationTokenSource();
        args = [.. args.Select(arg => arg.Contains('/') ? Transcript.PathOf(arg) : arg)];

        var running = RunAsync(args, stop.Token);
        await Task.WhenAny(_output.Ready, running);
        var words = _output.ToString().Split('\n')[0].Split([' ', ':', ','], StringSplitOptions.RemoveEmptyEntries);
        using (var client = await RawAmiClient.LoginAsync(
            int.Parse(words[4], CultureInfo.InvariantCulture), words[Array.IndexOf(words, "user") + 1], words[Array.IndexOf(words, "secret") + 1].Trim()))
        {
            (await client.AskAsync("Ping"))["Ping"].Should().Be("Pong");
        }

        await stop.CancelAsync();
        (await running).Should().Be(0);
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    private Task<int> RunAsync(string[] args, CancellationToken cancellationToken) =>
        new SimulatorCommands(_output, _error, NullLogger.Instance).RunAsync(args, cancellationToken);

    private sealed class Announcements() : StringWriter(CultureInfo.InvariantCulture)
    {
        private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ready => _ready.Task;

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains("Ctrl-C ends", StringComparison.Ordinal) == true)
            {
                _ready.SetResult();
            }
        }
    }
}
