using System.Data.Common;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using PhonePop.Ami.Calls;
using PhonePop.Server.Data;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Live;

/// <summary>A disk that is full, a database that somebody else holds: calls pop all the same, and history catches up.</summary>
public sealed class DatabaseTroubleTests
{
    private const int Calls = 5;

    // Longer than what is left of the pages that the file has.
    private static readonly string LongName = new('X', 5000);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_a_full_disk_calls_pop_with_their_customer_and_history_catches_up_when_there_is_room()
    {
        var disk = new SmallDisk();
        await using var server = new LiveServer().With(s => s.ConfigureDbContext<PhonePopDbContext>(o => o.AddInterceptors(disk))).Started();
        using var client = server.Client(LiveServer.AdministratorKey);
        await AddIvanAsync(client);

        disk.IsFull = true;
        await CallsPopAsync(server, client);
        (await AddUntilRefusedAsync(client)).Should().Be((HttpStatusCode.InsufficientStorage, "The server's disk is full: nothing was saved. Send it again when there is room."), "nobody is told that a customer is kept who is not");

        disk.IsFull = false;
        await HistoryAsync(client);
    }

    [Fact]
    public async Task While_another_program_holds_the_database_calls_pop_with_their_customer_and_history_catches_up()
    {
        await using var server = new LiveServer().Started();
        using var client = server.Client(LiveServer.AdministratorKey);
        await AddIvanAsync(client);

        await using (var other = new SqliteConnection($"Data Source={Path.Combine(server.DataFolder, "phonepop.db")};Pooling=False"))
        {
            await other.OpenAsync(Stop);
            await using var command = other.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE";
            await command.ExecuteNonQueryAsync(Stop);
            await CallsPopAsync(server, client);
        }

        await HistoryAsync(client);
    }

    [Fact]
    public async Task Who_signs_in_on_a_full_disk_is_told_so_on_a_page()
    {
        var disk = new SmallDisk();
        await using var server = new LiveServer().WithUser(0, "anna", "right", "Operator", "101").With(s => s.ConfigureDbContext<PhonePopDbContext>(o => o.AddInterceptors(disk, disk.Writes))).Started();
        using var browser = new BrowserClient(server);
        disk.IsFull = true;

        using var answer = await browser.SignInAsync("anna", "right");

        answer.Headers.Location!.OriginalString.Should().Be("/status/507");
        using var page = await browser.Http.GetAsync("/status/507", Stop);
        (await page.Content.ReadAsStringAsync(Stop)).Should().Contain("<h1").And.Contain("disk is full");
    }

    private static async Task AddIvanAsync(HttpClient client)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1/customers", new { name = "Ivan Petrov", numbers = new[] { new { number = "+79161234567" } } }, Stop);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<(HttpStatusCode, string?)> AddUntilRefusedAsync(HttpClient client)
    {
        for (var i = 0; ; i++)
        {
            using var answer = await client.PostAsJsonAsync("/api/v1/customers", new { name = $"{i} {new string('x', 100)}", numbers = new[] { new { number = $"+7916000{i:0000}" } } }, Stop);
            if (!answer.IsSuccessStatusCode || i == 500)
            {
                return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("detail").GetString());
            }
        }
    }

    // Each within moments: nobody waits for the disk.
    private static async Task CallsPopAsync(LiveServer server, HttpClient client)
    {
        await using var anna = await HubListener.ConnectAsync(server, LiveServer.Key101);
        for (var i = 0; i < Calls; i++)
        {
            var ringing = Some.Call("101", id: $"main:{i}.1:101") with { Party = new CallParty(PartyKind.External, "79161234567", LongName) };
            server.Pbx.CallChanged(ringing);
            JsonElement told;
            do
            {
                told = await anna.NextAsync("CallChanged").WaitAsync(TimeSpan.FromSeconds(10), Stop);
            }
            while (told.GetProperty("id").GetString() != ringing.Id || told.GetProperty("customer").ValueKind == JsonValueKind.Null);

            told.GetProperty("customer").GetProperty("name").GetString().Should().Be("Ivan Petrov");
            server.Pbx.CallChanged(ringing.Answered().Final());
        }

        (await client.GetFromJsonAsync<JsonElement>("/api/v1/calls/history", Stop)).GetProperty("total").GetInt32().Should().Be(0, "there is no room for them yet");
    }

    private static async Task HistoryAsync(HttpClient client)
    {
        var page = await Until.AnswerAsync(client, "/api/v1/calls/history", h => h.GetProperty("total").GetInt32() >= Calls);
        page.GetProperty("items").EnumerateArray().Select(c => c.GetProperty("id").GetString()).Should().OnlyHaveUniqueItems().And.HaveCount(Calls);
    }

    /// <summary>SQLite itself says that the disk is full: the file may not grow beyond what it has.</summary>
    private sealed class SmallDisk : DbConnectionInterceptor
    {
        public bool IsFull { get; set; }

        /// <summary>Refuses what would find room in pages that the file has.</summary>
        public SaveChangesInterceptor Writes => field ??= new Refusing(this);

        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA max_page_count = {(IsFull ? 1 : 1_000_000)}";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        private sealed class Refusing(SmallDisk disk) : SaveChangesInterceptor
        {
            public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
                disk.IsFull ? throw new SqliteException("database or disk is full", 13) : ValueTask.FromResult(result);
        }
    }
}
