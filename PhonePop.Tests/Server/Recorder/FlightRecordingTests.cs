using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AwesomeAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Ami.Calls;
using PhonePop.Server.Live;
using PhonePop.Simulator.Pbx;
using PhonePop.Simulator.Replay;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Recorder;

/// <summary>Calls at a PBX, saved by the API, played again to another server: it shows the same calls.</summary>
public sealed class FlightRecordingTests : IAsyncLifetime
{
    private const string Secret = "secret-of-this-test";
    private const string Ivan = "79161234567";

    private readonly FakeTimeProvider _clock = new(Some.Time);
    private readonly EmulatedPbx _pbx;
    private readonly LiveServer _server = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("phonepop-recordings-");

    public FlightRecordingTests() => _pbx = EmulatedPbx.Start(new EmulatedPbxOptions { Secret = Secret }, _clock);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server.With("PhonePop:Pbxes:0:Port", Text(_pbx.Port)).With("PhonePop:Pbxes:0:Secret", Secret).With("PhonePop:Pbxes:0:SnapshotInterval", "00:00:01")
            .With("PhonePop:Recorder:Megabytes", "1").With("PhonePop:Recorder:KeepFiles", "2").With(s => s.AddSingleton<TimeProvider>(_clock)).Watching().Started();
        await Until.TrueAsync(() => _server.Get<PbxBoard>().Find("main")?.State == PbxState.Connected);
        await StepAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _pbx.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_saved_shows_the_same_calls_when_it_is_played_again(bool scramble)
    {
        var call = _pbx.Inbound(Ivan, "Ivan Petrov", "74951230101", "101");
        await StepAsync();
        call.Answer("101");
        await StepAsync();
        var consultation = _pbx.Consult(call, "101", "102");
        await StepAsync();
        consultation.Answer("102");
        await StepAsync();
        call.CompleteTransfer(consultation);
        await StepAsync();
        _pbx.EnterQueue("89037654321", "Пётр", "74951230200", "support");
        await StepAsync();

        var recording = await SaveAsync(scramble);

        recording.Timeline.Should().HaveCountGreaterThanOrEqualTo(7);
        recording.AsteriskVersion.Should().Be("22.10.1");
        var text = Encoding.UTF8.GetString(recording.Bytes.Span);
        (text.Contains("1234567", StringComparison.Ordinal) || text.Contains("7654321", StringComparison.Ordinal) || text.Contains("Petrov", StringComparison.Ordinal) || text.Contains("Пётр", StringComparison.Ordinal)).Should().Be(!scramble);
        if (!scramble)
        {
            CallTruth.Expected(recording.Timeline[^1].Truth).Should().Equal(CallTruth.Expected(_pbx.Truth()));
        }

        await PlayAsync(recording);
    }

    [Fact]
    public async Task It_does_so_also_after_the_ring_has_wrapped_in_the_middle_of_a_call()
    {
        var call = _pbx.Inbound(Ivan, "Ivan Petrov", "74951230101", "101");
        await StepAsync();
        call.Answer("101");
        await StepAsync();
        for (var i = 0; i < 6; i++)
        {
            var large = _pbx.Inbound("79037654321", new string('x', 40_000), "74951230102", "102");
            await StepAsync();
            large.HangUp();
            await StepAsync();
        }

        _pbx.Internal("102", "103");
        await StepAsync();
        call.HangUp();
        await StepAsync();

        var recording = await SaveAsync(scramble: false);

        recording.Bytes.Length.Should().BeLessThan(1024 * 1024 + 200);
        Encoding.UTF8.GetString(recording.Bytes.Span[..200]).Should().Contain("phonepop-recorder-login", "the beginning was lost");
        CallTruth.Expected(recording.Timeline[0].Truth).Should().Contain($"101 external {Ivan} talking", "the list told it");
        CallTruth.Expected(recording.Timeline[^1].Truth).Should().Equal("102 internal 103 dialing", "103 internal 102 ringing");
        await PlayAsync(recording);
    }

    [Fact]
    public async Task A_lost_connection_is_played_again_as_one()
    {
        var (goesOn, ends) = (_pbx.Inbound(Ivan, "", "74951230101", "101"), _pbx.Inbound("79037654321", "", "74951230102", "102"));
        goesOn.Answer("101");
        ends.Answer("102");
        await StepAsync();
        _pbx.DropClients();
        ends.HangUp();
        await Until.TrueAsync(() => _server.Get<PbxBoard>().Find("main")?.State == PbxState.Reconnecting);
        _clock.Advance(TimeSpan.FromSeconds(2)); // the pause before the next attempt
        await Until.TrueAsync(() => _server.Get<PbxBoard>().Find("main")?.State == PbxState.Connected);
        await StepAsync();

        var recording = await SaveAsync(scramble: false);

        recording.Connections.Should().HaveCount(2);
        CallTruth.Expected(recording.Timeline[^1].Truth).Should().Equal($"101 external {Ivan} talking");
        await PlayAsync(recording);
    }

    [Fact]
    public async Task Saved_ones_are_listed_downloaded_and_removed_and_the_oldest_go()
    {
        using var client = _server.Client(LiveServer.AdministratorKey);
        var names = new List<string>();
        foreach (var note in new[] { "first", "second", "third" })
        {
            using var saved = await client.PostAsJsonAsync("/api/v1/pbxes/main/recordings", new { note }, Stop);
            saved.StatusCode.Should().Be(HttpStatusCode.Created);
            var made = await saved.Content.ReadFromJsonAsync<JsonElement>(Stop);
            names.Add(made.GetProperty("name").GetString()!);
            saved.Headers.Location!.ToString().Should().Be($"/api/v1/pbxes/main/recordings/{names[^1]}");
            made.GetProperty("scrambled").GetBoolean().Should().BeTrue();
            made.GetProperty("amiBytes").GetInt64().Should().BePositive();
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        var list = await client.GetFromJsonAsync<JsonElement[]>("/api/v1/pbxes/main/recordings", Stop);
        list!.Select(r => r.GetProperty("note").GetString()).Should().Equal("third", "second");

        using var zip = new ZipArchive(await client.GetStreamAsync($"/api/v1/pbxes/main/recordings/{names[2]}", Stop));
        zip.Entries.Select(e => e.FullName).Should().BeEquivalentTo($"{names[2]}.ami", $"{names[2]}.json");
        (await client.GetStringAsync($"/api/v1/pbxes/main/recordings/{names[2]}.ami", Stop)).Should().StartWith("Asterisk Call Manager/").And.NotContain(Secret);
        (await client.GetStringAsync($"/api/v1/pbxes/main/recordings/{names[2]}.json", Stop)).Should().Contain("Action: Login").And.Contain("Key: ********").And.NotContain(Secret);

        (await client.DeleteAsync($"/api/v1/pbxes/main/recordings/{names[2]}", Stop)).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await client.DeleteAsync($"/api/v1/pbxes/main/recordings/{names[2]}", Stop)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await client.GetFromJsonAsync<JsonElement[]>("/api/v1/pbxes/main/recordings", Stop))!.Should().ContainSingle();
    }

    [Fact]
    public async Task What_is_no_recording_of_this_PBX_is_not_found()
    {
        using var client = _server.Client(LiveServer.AdministratorKey);
        string[] files = ["..%2F..%2Fphonepop.db", "..%2Frecordings%2Fmain-20261124T100000000Z", "other-20261124T100000000Z.ami", "main-20261124T100000000Z.ami", "phonepop.json"];

        foreach (var file in files)
        {
            (await client.GetAsync($"/api/v1/pbxes/main/recordings/{file}", Stop)).StatusCode.Should().Be(HttpStatusCode.NotFound, file);
            (await client.DeleteAsync($"/api/v1/pbxes/main/recordings/{file}", Stop)).StatusCode.Should().Be(HttpStatusCode.NotFound, file);
        }
    }

    [Fact]
    public async Task Files_are_for_the_servers_account_only()
    {
        using var client = _server.Client(LiveServer.AdministratorKey);
        using var saved = await client.PostAsync("/api/v1/pbxes/main/recordings", null, Stop);
        saved.EnsureSuccessStatusCode();

        var files = Directory.GetFiles(Path.Combine(_server.DataFolder, "recordings"));

        files.Should().HaveCount(2);
        files.Select(f => new FileInfo(f).UnixFileMode).Should().OnlyContain(mode => OperatingSystem.IsWindows() || mode == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task An_unknown_PBX_is_not_found_and_a_note_must_be_one_line()
    {
        using var client = _server.Client(LiveServer.AdministratorKey);

        (await client.PostAsync("/api/v1/pbxes/other/recordings", null, Stop)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await client.GetAsync("/api/v1/pbxes/other/recordings", Stop)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await client.PostAsJsonAsync("/api/v1/pbxes/main/recordings", new { note = "two\nlines" }, Stop)).StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Where_nothing_was_recorded_nothing_is_saved()
    {
        await using var server = new LiveServer().Started();
        server.Pbx.PbxChanged(Some.Pbx());
        using var client = server.Client(LiveServer.AdministratorKey);

        using var answer = await client.PostAsync("/api/v1/pbxes/main/recordings", null, Stop);

        answer.StatusCode.Should().Be(HttpStatusCode.Conflict);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
    }

    // The truth is on the board; then a second passes, which makes a quiet moment and brings a list.
    private async Task StepAsync()
    {
        var expected = CallTruth.Expected(_pbx.Truth());
        (await _server.ShownAsync(expected, Stop)).Should().Equal(expected);
        _clock.Advance(TimeSpan.FromSeconds(1));
    }

    private async Task<Recording> SaveAsync(bool scramble)
    {
        using var client = _server.Client(LiveServer.AdministratorKey);
        using var saved = await client.PostAsJsonAsync("/api/v1/pbxes/main/recordings", new { scramble }, Stop);
        saved.StatusCode.Should().Be(HttpStatusCode.Created);
        await using var zip = await ZipArchive.CreateAsync(await client.GetStreamAsync(saved.Headers.Location, Stop), ZipArchiveMode.Read, leaveOpen: false, entryNameEncoding: null, Stop);
        await zip.ExtractToDirectoryAsync(_folder.FullName, Stop);
        return await Recording.LoadAsync(_folder.GetFiles("*.ami").Single().FullName, Stop);
    }

    private static async Task PlayAsync(Recording recording)
    {
        await using var replay = ReplayServer.Start(recording, new ReplayOptions { Secret = Secret });
        await using var server = new LiveServer().With("PhonePop:Pbxes:0:Port", Text(replay.Port)).With("PhonePop:Pbxes:0:Secret", Secret).Watching().Started();
        foreach (var checkpoint in recording.Timeline.Where(c => c.SettledAtByte is not null))
        {
            await replay.PlayToAsync(checkpoint.SettledAtByte!.Value, Stop);
            var expected = CallTruth.Expected(checkpoint.Truth);

            (await server.ShownAsync(expected, Stop)).Should().Equal(expected, checkpoint.Label);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
