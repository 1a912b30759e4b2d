using System.Text.Json.Nodes;
using AwesomeAssertions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PhonePop.Server.Configuration;
using PhonePop.Server.Security;
using PhonePop.Server.Work;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Configuration;

/// <summary>The settings file of a real server, in its real folder.</summary>
public sealed class SettingsFileTests : IAsyncDisposable
{
    private static readonly Actor Boss = new("1", "Boss", "10.0.0.9");
    private readonly LogLines _log = new();
    private readonly LiveServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_server.DataFolder, SettingsFile.Name);

    private WorkOptions Work => _server.Get<IOptionsMonitor<WorkOptions>>().CurrentValue;

    private SettingsDesk Desk => _server.Get<SettingsDesk>();

    [Fact]
    public async Task File_that_is_written_while_the_server_runs_takes_effect_and_so_does_its_end()
    {
        Start();
        Work.WrapUp.Should().Be(TimeSpan.Zero);

        Say("""{ "PhonePop": { "Work": { "WrapUp": "00:00:30", "Outcomes": [] } } }""");
        await Until.TrueAsync(() => Work is { WrapUp.TotalSeconds: 30, Outcomes.Count: 0 });

        System.IO.File.Delete(File);
        await Until.TrueAsync(() => Work.WrapUp == TimeSpan.Zero && Work.Outcomes.Count > 0);
    }

    [Theory]
    [InlineData("""{ "PhonePop": { "Work": { "WrapUp": "00:01:00" }, "Pbxes": { "branch": { "Secret": "hush-hu""", "settings.json, line 1")]
    [InlineData("""{ "PhonePop": { "Work": { "WrapUp": "00:01:00" }, "Pbxes": { "branch": { "Secret": "hush-hush", "Port": "hush-hush" } } } }""", "PhonePop:Pbxes:branch:Port")]
    [InlineData("""{ "PhonePop": { "Work": { "WrapUp": "00:01:00" }, "Database": { "ConnectionString": "Data Source=hush-hush" } } }""", "PhonePop:Database")]
    public async Task File_with_a_mistake_is_refused_in_one_line_and_the_last_good_settings_stay(string wrong, string key)
    {
        Say("""{ "PhonePop": { "Work": { "WrapUp": "00:00:30" } } }""");
        Start();

        Say(wrong);
        await Until.TrueAsync(() => _log.All.Any(l => l.Contains(key, StringComparison.Ordinal)));

        Work.WrapUp.Should().Be(TimeSpan.FromSeconds(30));
        _log.All.Where(l => l.Contains("the last good ones stay", StringComparison.Ordinal)).Should().ContainSingle();
        _log.All.Should().NotContain(l => l.Contains("hush", StringComparison.Ordinal));

        Say("""{ "PhonePop": { "Work": { "WrapUp": "00:00:45" } } }""");
        await Until.TrueAsync(() => Work.WrapUp == TimeSpan.FromSeconds(45) && GoodAgain() == 1);

        Say("""{ "PhonePop": { "Work": { "WrapUp": "00:00:50" } } }""");
        await Until.TrueAsync(() => Work.WrapUp == TimeSpan.FromSeconds(50));
        GoodAgain().Should().Be(1, "it is said once");

        int GoodAgain() => _log.All.Count(l => l.Contains("no mistakes any more", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Change_by_page_holds_at_once_lies_in_a_file_of_the_owner_alone_and_is_noted_without_secrets()
    {
        Say("""{ "PhonePop": { "Supervision": { "AnswerTarget": "00:00:10" }, "work": { "KeepCard": "00:05:00", }, } } // by hand""");
        Start();

        var pbx = new JsonObject { ["Host"] = "10.0.0.7", ["Username"] = "phonepop", ["Secret"] = "hush-hush" };
        (await Desk.ChangeAsync([SettingChange.Of("Work:WrapUp", TimeSpan.FromSeconds(20)), new("Pbxes:branch", pbx)], Boss, Stop)).Should().BeEmpty();

        Work.Should().BeEquivalentTo(new { WrapUp = TimeSpan.FromSeconds(20), KeepCard = TimeSpan.FromMinutes(5) });
        _server.Get<SeatRules>().PbxNames.Should().Equal("main", "branch");
        JsonNode.Parse(System.IO.File.ReadAllText(File))!["PhonePop"]!["Supervision"]!["AnswerTarget"]!.GetValue<string>().Should().Be("00:00:10", "what nobody changed stays");
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.GetUnixFileMode(File).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Directory.EnumerateFiles(_server.DataFolder, "settings*").Should().ContainSingle();
        var line = (await _server.Get<AuditLog>().SearchAsync(AuditActions.SettingsChanged, null, 0, 10, Stop)).Items.Should().ContainSingle().Subject;
        line.Should().BeEquivalentTo(new { Who = "Boss", Subject = "Work, branch" });
        line.Detail.Should().Contain("WrapUp: – → 00:00:20").And.Contain("Pbxes:branch:Host: – → 10.0.0.7").And.Contain("Secret: ***").And.NotContain("hush");
        _log.All.Should().NotContain(l => l.Contains("hush", StringComparison.Ordinal));

        (await Desk.ChangeAsync([new("Pbxes:branch", null), new("Work:WrapUp", null)], Boss, Stop)).Should().BeEmpty();
        Work.WrapUp.Should().Be(TimeSpan.Zero);
        _server.Get<SeatRules>().PbxNames.Should().Equal("main");
    }

    [Fact]
    public async Task Change_with_a_mistake_is_said_by_its_key_and_changes_nothing()
    {
        Start();

        var mistakes = await Desk.ChangeAsync(
            [SettingChange.Of("Work:WrapUp", TimeSpan.FromHours(2)), new("Pbxes:main", new JsonObject { ["Host"] = "10.0.0.7", ["Username"] = "x", ["Secret"] = "hush-hush" })], Boss, Stop);

        mistakes.Select(m => m.Key).Should().BeEquivalentTo("PhonePop:Work:WrapUp", "PhonePop:Pbxes:main:Name");
        System.IO.File.Exists(File).Should().BeFalse();
        Work.WrapUp.Should().Be(TimeSpan.Zero);
        (await _server.Get<AuditLog>().SearchAsync(AuditActions.SettingsChanged, null, 0, 10, Stop)).Total.Should().Be(0);
    }

    [Fact]
    public void What_the_command_line_says_wins_and_is_known_to_be_fixed()
    {
        Say("""{ "PhonePop": { "Work": { "WrapUp": "00:00:30", "KeepCard": "00:03:00", "Outcomes": [ "a", "b", "c" ] } } }""");
        _server.With("PhonePop:Work:WrapUp", "00:00:10").With("PhonePop:Work:Outcomes:0", "only");
        Start();

        Work.Should().BeEquivalentTo(new { WrapUp = TimeSpan.FromSeconds(10), KeepCard = TimeSpan.FromMinutes(3), Outcomes = new[] { "only" } });
        Desk.Origin("Work:WrapUp").Should().Be(SettingsOrigin.CommandLine);
        Desk.IsFixed("Work:Outcomes").Should().BeTrue();
        Desk.Origin("Work:KeepCard").Should().Be(SettingsOrigin.SettingsFile);
        Desk.IsFixed("Work:KeepCard").Should().BeFalse();
        Desk.Origin("Work:MissedKeep").Should().Be(SettingsOrigin.Default);
    }

    [Fact]
    public void Lists_are_said_by_the_last_source_and_pbxs_are_joined_by_their_names()
    {
        var appSettings = Path.Combine(_server.DataFolder, "appsettings.json");
        System.IO.File.WriteAllText(appSettings, """
            { "PhonePop": { "Work": { "Outcomes": [ "1", "2", "3" ] }, "Numbers": { "DialPrefixes": [ "9", "0" ] },
              "Pbxes": [ { "Name": "main", "Host": "10.0.0.5", "Username": "u", "Secret": "s" } ] } }
            """);
        Say("""{ "PhonePop": { "Work": { "Outcomes": [ "a" ] }, "Numbers": { "DialPrefixes": [] }, "Pbxes": { "branch": { "Host": "10.0.0.6", "Username": "u", "Secret": "in the file" } } } }""");
        var (prefix, secret) = ($"T{Guid.NewGuid():n}_", "from the environment");
        Environment.SetEnvironmentVariable($"{prefix}PhonePop__Pbxes__branch__Secret", secret);
        using var configuration = new ConfigurationManager();
        configuration.AddJsonFile(appSettings).AddEnvironmentVariables(prefix);
        configuration.AddInMemoryCollection([new("PhonePop:Database:ConnectionString", $"Data Source={Path.Combine(_server.DataFolder, "phonepop.db")}")]);

        SettingsFile.AddTo(configuration, _server.DataFolder).Path.Should().Be(File);
        var options = PhonePopOptions.Read(configuration, isDevelopment: true);

        options.Work.Outcomes.Should().Equal("a");
        options.Numbers.DialPrefixes.Should().BeEmpty();
        options.Pbxes.Select(p => (p.Name, p.Host, p.Secret, p.IsKeyedByName)).Should().Equal(("main", "10.0.0.5", "s", false), ("branch", "10.0.0.6", secret, true));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _log.Dispose();
    }

    // The keys say their PBX: with two of them they must.
    private void Start() => _server.With("Logging:LogLevel:PhonePop.Server.Configuration", "Information").With("PhonePop:ApiKeys:0:Pbx", "main").With("PhonePop:ApiKeys:1:Pbx", "main").With(s => s.AddSingleton<ILoggerProvider>(_log)).Started();

    private void Say(string content) => System.IO.File.WriteAllText(File, content);
}
