using System.Security.Cryptography;
using System.Text;
using AwesomeAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Connection;

public sealed partial class AmiSessionTests : IAsyncDisposable
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
    public async Task A_list_without_an_end_fails_alone_and_what_still_comes_of_it_is_nobodys()
    {
        _server.Answer = r => r.Action == "Endless"
            ? r.Success("EventList: start") + string.Concat(Enumerable.Range(0, PendingAction.MostRows + 10).Select(i => $"Event: Row\r\nActionID: {r.Id}\r\nNumber: {i}\r\n\r\n"))
            : ScriptedAmiServer.Default(r);
        var peer = await OpenAsync(new FakeTimeProvider());

        await _session!.Awaiting(s => s.SendListAsync(new AmiAction("Endless"), Stop)).Should().ThrowAsync<AmiProtocolException>().WithMessage($"*more than {PendingAction.MostRows} rows*");

        (await _session!.SendListAsync(AmiAction.CoreShowChannels, Stop)).Rows.Should().ContainSingle();
        await peer.SendAsync("Event: Shutdown\r\nShutdown: Cleanly\r\n\r\n");
        (await _handler.NextAsync("Shutdown")).Get("Shutdown").Should().Be("Cleanly");
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
