using AwesomeAssertions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Data;

/// <summary>A database that an older version wrote, found by this one at its start.</summary>
public sealed class UpgradeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Versions
    {
        get
        {
            using var db = new DesignTimeFactory().CreateDbContext([]);
            return [.. db.Database.GetMigrations()];
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Customers_and_calls_of_an_older_version_are_there_after_the_start_of_this_one(string migration)
    {
        await using var server = new LiveServer();
        await WrittenByAsync(migration, Path.Combine(server.DataFolder, "phonepop.db"));

        server.Started();

        await using var db = await server.Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContextAsync(Stop);
        (await db.Customers.Include(c => c.Numbers).SingleAsync(Stop)).Should().Match<Customer>(c => c.Name == "Анна Смирнова" && c.Numbers.Single().E164 == "+79161234567");
        (await db.Calls.SingleAsync(Stop)).Should().Match<CallRecord>(c => c.Extension == "101" && c.CustomerId == 1);
        (await db.Database.GetPendingMigrationsAsync(Stop)).Should().BeEmpty();
    }

    [Fact]
    public async Task Customers_of_an_older_version_are_sorted_and_compared_as_those_of_this_one()
    {
        await using var server = new LiveServer();
        var file = Path.Combine(server.DataFolder, "phonepop.db");
        await WrittenByAsync("20261127100440_NumbersByTheirLastDigits", file);
        await ExecuteAsync(
            file,
            """
            INSERT INTO Customers (Id, Name, Company, Inactive, Folded, CreatedAt, UpdatedAt, Version) VALUES
                (2, 'Ada Lovell E.', 'Delta', 0, 'ada lovell e. delta', datetime('now'), datetime('now'), 1),
                (3, 'Ada  Lovell', 'Северный ветер', 0, 'ada lovell северный ветер', datetime('now'), datetime('now'), 1),
                (4, 'Ada Lovell', 'Дом' || char(9) || ' и  сад', 0, 'ada lovell дом и сад', datetime('now'), datetime('now'), 1);
            """);

        server.Started();

        var found = await server.Get<CustomerStore>().SearchAsync(new CustomerQuery("ada"), Stop);
        found.Items.Select(c => c.Id).Should().Equal(4, 3, 2);
        await using var db = await server.Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContextAsync(Stop);
        (await db.Customers.ToListAsync(Stop)).Should().AllSatisfy(c => c.Folded.Should().Be(CustomerText.Fold(c.Name, c.Company)));
    }

    [Fact]
    public async Task Upgrade_that_was_killed_is_made_by_the_next_start()
    {
        await using var server = new LiveServer();
        var file = Path.Combine(server.DataFolder, "phonepop.db");
        await WrittenByAsync(Versions.First().Data, file);

        // As Entity Framework leaves it when the process dies between the first migration and the last.
        await ExecuteAsync(
            file,
            """
            CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, datetime('now'));
            """);

        await Task.Run(server.Started, Stop).WaitAsync(TimeSpan.FromMinutes(1), Stop);

        await using var db = await server.Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContextAsync(Stop);
        (await db.Customers.CountAsync(Stop)).Should().Be(1);
    }

    private static async Task ExecuteAsync(string file, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync(Stop);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Stop);
    }

    private static async Task WrittenByAsync(string migration, string file)
    {
        await using var design = new DesignTimeFactory().CreateDbContext([]);
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await using var db = new PhonePopDbContext(new DbContextOptionsBuilder<PhonePopDbContext>().UseSqlite(connection).UseModel(design.Model).Options);
        await db.GetService<IMigrator>().MigrateAsync(migration, Stop);
        await db.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO Customers (Id, Name, Inactive, Folded, CreatedAt, UpdatedAt, Version) VALUES (1, 'Анна Смирнова', 0, 'анна смирнова', datetime('now'), datetime('now'), 1);
            INSERT INTO CustomerNumbers (CustomerId, Raw, E164, Key, Kind) VALUES (1, '8 916 123-45-67', '+79161234567', '+79161234567', 0);
            INSERT INTO Calls (Id, Pbx, Extension, ConversationId, Direction, Outcome, PartyKind, Number, E164, NumberKey, CustomerId, StartedAt, EndedAt, Version)
                VALUES ('main:1.1:101', 'main', '101', 'main:1.1', 0, 0, 0, '79161234567', '+79161234567', '+79161234567', 1, datetime('now', '-2 minutes'), datetime('now', '-1 minute'), 3);
            """,
            Stop);
    }
}
