using AwesomeAssertions;
using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Customers;
using PhonePop.Server.Customers.Import;
using PhonePop.Server.Data;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Customers;

/// <summary>The index of pieces leads to the same customers as looking through all of them does, whoever wrote them.</summary>
public sealed class SearchPiecesTests
{
    private static readonly string[] Asked =
    [
        "петр", "ПЁТР  петров", "ром", "ё", "ов", "петров о", "ов ов", "o'neil\"", "\"", "\"\"\"", "a AND b", "near(", "100%", "_%_", "'; DROP TABLE Customers;--", "\0", "a\0b", "щщщ", "😀😀😀 x", "\ud83d\ud83d\ud83d", "имя 4567",
        "916", "8916", "891", "79161", "4567", "23-45-67", "+7 (916) 123", "8 916 123-45-67", "89161234567", "tel:+79161234567", "sip:9161234567@pbx", "123456", "000", "12345678901234567890", "C-77", "c-77", "112",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(20_000)]
    [InlineData(2)] // more than it leads to
    public async Task It_finds_what_looking_through_all_customers_finds_page_by_page(int most)
    {
        await using var server = new LiveServer().Started();
        var store = server.Get<CustomerStore>();
        foreach (var (name, company, numbers) in new (string, string?, string[])[]
        {
            ("Пётр Петров", "Ромашка", ["+79161234567"]), ("Петров Олег", null, ["8 916 000-45-67", "112"]), ("Олег Ов", "Петровский", ["123-45-67"]), ("Ada O'Neil\"", "a AND b NEAR(c)", ["+442071234567"]),
            ("100% _%_", "'; DROP TABLE Customers;--", ["4567"]), ("a\0b имя", null, ["+79031114567"]), ("😀😀😀 x", "+7 (916) 123", ["+79169161234"]), ("имя 4567", null, ["000"]), ("Щ", null, ["891"]),
        })
        {
            await store.CreateAsync(new CustomerEdit { Name = name, Company = company, ExternalId = name == "Щ" ? "c-77" : null, Numbers = [.. numbers.Select(n => new CustomerNumberEdit(n))] }, Stop);
        }

        using var whole = await MadeAsync(server, most);
        using var none = new SearchPieces();
        foreach (var query in Asked.SelectMany(text => new[] { new CustomerQuery(text, 0, 500), new CustomerQuery(text, 0, 2), new CustomerQuery(text, 2, 2), new CustomerQuery(text, 600, 2) }))
        {
            var (led, looked) = (await Store(server, whole).SearchAsync(query, Stop), await Store(server, none).SearchAsync(query, Stop));

            led.Items.Select(c => c.Name).Should().Equal(looked.Items.Select(c => c.Name), "of {0}", query);
            led.Total.Should().Be(looked.Total, "of {0}", query);
        }

        (await Store(server, whole).SearchAsync(new CustomerQuery("8 916 12"), Stop)).Items.Should().NotBeEmpty();
    }

    [Fact]
    public async Task Who_is_added_changed_merged_or_deleted_is_found_as_they_are_now()
    {
        await using var server = new LiveServer().Started();
        using var pieces = await MadeAsync(server);
        var store = Store(server, pieces);

        var added = await store.CreateAsync(Edit("Анна Краснова", "+79161111111"), Stop);
        (await FoundAsync(store, "красно", "611111")).Should().Equal("Анна Краснова", "Анна Краснова");

        await store.UpdateAsync(added.Id, Edit("Анна Зеленина", "+79162222222"), Stop);
        (await FoundAsync(store, "красно", "611111")).Should().BeEmpty();
        (await FoundAsync(store, "зелен", "622222")).Should().Equal("Анна Зеленина", "Анна Зеленина");

        var twin = await store.CreateAsync(Edit("Анна Синицына", "+79163333333"), Stop);
        await server.Get<CustomerMerger>().MergeAsync(added.Id, twin.Id, "Anna", Stop);
        (await FoundAsync(store, "синиц", "633333")).Should().Equal("Анна Зеленина");

        await using var file = await CsvFile.TakeAsync(new MemoryStream("name;phone\nИгорь Лесной;+79164444444\n"u8.ToArray()), "", Stop);
        await server.Get<CustomerImport>().RunAsync(file, new ImportMapping(["name", "phone"]), "Anna", null, null, Stop);
        await WholeAsync(server);
        (await FoundAsync(Store(server, server.Get<SearchPieces>()), "лесно", "644444")).Should().Equal("Игорь Лесной", "Игорь Лесной");

        await server.Get<CustomerEraser>().EraseAsync(added.Id, Stop);
        (await FoundAsync(Store(server, server.Get<SearchPieces>()), "зелен", "622222", "633333")).Should().BeEmpty();
        (await ThreesAsync(server)).Should().Contain("лес").And.Contain("644").And.NotContain("зел").And.NotContain("622", "what is erased is nowhere in the file");
    }

    [Fact]
    public async Task A_server_makes_it_at_its_start_and_after_a_first_import_left_it_out()
    {
        await using var server = new LiveServer().Started();
        await WholeAsync(server);
        var (seen, rows) = (new List<bool>(), ImportReader.BatchSize * 2);
        var text = "name;phone\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"Customer {i:00000};+7916{i:0000000}\n"));
        await using var file = await CsvFile.TakeAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), "", Stop);

        await server.Get<CustomerImport>().RunAsync(file, new ImportMapping(["name", "phone"]), "Anna", null, _ => seen.Add(server.Get<SearchPieces>().IsWhole), Stop);

        seen.Should().NotBeEmpty().And.NotContain(true);
        await WholeAsync(server);
        (await FoundAsync(server.Get<CustomerStore>(), "00017", "60000017")).Should().Contain("Customer 00017").And.HaveCountGreaterThan(1);
    }

    private static CustomerStore Store(LiveServer server, SearchPieces pieces) =>
        new(server.Get<IDbContextFactory<PhonePopDbContext>>(), pieces, server.Get<PhoneNumberReader>(), server.Get<CardUrlTemplate>(), server.Get<CustomerMatcher>(), TimeProvider.System);

    private static CustomerEdit Edit(string name, string number) => new() { Name = name, Numbers = [new CustomerNumberEdit(number)] };

    private static async Task<SearchPieces> MadeAsync(LiveServer server, int most = 20_000)
    {
        var pieces = new SearchPieces { Most = most };
        await using var db = await server.Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContextAsync(Stop);
        await pieces.MakeAsync(db, server.Get<WriteTurns>(), TimeSpan.Zero, Stop);
        pieces.IsWhole.Should().BeTrue();
        return pieces;
    }

    private static async Task WholeAsync(LiveServer server)
    {
        while (!server.Get<SearchPieces>().IsWhole)
        {
            await Until.NextLookAsync();
        }
    }

    private static async Task<List<string>> FoundAsync(CustomerStore store, params string[] texts)
    {
        var found = new List<string>();
        foreach (var text in texts)
        {
            found.AddRange((await store.SearchAsync(new CustomerQuery(text), Stop)).Items.Select(c => c.Name));
        }

        return found;
    }

    private static async Task<List<string>> ThreesAsync(LiveServer server)
    {
        await using var db = await server.Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContextAsync(Stop);
        await db.Database.OpenConnectionAsync(Stop);
        await db.Database.ExecuteSqlRawAsync("CREATE VIRTUAL TABLE temp.names USING fts5vocab(main, 'CustomerNamePieces', 'row'); CREATE VIRTUAL TABLE temp.numbers USING fts5vocab(main, 'CustomerNumberPieces', 'row')", Stop);
        return await db.Database.SqlQueryRaw<string>("SELECT term AS Value FROM temp.names UNION SELECT term FROM temp.numbers").ToListAsync(Stop);
    }
}
