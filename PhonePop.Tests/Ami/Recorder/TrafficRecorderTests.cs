using System.Text;
using AwesomeAssertions;
using PhonePop.Ami.Recorder;
using PhonePop.Simulator;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Recorder;

public sealed class TrafficRecorderTests
{
    private const string Banner = "Asterisk Call Manager/11.0.0\r\n";
    private const string Login = "Response: Success\r\nActionID: phonepop-1\r\nMessage: Authentication accepted\r\n\r\n";

    public static TheoryData<string> Stories => Recordings.Stories();

    /// <summary>Those with lists: without any, nothing is claimed.</summary>
    public static TheoryData<string> Listed => [.. Recordings.StoriesFromAnywhere().Select(s => s.Data).Where(name => Recordings.Bytes(name).AsSpan().IndexOf("CoreShowChannelsComplete"u8) > 0)];

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task What_is_held_comes_back_byte_for_byte_with_its_times_and_connections(string name)
    {
        var recording = await Recordings.LoadAsync(name, TestContext.Current.CancellationToken);

        var traffic = new RecorderFeed().Tell(recording).Cut();

        traffic.Bytes.Should().Equal(recording.Bytes.ToArray());
        traffic.Connections.Select(c => c.Start).Should().Equal(recording.Connections.Select(c => c.StartByte));
        traffic.Chunks.Select(c => (c.AtMs - traffic.Chunks[0].AtMs, c.End)).Should().Equal(recording.Chunks.Select(c => ((long)(c.AtMs - recording.Chunks[0].AtMs), c.EndByte)));
        traffic.Notes.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Listed))]
    public async Task The_timeline_tells_every_step_that_really_happened(string name)
    {
        var recording = await Recordings.LoadAsync(name, TestContext.Current.CancellationToken);

        var told = Told(OfflineReplay.Moments(new RecorderFeed().Tell(recording).Cut(), RecorderFeed.Pbx));

        var really = recording.Timeline.Where(c => c.SettledAtByte is not null).Select(c => Line(c.Truth)).ToList();
        foreach (var step in really)
        {
            told.Should().Contain(step);
            told = told[told.IndexOf(step)..];
        }
    }

    [Theory]
    [MemberData(nameof(Listed))]
    public async Task After_the_ring_has_wrapped_the_rest_tells_the_same_from_its_first_list_on(string name)
    {
        var recording = await Recordings.LoadAsync(name, TestContext.Current.CancellationToken);
        var whole = WithoutHolds(Told(OfflineReplay.Moments(new RecorderFeed().Tell(recording).Cut(), RecorderFeed.Pbx)));

        var compared = 0;
        for (var part = 1; part < 20; part++)
        {
            var feed = new RecorderFeed(Math.Max(4096, recording.Bytes.Length * part / 20)).Tell(recording);
            if (TrafficCut.Of(feed.Recorder.Take()!) is { } traffic)
            {
                var rest = WithoutHolds(Told(OfflineReplay.Moments(traffic, RecorderFeed.Pbx)));

                Encoding.ASCII.GetString(traffic.Bytes).Should().StartWith(recording.Banner);
                traffic.Chunks[^1].End.Should().Be(traffic.Bytes.Length);
                whole.TakeLast(rest.Count).Should().Equal(rest, "part {0} of 20", part);
                (rest.Count == 0).Should().Be(traffic.Notes.Any(n => n.Contains("are missing", StringComparison.Ordinal)));
                compared += rest.Count;
            }
        }

        compared.Should().BePositive();
    }

    [Fact]
    public void Without_a_list_in_what_is_left_it_begins_at_a_message_and_says_what_is_missing()
    {
        var feed = new RecorderFeed(4096).Tell(Banner + Login);
        for (var i = 0; i < 100; i++)
        {
            feed.Wait(100).Tell($"Event: Odd\r\nNumber: {i}\r\nText: {new string('x', 60)}\r\n\r\n");
        }

        var traffic = feed.Cut();

        Encoding.ASCII.GetString(traffic.Bytes).Should().MatchRegex("^Asterisk Call Manager/11.0.0\r\nResponse: Success\r\n[^E]*\r\n\r\nEvent: Odd\r\n").And.EndWith($"Number: 99\r\nText: {new string('x', 60)}\r\n\r\n");
        traffic.Notes.Should().ContainSingle().Which.Should().Contain("calls that began earlier are missing");
        OfflineReplay.Moments(traffic, RecorderFeed.Pbx).Should().BeEmpty("nothing can be claimed");
    }

    [Fact]
    public void What_is_older_than_wanted_is_left_out()
    {
        var feed = new RecorderFeed(length: TimeSpan.FromMinutes(1)).Tell(Banner + Login + "Event: Old\r\n\r\n").Wait(90_000).Tell("the rest of something\r\n\r\nEvent: New\r\n\r\n").Wait(1000);

        var text = Encoding.ASCII.GetString(feed.Cut().Bytes);

        text.Should().Contain("Event: New").And.NotContain("Event: Old");
        feed.Recorder.Fill.Should().Be(new RecorderFill("the rest of something\r\n\r\nEvent: New\r\n\r\n".Length, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_connection_that_breaks_inside_a_message_does_not_spoil_the_next_one()
    {
        var feed = new RecorderFeed().Tell(Banner + Login + "Event: Whole\r\n\r\nEvent: Bro");
        feed.Tap.Closed();
        feed.Wait(500).Tell(Banner + Login + "Event: Next\r\n\r\nEvent: Not yet wh");

        var traffic = feed.Cut();

        Encoding.ASCII.GetString(traffic.Bytes).Should().Be(Banner + Login + "Event: Whole\r\n\r\n" + Banner + Login + "Event: Next\r\n\r\n");
        traffic.Notes.Should().ContainSingle().Which.Should().Contain("broke inside a message");
        traffic.Messages().Count(m => m.IsBanner).Should().Be(2);
    }

    [Fact]
    public void Attempts_that_came_to_no_login_are_left_out()
    {
        var feed = new RecorderFeed().Tell(Banner);
        feed.Tap.Closed();
        feed.Wait(500).Tell(Banner + "Response: Error\r\nMessage: Authentication failed\r\n\r\n");
        feed.Tap.Closed();
        feed.Wait(500).Tell(Banner + Login);

        var traffic = feed.Cut();

        Encoding.ASCII.GetString(traffic.Bytes).Should().Be(Banner + Login);
        traffic.Notes.Should().ContainSingle().Which.Should().StartWith("2 attempts");
    }

    [Fact]
    public void Actions_stand_where_they_were_sent()
    {
        var feed = new RecorderFeed().Tell(Banner);
        feed.Tap.Sent("Action: Login\r\nSecret: ********\r\n\r\n");
        feed.Wait(50).Tell(Login).Wait(50);
        feed.Tap.Sent("Action: Ping\r\n\r\n");

        feed.Cut().Sent.Should().Equal(new RecordedAction(0, Banner.Length, "Action: Login\r\nSecret: ********\r\n\r\n"), new RecordedAction(100, (Banner + Login).Length, "Action: Ping\r\n\r\n"));
    }

    [Fact]
    public void Receiving_allocates_nothing()
    {
        var feed = new RecorderFeed(64 * 1024).Tell(Banner + Login);
        var bytes = new byte[700];

        // The runtime allocates once while it compiles the loop anew; what a piece costs, each round shows.
        Enumerable.Range(0, 3).Min(_ => AllocatedBy(10_000)).Should().Be(0);

        long AllocatedBy(int pieces)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < pieces; i++)
            {
                feed.Tap.Received(bytes, i);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void A_piece_larger_than_the_ring_does_no_harm()
    {
        var feed = new RecorderFeed(4096).Tell(Banner + Login).Tell(new string('x', 10_000)).Tell("\r\n\r\nEvent: After\r\n\r\n");

        Encoding.ASCII.GetString(feed.Cut().Bytes).Should().EndWith("Event: After\r\n\r\n");
    }

    [Fact]
    public void Nothing_is_saved_where_nothing_was_received() =>
        new RecorderFeed().Recorder.Save(new RecordingOrder { Name = "empty" }).Should().BeNull();

    private static List<string> Told(IReadOnlyList<QuietMoment> moments) =>
        [.. moments.Select(m => Line(m.Truth.Select(t => new TruthEntry(t.Operator, t.Customer, t.From, t.To, t.State, t.Queue, t.Space))))];

    private static string Line(IEnumerable<TruthEntry> truth) => string.Join("; ", CallTruth.Expected(truth));

    // Rows do not show holds, and without them some steps are the same.
    private static List<string> WithoutHolds(List<string> told)
    {
        var lines = told.Select(line => string.Join("; ", CallTruth.WithoutHolds(line.Split("; ")))).ToList();
        return [.. lines.Where((line, i) => i == 0 || line != lines[i - 1])];
    }
}
