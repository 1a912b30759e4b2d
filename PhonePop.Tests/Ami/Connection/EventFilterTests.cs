using System.Collections.Concurrent;
using System.Text;
using AwesomeAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using PhonePop.Ami;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Connection;

/// <summary>Asking a PBX for less, over real TCP: what is granted, what is refused, and what must not happen: that something needed does not come.</summary>
public sealed class EventFilterTests : IAsyncDisposable
{
    readonly ScriptedAmiServer _server = new();
    readonly FakeTimeProvider _clock = new();
    readonly CancellationTokenSource _stop = new();
    readonly ConcurrentQueue<AmiSession> _sessions = new();
    readonly ConcurrentQueue<ScriptedRequest> _filters = new();
    Task _running = Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_names_that_are_asked_for_are_those_that_are_used(int amiMajor)
    {
        using var monitor = new CallMonitor(Watched(new AmiOptions { Host = "pbx", Username = "phonepop", Secret = "x" }), Substitute.For<ICallObserver>(), _clock, NullLoggerFactory.Instance);
        IAmiMessageHandler handler = monitor;
        handler.OnOpened(new AmiVersion(amiMajor, 0, 0));
        var recorded = Recordings.Names().SelectMany(name => Encoding.Latin1.GetString(Recordings.Bytes(name)).Split("\r\n"))
            .Where(line => line.StartsWith("Event: ", StringComparison.Ordinal)).Select(line => line["Event: ".Length..]);

        var used = recorded.Concat(handler.EventNames).Distinct().Where(name => handler.Wants(Encoding.UTF8.GetBytes(name)));

        handler.EventNames.Should().BeEquivalentTo(used).And.Contain(["Hangup", "Shutdown", "Newchannel", "QueueMemberPause"]);
    }

    [Fact]
    public async Task The_version_decides_the_words_and_never_the_answer()
    {
        foreach (var (version, expected) in new[] { ("11.15.1", "Filter: Event: Hangup"), ("13.38.3", "Filter: Event: Hangup"), ("22.10.1", "MatchCriteria: name(Hangup)"), ("certified/22.8-cert1", "MatchCriteria: name(Hangup)"), ("GIT-master-22ab", "Filter: Event: Hangup") })
        {
            _server.Answer = r => r.Action == "CoreSettings" ? r.Success("AsteriskVersion: " + version) : Answer(r, _ => r.Success());
            await using var session = await AmiSession.OpenAsync(new TcpAmiDialer(), Options(), new Office(), _clock, NullLogger.Instance, TestContext.Current.CancellationToken);

            (session.EventFilters, session.FilterCount).Should().Be((EventFilterState.Set, 3));
            _filters.Select(f => f.Text).First().Should().Contain(expected, "Asterisk {0} is asked so", version);
            _filters.Clear();
        }
    }

    [Fact]
    public async Task An_account_without_the_right_is_not_even_tried()
    {
        _server.Answer = r => r.Action == "Filter" ? throw new InvalidOperationException("asked all the same") : ScriptedAmiServer.Default(r);

        (await RunAsync()).EventFilters.Should().Be(EventFilterState.NotAllowed);
    }

    [Fact]
    public async Task A_refusal_costs_nothing_and_ends_the_asking()
    {
        _server.Answer = r => Answer(r, _ => r.Error("Invalid/unknown command"));

        var session = await RunAsync();

        session.EventFilters.Should().Be(EventFilterState.Refused);
        _filters.Should().ContainSingle();
        session.Limitations.Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_whose_filters_are_not_all_there_is_given_up_and_the_next_does_without(bool answers)
    {
        _server.Answer = r => Answer(r, number => number < 3 ? r.Success() : answers ? r.Error("no more") : null);

        var session = await RunAsync(isStuck: () => _server.Accepted == 1 && _filters.Count == 3);

        // How often it dialled again depends on how far the clock went on meanwhile; that no filter was asked for any more does not.
        (session.EventFilters, _filters.Count).Should().Be((EventFilterState.GivenUp, 3));
        _server.Accepted.Should().BeGreaterThan(1);
    }

    [Fact]
    public async Task A_PBX_that_does_not_say_what_the_account_may_is_left_alone_and_does_not_hold_up_the_calls()
    {
        var isAsked = false;
        _server.Answer = r => r.Action == "ListCommands" ? Silence() : ScriptedAmiServer.Default(r);

        (await RunAsync(isStuck: () => isAsked)).EventFilters.Should().Be(EventFilterState.NoAnswer);
        _filters.Should().BeEmpty();

        string? Silence()
        {
            isAsked = true;
            return null;
        }
    }

    static CallMonitorOptions Watched(AmiOptions ami) => new() { Name = "main", Ami = ami };

    // No other time limit: on a busy machine the clock is hours ahead before the filters' own one has had its effect.
    AmiOptions Options()
    {
        var never = TimeSpan.FromDays(20);
        return new() { Host = "127.0.0.1", Port = _server.Port, Username = "phonepop", Secret = "x", FilterEvents = true, ActionTimeout = never, PingInterval = never, SilenceLimit = never };
    }

    /// <summary>The session with which it goes on.</summary>
    /// <param name="isStuck">While this is so, time goes on.</param>
    async Task<AmiSession> RunAsync(Func<bool>? isStuck = null)
    {
        var connection = new AmiConnection(Options(), new TcpAmiDialer(), new Office(), _clock, NullLogger<AmiConnection>.Instance);
        _running = connection.RunAsync(
            (session, token) =>
            {
                _sessions.Enqueue(session);
                return Task.Delay(Timeout.Infinite, token);
            },
            _stop.Token);
        await Until.TrueAsync(() =>
        {
            if (isStuck?.Invoke() == true)
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
            }

            return !_sessions.IsEmpty;
        });
        return _sessions.First();
    }

    string? Answer(ScriptedRequest request, Func<int, string?> filter)
    {
        if (request.Action == "ListCommands")
        {
            return request.Success("CoreShowChannels: x  (Priv: reporting)", "CoreSettings: x  (Priv: reporting)", "Filter: x  (Priv: system,all)");
        }

        if (request.Action != "Filter")
        {
            return ScriptedAmiServer.Default(request);
        }

        _filters.Enqueue(request);
        return filter(_filters.Count);
    }

    sealed class Office : IAmiMessageHandler
    {
        public IReadOnlyList<string> EventNames => ["Hangup", "Newchannel", "Newstate"];

        public bool Wants(ReadOnlySpan<byte> eventName) => true;

        public void OnEvent(AmiMessage message)
        {
        }

        public void OnBatchEnd(long receivedAt)
        {
        }
    }
}
