using AwesomeAssertions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Ami.Connection;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Connection;

/// <summary>A PBX that is away for a night is a few lines in the log, not one for each attempt.</summary>
public sealed class ConnectionLogTests : IAsyncDisposable
{
    readonly ScriptedAmiServer _server = new();
    readonly FakeTimeProvider _clock = new();
    readonly LogLines _lines = new();
    readonly ILoggerFactory _loggers;
    readonly CancellationTokenSource _stop = new();
    AmiConnection? _connection;
    Task _running = Task.CompletedTask;
    int _failures;
    int _awaited;

    public ConnectionLogTests() => _loggers = LoggerFactory.Create(l => l.AddProvider(_lines));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _loggers.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_lost_PBX_is_said_once_again_now_and_then_and_when_it_is_back()
    {
        Run();
        var peer = await _server.PeerAsync();
        await StateAsync(AmiConnectionState.Connected);

        _server.Banner = "HTTP/1.1 400 Bad Request\r\n\r\n"; // from now on something else answers there
        peer.Close();
        await AttemptsAsync(18, TimeSpan.FromSeconds(31)); // nine minutes
        Lines().Should().HaveCount(3).And.ContainInOrder(Lines().Where(l => l.Contains("closed the connection") || l.Contains("manager interface")));
        await AttemptsAsync(18, TimeSpan.FromSeconds(31));
        Lines().Should().HaveCount(4);
        await FailureAsync();
        _server.Banner = "Asterisk Call Manager/11.0.0\r\n";
        _clock.Advance(TimeSpan.FromSeconds(31));
        await StateAsync(AmiConnectionState.Connected);

        Lines()[0].Should().Contain("Connected to 127.0.0.1");
        Lines()[^1].Should().MatchRegex(@"Connected to 127\.0\.0\.1:\d+ again after \d+(\.\d)? s and 3\d attempts");
    }

    [Fact]
    public async Task A_PBX_that_comes_and_goes_is_not_said_each_time()
    {
        Run((_, _) => Task.CompletedTask);
        await AttemptsAsync(15, TimeSpan.FromSeconds(31));

        Lines().Should().HaveCount(3, "connected, lost, back; and then quiet for ten minutes");
    }

    [Fact]
    public async Task A_refused_account_is_said_once_in_ten_minutes()
    {
        _server.Answer = r => r.Action == "Login" ? r.Error("Authentication failed") : ScriptedAmiServer.Default(r);
        Run();
        await AttemptsAsync(9, TimeSpan.FromMinutes(1));

        Lines().Should().ContainSingle().Which.Should().Contain("Authentication failed").And.NotContain("s3cret");
    }

    /// <summary>What concerns the connection, without what each login learns.</summary>
    List<string> Lines() => [.. _lines.All.Where(l => l.Contains("AmiConnection: ") && !l.Contains("runs Asterisk"))];

    Task StateAsync(AmiConnectionState state) => Until.TrueAsync(() => _connection!.Status.State == state);

    // Each failure is announced once its pause has begun.
    async Task AttemptsAsync(int count, TimeSpan pause)
    {
        for (var i = 0; i < count; i++)
        {
            await FailureAsync();
            _clock.Advance(pause);
        }
    }

    Task FailureAsync()
    {
        var next = ++_awaited;
        return Until.TrueAsync(() => Volatile.Read(ref _failures) >= next);
    }

    void Run(Func<AmiSession, CancellationToken, Task>? use = null)
    {
        var options = new AmiOptions { Host = "127.0.0.1", Port = _server.Port, Username = "phonepop", Secret = "s3cret" };
        _connection = new AmiConnection(options, new TcpAmiDialer(), new RecordingHandler(), _clock, _loggers.CreateLogger<AmiConnection>())
        {
            StatusChanged = status => Interlocked.Add(ref _failures, status.Problem is null ? 0 : 1),
        };
        _running = _connection.RunAsync(use ?? ((session, _) => session.Completion), _stop.Token);
    }
}
