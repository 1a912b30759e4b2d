using System.Collections.Concurrent;
using AwesomeAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Connection;

public sealed class AmiConnectionTests : IAsyncDisposable
{
    readonly ScriptedAmiServer _server = new();
    readonly RecordingHandler _handler = new();
    readonly FakeTimeProvider _clock = new();
    readonly CancellationTokenSource _stop = new();
    readonly ConcurrentQueue<AmiConnectionStatus> _changes = new();
    readonly ConcurrentQueue<AmiSession> _sessions = new();
    AmiConnection? _connection;
    Task _running = Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_lost_connection_comes_back_after_a_pause()
    {
        Run();
        var peer = await _server.PeerAsync();
        await StateAsync(AmiConnectionState.Connected);

        peer.Close();
        await StateAsync(AmiConnectionState.Reconnecting);
        _server.Accepted.Should().Be(1, "the clock stands still");
        _clock.Advance(TimeSpan.FromSeconds(1));

        await _server.PeerAsync();
        await Until.TrueAsync(() => _sessions.Count == 2);
        _handler.Opened.Should().Be(2);
        _changes.Select(c => c.State).Distinct().Should().Equal(AmiConnectionState.Connected, AmiConnectionState.Reconnecting);
    }

    [Fact]
    public async Task The_user_of_a_session_is_told_when_it_ends()
    {
        var ended = new TaskCompletionSource();
        Run(async (_, token) =>
        {
            try
            {
                await Task.Delay(Timeout.Infinite, token); // waits for nothing of the session's own
            }
            finally
            {
                ended.TrySetResult();
            }
        });
        await StateAsync(AmiConnectionState.Connected);
        (await _server.PeerAsync()).Close();

        await ended.Task.WaitAsync(TestContext.Current.CancellationToken);
        await StateAsync(AmiConnectionState.Reconnecting);
        _connection!.Status.Problem.Should().Contain("closed the connection");
    }

    [Fact]
    public async Task Sessions_that_end_at_once_make_the_pauses_grow()
    {
        Run((_, _) => Task.CompletedTask);
        await Until.TrueAsync(() => _sessions.Count == 1 && _connection!.Status.State == AmiConnectionState.Reconnecting);
        _clock.Advance(TimeSpan.FromSeconds(0.8));
        await Until.TrueAsync(() => _sessions.Count == 2 && _connection!.Status.State == AmiConnectionState.Reconnecting);

        _clock.Advance(TimeSpan.FromSeconds(0.8)); // not enough the second time
        _server.Accepted.Should().Be(2);
        _clock.Advance(TimeSpan.FromSeconds(0.8));
        await Until.TrueAsync(() => _sessions.Count == 3);
    }

    [Fact]
    public async Task A_session_that_lasted_makes_the_pauses_short_again()
    {
        Run();
        for (var i = 0; i < 4; i++)
        {
            await StateAsync(AmiConnectionState.Connected);
            (await _server.PeerAsync()).Close();
            await StateAsync(AmiConnectionState.Reconnecting);
            _clock.Advance(TimeSpan.FromSeconds(31));
        }

        await StateAsync(AmiConnectionState.Connected);
        var peer = await _server.PeerAsync();
        for (var i = 0; i < 4; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            await peer.SendAsync("Event: Newstate\r\n\r\n");
            await _handler.NextAsync("Newstate");
        }

        peer.Close();
        await StateAsync(AmiConnectionState.Reconnecting);
        _clock.Advance(TimeSpan.FromSeconds(0.8));

        await StateAsync(AmiConnectionState.Connected);
    }

    [Fact]
    public async Task A_refused_login_is_shown_and_tried_again_once_a_minute_only()
    {
        _server.Answer = r => r.Action == "Login" ? r.Error("Authentication failed") : ScriptedAmiServer.Default(r);
        Run();
        await StateAsync(AmiConnectionState.Refused);

        _connection!.Status.Problem.Should().Contain("phonepop").And.Contain("Authentication failed").And.NotContain("s3cret");
        _clock.Advance(TimeSpan.FromSeconds(59));
        _server.Accepted.Should().Be(1);
        _server.Answer = ScriptedAmiServer.Default;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await StateAsync(AmiConnectionState.Connected);
    }

    [Fact]
    public async Task A_PBX_that_was_never_reached_is_connecting_with_a_hint()
    {
        await _server.DisposeAsync();
        Run();

        await Until.TrueAsync(() => _connection!.Status.Problem is not null);
        _connection!.Status.State.Should().Be(AmiConnectionState.Connecting);
        _connection.Status.Problem.Should().Contain("manager.conf");
    }

    [Fact]
    public async Task A_mistake_in_the_users_code_costs_a_session_and_not_the_connection()
    {
        Run((_, _) => throw new InvalidOperationException("+79161234567"));

        await StateAsync(AmiConnectionState.Reconnecting);
        _connection!.Status.Problem.Should().Contain("InvalidOperationException").And.NotContain("7916");
    }

    [Fact]
    public async Task Cancelling_closes_the_connection_and_says_so()
    {
        Run();
        await StateAsync(AmiConnectionState.Connected);

        await _stop.CancelAsync();

        await this.Awaiting(t => t._running).Should().ThrowAsync<OperationCanceledException>();
        _connection!.Status.State.Should().Be(AmiConnectionState.Stopped);
        _handler.Closed.Should().NotBeNull();
    }

    [Fact]
    public async Task A_session_is_over_before_the_next_one_reads()
    {
        var order = new ConcurrentQueue<string>();
        var handler = new OrderHandler(order);
        _connection = new AmiConnection(Options(), new TcpAmiDialer(), handler, _clock, NullLogger<AmiConnection>.Instance);
        _running = _connection.RunAsync((session, _) => session.Completion, _stop.Token);
        var peer = await _server.PeerAsync();
        await StateAsync(AmiConnectionState.Connected);
        peer.Close();
        await StateAsync(AmiConnectionState.Reconnecting);
        _clock.Advance(TimeSpan.FromSeconds(1));

        await Until.TrueAsync(() => order.Count == 3);
        order.Should().Equal("opened", "closed", "opened");
    }

    sealed class OrderHandler(ConcurrentQueue<string> order) : IAmiMessageHandler
    {
        public bool Wants(ReadOnlySpan<byte> eventName) => false;

        public void OnEvent(AmiMessage message)
        {
        }

        public void OnBatchEnd(long receivedAt)
        {
        }

        public void OnOpened(AmiVersion version) => order.Enqueue("opened");

        public void OnClosed(Exception reason) => order.Enqueue("closed");
    }

    AmiOptions Options() => new() { Host = "127.0.0.1", Port = _server.Port, Username = "phonepop", Secret = "s3cret" };

    Task StateAsync(AmiConnectionState state) => Until.TrueAsync(() => _connection!.Status.State == state);

    void Run(Func<AmiSession, CancellationToken, Task>? use = null)
    {
        _connection = new AmiConnection(Options(), new TcpAmiDialer(), _handler, _clock, NullLogger<AmiConnection>.Instance) { StatusChanged = _changes.Enqueue };
        _running = _connection.RunAsync(
            async (session, token) =>
            {
                _sessions.Enqueue(session);
                await (use ?? ((s, _) => s.Completion))(session, token);
            },
            _stop.Token);
    }
}
