using System.Globalization;
using System.Text;
using AwesomeAssertions;
using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Customers;
using PhonePop.Server.Customers.Import;
using PhonePop.Server.Data;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Customers;

/// <summary>A first import leaves out the indices that only pages need.</summary>
public sealed class SearchIndicesTests
{
    private const int Rows = ImportReader.BatchSize * 3;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, new string[0])]
    [InlineData(false, new[] { "IX_Customers_Folded" })] // rows with nothing but a name are looked for by it
    public async Task They_are_made_at_its_end_or_when_it_needs_them_and_rings_are_answered_meanwhile(bool haveNumbers, string[] meanwhile)
    {
        await using var server = new LiveServer().Started();
        (await OfSearchAsync(server)).Should().HaveCount(2);
        List<string>? seen = null;

        var result = await ImportAsync(server, haveNumbers, async () =>
        {
            seen ??= await OfSearchAsync(server);
            (await server.Get<CustomerMatcher>().FindAsync(server.Get<PhoneNumberReader>().Read("+79160000007"), Stop))!.Customers.Select(c => c.Name).Should().Equal(haveNumbers ? ["Customer 7"] : []);
            (await server.Get<CustomerStore>().SearchAsync(new CustomerQuery("company 3"), Stop)).Items.Select(c => c.Name).Should().NotBeEmpty().And.BeInAscendingOrder(StringComparer.Ordinal);
        });

        result.Created.Should().Be(Rows);
        seen.Should().Equal(meanwhile);
        (await OfSearchAsync(server)).Should().Equal("IX_Customers_Company", "IX_Customers_Folded");
    }

    [Fact]
    public async Task What_a_kill_leaves_without_them_gets_them_at_the_next_start_and_the_file_again_adds_the_rest()
    {
        await using var killed = new LiveServer().Started();
        await using var next = new LiveServer();
        var left = Path.Combine(next.DataFolder, "phonepop.db");
        await ImportAsync(killed, haveNumbers: true, async () =>
        {
            if (!File.Exists(left))
            {
                await using var db = await killed.Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContextAsync(Stop);
                await db.Database.ExecuteSqlAsync($"VACUUM INTO {left}", Stop); // what is committed at this moment
            }
        });

        next.Started();
        while ((await OfSearchAsync(next)).Count < 2)
        {
            await Until.NextLookAsync();
        }

        var result = await ImportAsync(next, haveNumbers: true, () => Task.CompletedTask);
        (result.Created + result.Updated).Should().Be(Rows);
        result.Updated.Should().BePositive("they were taken before the kill");
        (await next.Get<CustomerStore>().SearchAsync(new CustomerQuery(), Stop)).Total.Should().Be(Rows);
    }

    private static async Task<ImportResult> ImportAsync(LiveServer server, bool haveNumbers, Func<Task> atEachStep)
    {
        var csv = new StringBuilder("name;company;phone\n");
        for (var i = 0; i < Rows; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"Customer {i};Company {i % 7};{(haveNumbers ? $"+7916{i:0000000}" : "")}\n");
        }

        await using var file = await CsvFile.TakeAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv.ToString())), "customers.csv", Stop);
        return await server.Get<CustomerImport>().RunAsync(file, new ImportMapping(["name", "company", "phone"]), "Anna", null, _ => atEachStep().GetAwaiter().GetResult(), Stop);
    }

    private static async Task<List<string>> OfSearchAsync(LiveServer server)
    {
        await using var db = await server.Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContextAsync(Stop);
        return await db.Database.SqlQuery<string>($"SELECT name AS Value FROM sqlite_master WHERE name IN ('IX_Customers_Folded', 'IX_Customers_Company') ORDER BY name").ToListAsync(Stop);
    }
}
