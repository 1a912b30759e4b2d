using System.Security.Cryptography;
using System.Text;
using AwesomeAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Connection;

public sealed class AmiSessionTests : IAsyncDisposable
{
    readonly ScriptedAmiServer _server = new();
    readonly RecordingHandler _handler = new();
    AmiSession? _session;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_session is not null)
        {
            await _session.DisposeAsync();
        }

        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Logs_in_with_the_challenge_and_hears_what_comes_directly_after()
    {
        var peer = await OpenAsync();
        var login = await peer.RequestAsync("Login");

        (await _handler.NextAsync()).Get("Event").Should().Be("FullyBooted");
        login["Username"].Should().Be("phonepop");
        login["Key"].Should().Be(Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.MD5, Encoding.UTF8.GetBytes("12345s3cret"))));
        login["Secret"].Should().BeNull("the secret never crosses the wire when the PBX offers a challenge");
        _session!.Version.Should().Be(new AmiVersion(11, 0, 0));
    }

    [Fact]
    public async Task Logs_in_plainly_where_the_challenge_is_refused()
    {
        _server.Answer = r => r.Action == "Challenge" ? r.Error("Invalid/unknown command") : ScriptedAmiServer.Default(r);
        var peer = await OpenAsync();

        (await peer.RequestAsync("Login"))["Secret"].Should().Be("s3cret");
    }

    [Fact]
    public async Task Logs_in_plainly_where_the_challenge_gets_no_answer()
    {
        var clock = new FakeTimeProvider();
        _server.Answer = r => r.Action == "Challenge" ? null : ScriptedAmiServer.Default(r);

        var opening = AmiSession.OpenAsync(new TcpAmiDialer(), Options, _handler, clock, NullLogger.Instance, Stop);
        var peer = await _server.PeerAsync();
        await peer.RequestAsync("Challenge");
        clock.Advance(TimeSpan.FromSeconds(3));

        (await peer.RequestAsync("Login"))["Secret"].Should().Be("s3cret");
        _session = await opening;
    }

    [Fact]
    public async Task A_refused_login_says_what_the_PBX_said()
    {
        _server.Answer = r => r.Action == "Login" ? r.Error("Authentication failed") : ScriptedAmiServer.Default(r);

        var act = () => OpenAsync();

        await act.Should().ThrowAsync<AmiLoginException>().WithMessage("Authentication failed.");
    }

    [Fact]
    public async Task A_web_server_on_that_port_is_named()
    {
        _server.Banner = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";

        var act = () => OpenAsync();

        await act.Should().ThrowAsync<AmiProtocolException>().WithMessage("*web server*");
    }

    [Fact]
    public async Task A_port_that_says_nothing_is_given_up_after_the_banners_time()
    {
        _server.Banner = null;
        var clock = new FakeTimeProvider();
        var opening = OpenAsync(clock);
        await _server.PeerAsync();

        await clock.AdvanceUntilAsync(opening);

        await opening.Awaiting(o => o).Should().ThrowAsync<AmiProtocolException>().WithMessage("*said nothing for 5 s*");
    }

    [Fact]
    public async Task Asks_for_the_classes_of_events_that_it_needs_before_anything_else()
    {
        var peer = await OpenAsync();
        _ = _session!.SendListAsync(AmiAction.CoreShowChannels, Stop);
        await peer.RequestAsync("Login");

        (await peer.RequestAsync("Events"))["EventMask"].Should().Be("system,call,agent");
        await peer.RequestAsync("CoreShowChannels"); // only after the mask
    }

    [Fact]
    public async Task Learns_the_version_of_Asterisk()
    {
        await OpenAsync();

        await _session!.Learned.WaitAsync(Stop);

        _session.AsteriskVersion.Should().Be("22.10.1");
        _session.Limitations.Should().BeEmpty();
    }

    [Fact]
    public async Task Missing_rights_cost_a_feature_each_and_never_the_connection()
    {
        _server.Answer = r => r.Action switch
        {
            "CoreSettings" => r.Error("Permission denied"),
            "ListCommands" => r.Success("Ping: Keepalive command  (Priv: <none>)"),
            _ => ScriptedAmiServer.Default(r),
        };
        await OpenAsync();

        await _session!.Learned.WaitAsync(Stop);

        _session.AsteriskVersion.Should().BeNull();
        _session.Limitations.Should().HaveCount(2).And.AllSatisfy(l => l.Should().Contain("write = reporting"));
        (await _session.SendAsync(AmiAction.Ping, Stop)).Success.Should().BeTrue();
    }

    [Fact]
    public async Task Questions_that_get_no_answer_do_not_hold_up_the_first_list()
    {
        _server.Answer = r => r.Action is "Events" or "CoreSettings" or "ListCommands" ? null : ScriptedAmiServer.Default(r);
        var clock = new FakeTimeProvider();
        await OpenAsync(clock);

        var list = await _session!.SendListAsync(AmiAction.CoreShowChannels, Stop); // the clock stands still

        list.Rows.Should().ContainSingle();
    }

    [Fact]
    public async Task An_error_is_returned_and_not_thrown()
    {
        await OpenAsync();

        var answer = await _session!.SendAsync(new AmiAction("Nonsense"), Stop);

        (answer.Success, answer.Message).Should().Be((false, "Invalid/unknown command"));
    }

    [Fact]
    public async Task A_refused_list_ends_at_once()
    {
        _server.Answer = r => r.Action == "CoreShowChannels" ? r.Error("Permission denied") : ScriptedAmiServer.Default(r);
        await OpenAsync();

        var list = await _session!.SendListAsync(AmiAction.CoreShowChannels, Stop);

        (list.Success, list.Message, list.Rows.Count).Should().Be((false, "Permission denied", 0));
    }

    [Fact]
    public async Task An_action_that_gets_no_answer_times_out_alone()
    {
        _server.Answer = r => r.Action == "Slow" ? null : ScriptedAmiServer.Default(r);
        var clock = new FakeTimeProvider();
        await OpenAsync(clock);
        var slow = _session!.SendAsync(new AmiAction("Slow"), Stop);

        while (!slow.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            (await _session!.SendAsync(AmiAction.Ping, Stop)).Success.Should().BeTrue();
        }

        await slow.Awaiting(s => s).Should().ThrowAsync<TimeoutException>().WithMessage("*Slow*10 s*");
        _session.Completion.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task A_line_end_in_an_action_throws_and_sends_nothing()
    {
        var peer = await OpenAsync();

        await _session!.Awaiting(s => s.SendAsync(new AmiAction("Redirect", new AmiField("Exten", "1\r\nAction: Logoff")), Stop)).Should().ThrowAsync<ArgumentException>();
        await _session!.SendAsync(new AmiAction("Marker"), Stop);

        (await peer.RequestAsync("Marker")).Text.Should().StartWith("Action: Marker\r\n");
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_of_one_caller_only()
    {
        _server.Answer = r => r.Action == "Slow" ? null : ScriptedAmiServer.Default(r);
        await OpenAsync();
        using var cancel = new CancellationTokenSource();
        var slow = _session!.SendAsync(new AmiAction("Slow"), cancel.Token);

        await cancel.CancelAsync();

        await slow.Awaiting(s => s).Should().ThrowAsync<OperationCanceledException>();
        (await _session.SendAsync(AmiAction.Ping, Stop)).Success.Should().BeTrue();
    }

    [Fact]
    public async Task Everything_that_waits_fails_with_the_first_reason()
    {
        _server.Answer = r => r.Action == "Slow" ? null : ScriptedAmiServer.Default(r);
        await OpenAsync();
        var one = _session!.SendAsync(new AmiAction("Slow"), Stop);
        var two = _session.SendListAsync(new AmiAction("Slow"), Stop);

        _session.Abort(new InvalidDataException("the first reason"));
        _session.Abort(new InvalidDataException("an echo of it"));

        foreach (var waiting in new[] { one, two, _session.Completion })
        {
            await waiting.Awaiting(w => w).Should().ThrowAsync<InvalidDataException>().WithMessage("the first reason");
        }

        await _session!.Awaiting(s => s.SendAsync(AmiAction.Ping, Stop)).Should().ThrowAsync<AmiConnectionClosedException>().WithMessage("the first reason");
        _handler.Closed.Should().BeOfType<InvalidDataException>();
    }

    [Fact]
    public async Task A_PBX_that_hangs_up_ends_the_session_after_its_last_event()
    {
        var peer = await OpenAsync();
        await peer.SendAsync("Event: Shutdown\r\nShutdown: Cleanly\r\n\r\n");
        (await _handler.NextAsync("Shutdown")).Get("Shutdown").Should().Be("Cleanly");

        peer.Close();

        await _session!.Awaiting(s => s.Completion).Should().ThrowAsync<AmiConnectionClosedException>();
    }

    [Fact]
    public async Task A_half_open_connection_is_noticed_within_fifteen_seconds()
    {
        _server.Answer = r => r.Action == "Ping" ? null : ScriptedAmiServer.Default(r);
        var clock = new FakeTimeProvider();
        await OpenAsync(clock);
        await _session!.Learned.WaitAsync(Stop); // the last that is received

        clock.Advance(TimeSpan.FromSeconds(11));
        _session!.Completion.IsCompleted.Should().BeFalse();
        clock.Advance(TimeSpan.FromSeconds(2));

        await _session.Awaiting(s => s.Completion).Should().ThrowAsync<TimeoutException>().WithMessage("Nothing was received*");
        _handler.Closed.Should().BeOfType<TimeoutException>();
    }

    [Fact]
    public async Task Any_byte_received_is_a_sign_of_life()
    {
        _server.Answer = r => r.Action == "Ping" ? null : ScriptedAmiServer.Default(r);
        var clock = new FakeTimeProvider();
        var peer = await OpenAsync(clock);
        for (var i = 0; i < 5; i++)
        {
            await peer.SendAsync("Event: Newstate\r\n\r\n");
            await _handler.NextAsync("Newstate");
            clock.Advance(TimeSpan.FromSeconds(10));
        }

        _session!.Completion.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task The_answer_to_a_ping_is_the_lag()
    {
        var clock = new FakeTimeProvider();
        _server.Answer = r =>
        {
            clock.Advance(r.Action == "Ping" ? TimeSpan.FromMilliseconds(40) : TimeSpan.Zero);
            return ScriptedAmiServer.Default(r);
        };
        var peer = await OpenAsync(clock);
        _session!.Lag.Should().BeNull();

        clock.Advance(TimeSpan.FromSeconds(6));
        await peer.RequestAsync("Ping");
        await Until.TrueAsync(() => _session.Lag is not null);

        _session.Lag.Should().Be(TimeSpan.FromMilliseconds(40));
    }

    [Fact]
    public async Task Rows_go_to_whom_asked_between_the_events_around_them()
    {
        var order = new List<string>();
        _handler.Seen = e => order.Add(e.Get("Event"));
        _server.Answer = r => r.Action != "CoreShowChannels" ? ScriptedAmiServer.Default(r)
            : r.Success("EventList: start")
            + "Event: Before\r\n\r\n"
            + $"Event: CoreShowChannel\r\nActionID: {r.Id}\r\nUniqueid: 1\r\n\r\n"
            + "Event: CoreShowChannel\r\nActionID: poll-3\r\nUniqueid: other\r\n\r\n"
            + $"Event: CoreShowChannel\r\nActionID: {r.Id}\r\nUniqueid: 2\r\n\r\n"
            + $"Event: CoreShowChannelsComplete\r\nActionID: {r.Id}\r\nEventList: Complete\r\n\r\n";
        _handler.Filter = n => n != "CoreShowChannel" && n != "FullyBooted";
        await OpenAsync();

        var result = await _session!.SendListAsync(AmiAction.CoreShowChannels, new Rows(order), Stop);

        result.Success.Should().BeTrue();
        order.Should().Equal("start", "Before", "row 1", "row 2", "complete");
    }

    [Fact]
    public async Task Answers_to_another_programs_actions_reach_nobody_and_its_originate_is_an_event()
    {
        var peer = await OpenAsync();
        await peer.SendAsync("Response: Success\r\nActionID: poll-3\r\n\r\nResponse: Success\r\n\r\nEvent: OriginateResponse\r\nActionID: click-1\r\nResponse: Success\r\n\r\n");

        (await _handler.NextAsync("OriginateResponse")).Get("ActionID").Should().Be("click-1");
        _session!.BadMessages.Should().Be(0);
    }

    [Fact]
    public async Task Events_that_nobody_wants_are_skipped_but_counted()
    {
        _handler.Filter = n => n == "Hangup";
        var peer = await OpenAsync();
        await peer.SendAsync(string.Concat(Enumerable.Repeat("Event: VarSet\r\nVariable: A\r\n\r\n", 100)) + "Event: Hangup\r\n\r\n");

        (await _handler.NextAsync()).Get("Event").Should().Be("Hangup");
        _session!.MessagesReceived.Should().BeGreaterThan(100);
    }

    [Fact]
    public async Task A_handler_that_throws_loses_that_event_only()
    {
        _handler.Seen = e => _ = e.Get("Event") == "Bad" ? throw new FormatException("+79161234567") : 0;
        var peer = await OpenAsync();
        await peer.SendAsync("Event: Bad\r\n\r\nEvent: Good\r\n\r\n");

        await _handler.NextAsync("Good");
        _session!.HandlerFailures.Should().Be(1);
    }

    sealed class Rows(List<string> order) : IAmiRowHandler
    {
        public void OnStart(AmiMessage response) => order.Add("start");

        public void OnRow(AmiMessage row) => order.Add("row " + row.Text("Uniqueid"u8));

        public void OnComplete(AmiMessage last) => order.Add("complete");
    }

    AmiOptions Options => new() { Host = "127.0.0.1", Port = _server.Port, Username = "phonepop", Secret = "s3cret" };

    async Task<ScriptedPeer> OpenAsync(TimeProvider? clock = null)
    {
        _session = await AmiSession.OpenAsync(new TcpAmiDialer(), Options, _handler, clock ?? TimeProvider.System, NullLogger.Instance, Stop);
        return await _server.PeerAsync();
    }
}
