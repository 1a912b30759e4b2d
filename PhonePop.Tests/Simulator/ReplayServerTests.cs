using System.IO.Compression;
using System.Text;
using AwesomeAssertions;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Simulator;
using PhonePop.Simulator.Replay;

namespace PhonePop.Tests.Simulator;

public class ReplayServerTests
{
    private const string Inbound = "22.10.1/01-inbound-answered";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Transcript.AllAsData), MemberType = typeof(Transcript))]
    public async Task Client_gets_exactly_the_recorded_bytes_after_its_login(string name)
    {
        var recording = await Transcript.LoadAsync(name);
        await using var server = ReplayServer.Start(recording, new() { Secret = RawAmiClient.ReplaySecret, Pace = ReplayPace.Fast, CutSeed = 7 });

        foreach (var connection in recording.Connections)
        {
            using var client = await RawAmiClient.LoginAsync(server.Port);
            var start = RecordedStart(recording, connection.StartByte);
            var played = await client.BytesAsync(connection.ClosedAtByte - start);

            played.Should().Equal(recording.Bytes[start..connection.ClosedAtByte].ToArray());
            if (connection != recording.Connections[^1])
            {
                (await client.RestAsync()).Should().BeEmpty("the recorded server closed the connection here");
            }
        }

        await server.Played;
    }

    [Fact]
    public async Task Test_plays_from_quiet_point_to_quiet_point()
    {
        await using var server = await ReplayServer.StartAsync(Transcript.PathOf(Inbound), new() { Secret = RawAmiClient.ReplaySecret }, cancellationToken: Cancel);
        using var client = await RawAmiClient.LoginAsync(server.Port);

        await server.PlayToSettledAsync(1, Cancel);
        (await client.ListAsync("CoreShowChannels")).Select(row => row["ChannelStateDesc"]).Should().BeEquivalentTo("Ring", "Ringing");
        await server.PlayToSettledAsync(2, Cancel);
        var talking = await client.ListAsync("CoreShowChannels");
        await server.PlayToSettledAsync(3, Cancel);
        var after = await client.ListAsync("CoreShowChannels");

        talking.Should().HaveCount(2);
        talking.Select(row => row["BridgeId"]).Distinct().Should().ContainSingle().Which.Should().NotBeEmpty();
        after.Should().BeEmpty();
    }

    [Fact]
    public async Task Answer_waits_for_the_end_of_a_message_that_is_cut()
    {
        await using var server = await ReplayServer.StartAsync(Transcript.PathOf(Inbound), new() { Secret = RawAmiClient.ReplaySecret }, cancellationToken: Cancel);
        using var client = await RawAmiClient.LoginAsync(server.Port);
        var settled = server.Recording.Timeline[1].SettledAtByte!.Value;

        await server.PlayToAsync(settled - 100, Cancel);
        await client.SendAsync("Action: Ping", "ActionID: mine");
        await server.PlayToAsync(settled - 50, Cancel);
        await server.PlayToAsync(settled, Cancel);
        await client.UntilAsync(m => m["ActionID"] == "mine");

        var text = Encoding.UTF8.GetString(client.Received);
        var answer = text.IndexOf("Response: Success\r\nActionID: mine", StringComparison.Ordinal);
        text[..answer].Should().EndWith("\r\n\r\n");
        text[..answer].Should().EndWith(Encoding.UTF8.GetString(server.Recording.Bytes.Span[(settled - 1_000)..settled]), "the message was completed first");
    }

    [Fact]
    public async Task Answers_never_split_a_recorded_message_while_it_plays_in_pieces()
    {
        var recording = await Transcript.LoadAsync("22.10.1/04-attended-transfer");
        await using var server = ReplayServer.Start(recording, new() { Secret = RawAmiClient.ReplaySecret, CutSeed = 42 });
        using var client = await RawAmiClient.LoginAsync(server.Port);
        var random = new Random(42);

        var asked = 0;
        for (var offset = server.Position; offset < recording.Bytes.Length; offset += random.Next(1, 900))
        {
            await server.PlayToAsync(offset, Cancel);
            await client.SendAsync("Action: CoreShowChannels", $"ActionID: mine-{++asked}");
        }

        await server.PlayToEndAsync(Cancel);
        await client.UntilAsync(m => m["ActionID"] == $"mine-{asked}" && m["EventList"] == "Complete");

        var foreign = RawMessage.ParseAll(Encoding.UTF8.GetString(client.Received))
            .Where(m => !m["ActionID"].StartsWith("mine-", StringComparison.Ordinal)).Skip(1).Select(Text);
        var recorded = RawMessage.ParseAll(Encoding.UTF8.GetString(recording.Bytes.Span)).Skip(1).Select(Text);
        foreign.Should().Equal(recorded);
        static string Text(RawMessage message) => string.Join('|', message.Headers);
    }

    [Fact]
    public async Task Connection_ends_where_the_recorded_one_ended_and_the_next_login_hears_the_rest()
    {
        await using var server = await ReplayServer.StartAsync(Transcript.PathOf("22.10.1/20-restart-in-mid-call"), new() { Secret = RawAmiClient.ReplaySecret }, cancellationToken: Cancel);
        using var before = await RawAmiClient.LoginAsync(server.Port);

        var playing = server.PlayToSettledAsync(4, Cancel); // the step after the restart
        var last = (await before.UntilAsync(_ => false))[^1];
        playing.IsCompleted.Should().BeFalse("nobody has logged in again");
        using var after = await RawAmiClient.LoginAsync(server.Port);
        await playing;

        last["Event"].Should().Be("Shutdown");
        (await after.MessageAsync())!["Event"].Should().Be("FullyBooted");
        (await after.ListAsync("CoreShowChannels")).Should().BeEmpty("both calls were cut");
    }

    [Fact]
    public async Task Recorded_rhythm_is_kept_and_divided_by_the_speed()
    {
        var clock = new FakeTimeProvider();
        await using var server = await ReplayServer.StartAsync(
            Transcript.PathOf(Inbound), new() { Secret = RawAmiClient.ReplaySecret, Pace = ReplayPace.Recorded, Speed = 2 }, clock, cancellationToken: Cancel);
        using var client = await RawAmiClient.LoginAsync(server.Port);
        await client.UntilAsync(m => m["Event"] == "FullyBooted");

        // Recorded: the login at 101 ms, the call at 1,071 ms, the hang-up at 8,960 ms, the end at 10,014 ms.
        clock.Advance(TimeSpan.FromMilliseconds(400));
        var early = server.Position;
        while (!server.Played.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        early.Should().BeLessThan(server.Recording.Timeline[1].ActionAtByte!.Value + 1);
        server.Position.Should().Be(server.Recording.Bytes.Length);
        (clock.GetUtcNow() - clock.Start).Should().BeGreaterThan(TimeSpan.FromMilliseconds(4_950));
    }

    [Fact]
    public async Task Old_lists_are_spelled_as_asterisk_11_spells_them()
    {
        await using var server = await ReplayServer.StartAsync(Transcript.PathOf("11.15.1/01-inbound-answered"), new() { Secret = RawAmiClient.ReplaySecret }, cancellationToken: Cancel);
        using var client = await RawAmiClient.LoginAsync(server.Port);
        await server.PlayToSettledAsync(2, Cancel);

        var rows = await client.ListAsync("CoreShowChannels");

        var recorded = RawMessage.ParseAll(Encoding.UTF8.GetString(server.Recording.Bytes.Span)).First(m => m["Event"] == "CoreShowChannel");
        rows.Should().HaveCount(2).And.AllSatisfy(row => row.Keys.Should().Equal(recorded.Keys));
        rows[0]["BridgedUniqueID"].Should().Be(rows[1]["UniqueID"]);
        (await client.AskAsync("BridgeList"))["Response"].Should().Be("Error");
    }

    [Fact]
    public async Task Event_mask_is_honoured_when_asked_for()
    {
        await using var server = await ReplayServer.StartAsync(Transcript.PathOf(Inbound), new() { Secret = RawAmiClient.ReplaySecret, HonourEventMask = true }, cancellationToken: Cancel);
        using var client = await RawAmiClient.LoginAsync(server.Port);
        (await client.AskAsync("Events", "EventMask: system,call,agent"))["Events"].Should().Be("On");

        await server.PlayToEndAsync(Cancel);
        var events = await client.UntilAsync(m => m["Response"] == "Goodbye");

        events.Select(m => m["Privilege"]).Where(p => p != "").Distinct().Should().BeSubsetOf(["call,all", "agent,all", "system,all"]);
        events.Should().Contain(m => m["Event"] == "Hangup").And.NotContain(m => m["Event"] == "VarSet");
    }

    [Fact]
    public async Task Two_clients_hear_the_same_and_each_its_own_answers()
    {
        await using var server = await ReplayServer.StartAsync(Transcript.PathOf(Inbound), new() { Secret = RawAmiClient.ReplaySecret }, cancellationToken: Cancel);
        using var one = await RawAmiClient.LoginAsync(server.Port);
        using var two = await RawAmiClient.LoginAsync(server.Port);
        await server.PlayToSettledAsync(1, Cancel);

        (await one.AskAsync("Ping"))["Ping"].Should().Be("Pong");
        (await two.AskAsync("CoreSettings"))["AsteriskVersion"].Should().Be("22.10.1");
        await server.PlayToEndAsync(Cancel);

        foreach (var client in (RawAmiClient[])[one, two])
        {
            (await client.UntilAsync(m => m["Response"] == "Goodbye")).Should().Contain(m => m["Event"] == "Hangup");
        }
    }

    [Fact]
    public async Task Login_by_challenge_works_and_a_wrong_secret_does_not()
    {
        await using var server = await ReplayServer.StartAsync(Transcript.PathOf(Inbound), new() { Secret = RawAmiClient.ReplaySecret }, cancellationToken: Cancel);
        using var right = await RawAmiClient.ConnectAsync(server.Port);
        using var wrong = await RawAmiClient.ConnectAsync(server.Port);

        (await right.LineAsync()).Should().Be("Asterisk Call Manager/11.0.0");
        var challenge = (await right.AskAsync("Challenge", "AuthType: MD5"))["Challenge"];
        var login = await right.AskAsync("Login", "AuthType: MD5", "Username: phonepop", $"Key: {RawAmiClient.Key(challenge, RawAmiClient.ReplaySecret)}");
        await wrong.LineAsync();
        (await wrong.AskAsync("CoreShowChannels"))["Message"].Should().Be("Permission denied");
        var refused = await wrong.AskAsync("Login", "Username: phonepop", "Secret: guess");

        login["Message"].Should().Be("Authentication accepted");
        refused["Message"].Should().Be("Authentication failed");
        (await wrong.RestAsync()).Should().BeEmpty("the server hangs up on a wrong secret");
    }

    [Fact]
    public async Task Gzipped_recordings_play_too()
    {
        var folder = Directory.CreateTempSubdirectory("replay");
        try
        {
            var path = Path.Combine(folder.FullName, "story.ami.gz");
            await using (var gzip = new GZipStream(File.Create(path), CompressionMode.Compress))
            {
                await gzip.WriteAsync(await File.ReadAllBytesAsync(Transcript.PathOf(Inbound), Cancel), Cancel);
            }

            var recording = await Recording.LoadAsync(path, Cancel);

            recording.Bytes.Length.Should().Be(44873);
            recording.AmiVersion.Should().Be("11.0.0");
            recording.Timeline.Should().BeEmpty("there is no JSON beside it");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Truth_of_each_step_is_read()
    {
        var recording = await Transcript.LoadAsync(Inbound);

        recording.Timeline.Select(step => step.Truth.SingleOrDefault()?.State).Should().Equal(null, "ringing", "up", null);
        recording.Timeline[1].Truth[0].Should().Be(new TruthEntry("101", "79161234567", null, null, "ringing", null, null));
    }

    // Banner and login response are the recorder's own.
    private static int RecordedStart(Recording recording, int connectionStart)
    {
        var text = Encoding.Latin1.GetString(recording.Bytes.Span[connectionStart..]);
        return connectionStart + text.IndexOf("Event: FullyBooted", StringComparison.Ordinal);
    }
}
