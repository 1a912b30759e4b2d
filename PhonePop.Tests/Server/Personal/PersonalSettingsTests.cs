using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using AwesomeAssertions;
using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;
using PhonePop.Server.Personal;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Personal;

/// <summary>A user's own settings over the administrator's defaults, by API and hub.</summary>
public sealed class PersonalSettingsTests
{
    private const string Address = "/api/v1/me/settings";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_chosen_applies_to_oneself_only_and_null_goes_back_to_the_administrators_default()
    {
        await using var server = new LiveServer().With("PhonePop:Notifications:Pop", "Answered").With("PhonePop:Notifications:Volume", "30").Started();
        using var anna = server.Client(LiveServer.Key101);
        using var boris = server.Client(LiveServer.Key102);

        var changed = await PutAsync(anna, new { pop = "never", queueOnly = true });

        changed.GetProperty("pop").GetString().Should().Be("never");
        changed.GetProperty("volume").GetInt32().Should().Be(30);
        changed.GetProperty("defaults").GetProperty("pop").GetString().Should().Be("answered");
        Chosen(changed).Should().BeEquivalentTo("pop", "queueOnly");
        Chosen(await anna.GetFromJsonAsync<JsonElement>(Address, Stop)).Should().BeEquivalentTo("pop", "queueOnly");
        (await boris.GetFromJsonAsync<JsonElement>(Address, Stop)).GetProperty("pop").GetString().Should().Be("answered");

        var back = await PutAsync(anna, new { pop = (string?)null });
        back.GetProperty("pop").GetString().Should().Be("answered");
        Chosen(back).Should().Equal("queueOnly");
    }

    [Fact]
    public async Task Only_what_differs_is_stored_so_that_a_new_default_reaches_who_never_chose()
    {
        await using var server = new LiveServer().Started();
        using var anna = server.Client(LiveServer.Key101);
        var all = await anna.GetFromJsonAsync<JsonObject>(Address, Stop);
        all!["volume"] = 80;
        await PutAsync(anna, all); // as it came, with one thing changed

        var database = server.Get<IDbContextFactory<PhonePopDbContext>>();
        await using (var db = await database.CreateDbContextAsync(Stop))
        {
            (await db.UserChoices.SingleAsync(Stop)).Settings.Should().Be("""{"volume":80}""");
        }

        using var restarted = new PersonalSettingsStore(database, new Fixed<PersonalSettings>(new PersonalSettings { Sound = true, Volume = 10 }));
        var settings = await restarted.FindAsync("key:operator 101", Stop);
        settings.Volume.Should().Be(80);
        settings.Sound.Should().BeTrue();
    }

    [Theory]
    [InlineData("""{"volume":101}""", "volume")]
    [InlineData("""{"volume":"loud"}""", "volume")]
    [InlineData("""{"pop":"sometimes"}""", "pop")]
    [InlineData("""{"quietFrom":"8 o'clock"}""", "quietFrom")]
    [InlineData("""{"quietTo":"24:00"}""", "quietTo")]
    [InlineData("""{"theme":"pink"}""", "theme")]
    [InlineData("""{"language":"de"}""", "language")]
    [InlineData("""{"popp":"never"}""", "popp")]
    public async Task What_cannot_be_is_refused_by_name_and_nothing_changes(string body, string name)
    {
        await using var server = new LiveServer().Started();
        using var anna = server.Client(LiveServer.Key101);
        await PutAsync(anna, new { sound = true });

        using var answer = await anna.PutAsync(Address, new StringContent(body, null, "application/json"), Stop);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("errors").EnumerateObject().Select(e => e.Name).Should().Equal(name);
        Chosen(await anna.GetFromJsonAsync<JsonElement>(Address, Stop)).Should().Equal("sound");
    }

    [Fact]
    public async Task Every_browser_of_the_user_is_told_at_once_and_a_new_one_before_its_first_snapshot()
    {
        await using var server = new LiveServer().Started();
        await using var desk = await HubListener.ConnectAsync(server, LiveServer.Key101);
        await using var laptop = await HubListener.ConnectAsync(server, LiveServer.Key101);
        await using var boris = await HubListener.ConnectAsync(server, LiveServer.Key102);
        await laptop.NextAsync("Snapshot");
        using var anna = server.Client(LiveServer.Key101);

        await PutAsync(anna, new { outsideOnly = true });

        (await laptop.NextAsync("Settings")).GetProperty("outsideOnly").GetBoolean().Should().BeTrue();
        await using var third = await HubListener.ConnectAsync(server, LiveServer.Key101);
        (await third.FirstAsync()).Name.Should().Be("Settings");
        (await desk.NextAsync("Settings")).GetProperty("outsideOnly").GetBoolean().Should().BeFalse("it came with the connection");
        (await desk.NextAsync("Settings")).GetProperty("outsideOnly").GetBoolean().Should().BeTrue();
        (await boris.NextAsync("Settings")).GetProperty("outsideOnly").GetBoolean().Should().BeFalse();
    }

    private static async Task<JsonElement> PutAsync(HttpClient client, object body)
    {
        using var answer = await client.PutAsJsonAsync(Address, body, Stop);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
    }

    private static IEnumerable<string?> Chosen(JsonElement settings) => settings.GetProperty("chosen").EnumerateArray().Select(c => c.GetString());
}
