using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AwesomeAssertions;
using PhonePop.Server.Customers;
using PhonePop.Server.Customers.Import;
using PhonePop.Server.Data;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Customers;

public sealed class CustomerImportTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_takes_the_good_rows_and_names_the_torn_ones()
    {
        await using var server = new LiveServer().Started();
        const string Csv = """
            Name;Company;External ID;Phone;Phone 2;Note
            Иван Петров;Ромашка;C-1;8 916 123-45-67;+7 495 200-00-00;
            Torn;row
            "Ada ""Countess"" Lovelace";;C-2;"+44 20 7946 0958, 8 916 000-00-01";;"two
            lines"
            "never closed;X;C-3;1234567;;
            ;No name;C-4;1234567;;
            Bob;;C-5;5551234;;last
            """;
        using var client = server.Client(LiveServer.AdministratorKey);

        using var answer = await client.PostAsync("/api/v1/customers/import", new StringContent(Csv, Encoding.UTF8, "text/csv"), Stop);

        var result = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        result.GetProperty("created").GetInt32().Should().Be(3);
        result.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("line").GetInt32()).Should().Equal(3, 6, 7);
        var ada = (await server.Get<CustomerStore>().SearchAsync(new CustomerQuery("countess"), Stop)).Items.Single();
        ada.Numbers.Select(n => n.E164).Should().Equal("+442079460958", "+79160000001");
        ada.Note.Should().Be("two\nlines");

        using var again = await client.PostAsync("/api/v1/customers/import", new StringContent(Csv.Replace("Bob", "Robert", StringComparison.Ordinal), Encoding.UTF8, "text/csv"), Stop);
        (await again.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("updated").GetInt32().Should().Be(3);
        (await server.Get<CustomerStore>().SearchAsync(new CustomerQuery(), Stop)).Items.Select(c => c.Name).Should().Contain("Robert").And.HaveCount(3);
    }

    [Theory]
    [InlineData("utf-8", ';', false, CsvEncoding.Utf8)]
    [InlineData("utf-8", ',', true, CsvEncoding.Utf8)]
    [InlineData("windows-1251", ';', false, CsvEncoding.Windows1251)]
    [InlineData("utf-16", '\t', true, CsvEncoding.Utf16)]
    public async Task Letters_delimiter_and_columns_are_guessed(string encoding, char delimiter, bool hasMark, CsvEncoding expected)
    {
        await using var server = new LiveServer().Started();
        var letters = CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding);
        var text = "Код;Фамилия;Имя;Компания;Моб. телефон;Рабочий телефон;Эл. почта;Примечание;Прочее\nC-1;Петров;Пётр;Ромашка;8 916 123-45-67;8 (495) 200-00-00;p@example.org;важный;x\n".Replace(';', delimiter);
        byte[] bytes = [.. hasMark ? letters.GetPreamble() : [], .. letters.GetBytes(text)];

        await using (var file = await CsvFile.TakeAsync(new MemoryStream(bytes), "list.csv", Stop))
        {
            (file.Encoding, file.Delimiter).Should().Be((expected, delimiter));
            new ImportMapping((await file.FirstAsync(1, Stop))[0]).Columns.Should().Equal(
                ImportField.ExternalId, ImportField.Name, ImportField.Name, ImportField.Company, ImportField.Number, ImportField.Number, ImportField.Email, ImportField.Note, ImportField.None);
        }

        (await server.Get<CustomerImport>().RunAsync(new MemoryStream(bytes), "Anna", Stop)).Created.Should().Be(1);
        var customer = (await server.Get<CustomerStore>().SearchAsync(new CustomerQuery("петр петров"), Stop)).Items.Single();
        customer.Numbers.Select(n => (n.E164, n.Kind)).Should().Equal(("+79161234567", NumberKind.Mobile), ("+74952000000", NumberKind.Work));
        (customer.ExternalId, customer.Company, customer.Email, customer.Note, customer.UpdatedBy).Should().Be(("C-1", "Ромашка", "p@example.org", "важный", "Anna"));
    }

    [Fact]
    public async Task Whoever_is_there_already_is_changed_and_not_doubled_and_what_the_file_does_not_say_stays()
    {
        await using var server = new LiveServer().Started();
        var store = server.Get<CustomerStore>();
        var byId = await store.CreateAsync(new CustomerEdit { Name = "Old name", ExternalId = "C-1", Email = "a@example.org", Numbers = [new("+79160000001", "Boss", NumberKind.Work), new("+79160000002")] }, Stop);
        var byNumber = await store.CreateAsync(new CustomerEdit { Name = "Пётр Петров", Email = "p@example.org", Numbers = [new("+79160000003")] }, Stop);
        var other = await store.CreateAsync(new CustomerEdit { Name = "Пётр Петров", ExternalId = "C-9", Numbers = [new("+79160000004")] }, Stop);
        const string Csv = """
            id,name,company,phone
            C-1,New name,Romashka,8 916 000 00 01
            ,ПЕТР ПЕТРОВ,,"8 916 000-00-03, +79160000005"
            C-2,Пётр Петров,,+79160000004
            ,Somebody new,,+79160000006
            ,Somebody New,Vector,89160000006
            """;

        var result = await server.Get<CustomerImport>().RunAsync(new MemoryStream(Encoding.UTF8.GetBytes(Csv)), "Anna", Stop);

        (result.Created, result.Updated, result.Rejected).Should().Be((2, 3, 0));
        result.Repeats.Select(r => (r.Line, r.By)).Should().Equal((2, RepeatRule.ExternalId), (3, RepeatRule.NameAndNumber), (6, RepeatRule.NameAndNumber));
        var first = (await store.GetAsync(byId.Id, Stop))!;
        (first.Name, first.Company, first.Email).Should().Be(("New name", "Romashka", "a@example.org"), "the file has no column for the address");
        first.Numbers.Select(n => (n.E164, n.Label, n.Kind)).Should().Equal(("+79160000001", "Boss", NumberKind.Work));
        (await store.GetAsync(byNumber.Id, Stop))!.Numbers.Select(n => n.E164).Should().Equal("+79160000003", "+79160000005");
        (await store.GetAsync(other.Id, Stop))!.Version.Should().Be(other.Version, "another id is another customer");
        (await server.Get<CustomerJournal>().ChangesAsync(byId.Id, 10, Stop)).Should().Contain(c => c.By == "Anna" && c.Field == "name" && c.Old == "Old name" && c.New == "New name");

        var again = await server.Get<CustomerImport>().RunAsync(new MemoryStream(Encoding.UTF8.GetBytes(Csv)), "Anna", Stop);
        (again.Created, again.Updated).Should().Be((0, 5));
        (await store.GetAsync(byId.Id, Stop))!.Version.Should().Be(first.Version, "nothing changed, so nobody who edits is disturbed");
    }

    [Fact]
    public async Task Five_thousand_rows_with_errors_are_reported_row_by_row_and_no_cell_of_the_report_is_a_formula()
    {
        await using var server = new LiveServer().Started();
        var csv = new StringBuilder("name;phone;note\n");
        for (var i = 0; i < 5000; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{(i % 100 == 7 ? "" : $"Customer {i}")};{(i % 100 == 8 ? "=HYPERLINK(\"http://evil\")" : $"+7916{i:0000000}")};@note\n");
        }

        var job = await ImportedAsync(server, csv.ToString());

        job.State.Should().Be(ImportState.Done);
        (job.Result!.Created, job.Result.Rejected).Should().Be((4900, 100));
        job.Progress.Part.Should().Be(1);
        job.Result.Errors.Take(2).Select(e => e.Line).Should().Equal(9, 10);
        using var client = server.Client(LiveServer.AdministratorKey);
        var report = await client.GetByteArrayAsync($"/api/v1/customers/imports/{job.Id}/report", Stop);
        var lines = Encoding.UTF8.GetString(report).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCount(101);
        lines[0].Should().StartWith("\uFEFFLine;Result;Reason;name;phone;note");
        lines[1].Should().StartWith("9;left out;").And.Contain("A customer needs a name").And.Contain("'+79160000007").And.Contain("'@note");
        lines[2].Should().Contain("'=HYPERLINK");
        using var supervisor = server.Client(LiveServer.SupervisorKey);
        (await supervisor.GetAsync($"/api/v1/customers/imports/{job.Id}/report", Stop)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Stopped_import_keeps_what_it_has_taken_and_only_one_runs_at_a_time()
    {
        await using var server = new LiveServer().Started();
        var csv = new StringBuilder("name;phone\n");
        for (var i = 0; i < 20_000; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"Customer {i};+7916{i:0000000}\n");
        }

        await using var second = await CsvFile.TakeAsync(new MemoryStream("name\nAda"u8.ToArray()), "second.csv", Stop);
        var job = await ImportedAsync(server, csv.ToString(), started =>
        {
            server.Get<ImportJobs>().Start(second, new ImportMapping(["name"]), "Boris").Should().BeNull();
            started.Cancel();
        });

        job.State.Should().Be(ImportState.Cancelled);
        var taken = (await server.Get<CustomerStore>().SearchAsync(new CustomerQuery(), Stop)).Total;
        taken.Should().Be(job.Result!.Created).And.BeLessThan(20_000);
    }

    [Fact]
    public async Task The_same_file_twice_adds_nobody_also_where_a_row_has_neither_id_nor_number()
    {
        await using var server = new LiveServer().Started();
        const string Csv = """
            name,company,email,phone,note
            Anna Bell,Vector,,,first
            Anna Bell,Orion,,,
            Anna Bell,Vector,anna@example.org,,
            Anna Bell,Vector,,+79160000001,
            """;
        var import = server.Get<CustomerImport>();

        var first = await import.RunAsync(new MemoryStream(Encoding.UTF8.GetBytes(Csv)), "Anna", Stop);
        var again = await import.RunAsync(new MemoryStream(Encoding.UTF8.GetBytes(Csv.Replace("first", "second", StringComparison.Ordinal))), "Anna", Stop);

        (first.Created, again.Created, again.Updated).Should().Be((4, 0, 4));
        again.Repeats.Select(r => r.By).Should().Equal(RepeatRule.NameAlone, RepeatRule.NameAlone, RepeatRule.NameAlone, RepeatRule.NameAndNumber);
        var all = (await server.Get<CustomerStore>().SearchAsync(new CustomerQuery("anna bell"), Stop)).Items;
        all.Select(c => c.Note).Should().BeEquivalentTo(["second", null, null, null]);
    }

    [Fact]
    public async Task Rows_that_are_added_unwatched_are_the_same_as_those_of_a_card()
    {
        await using var server = new LiveServer().Started();
        var store = server.Get<CustomerStore>();
        var byHand = await store.CreateAsync(new CustomerEdit { Name = "Пётр 'X'\"; --", Company = "Вектор", Email = "a@example.org", Note = "two\nlines", Numbers = [new("8 916 000-00-01", null, NumberKind.Mobile), new("1234567")], By = "Anna" }, Stop);
        const string Csv = "name;company;email;note;mobile;phone\n\"Пётр 'X'\"\"; --\";Вектор;a@example.org;\"two\nlines\";8 916 000-00-02;7654321\n";

        (await server.Get<CustomerImport>().RunAsync(new MemoryStream(Encoding.UTF8.GetBytes(Csv)), "Anna", Stop)).Created.Should().Be(1);

        var imported = (await store.SearchAsync(new CustomerQuery("+79160000002"), Stop)).Items.Single();
        imported.Should().BeEquivalentTo(byHand, o => o.Excluding(c => c.Id).Excluding(c => c.Numbers).Excluding(c => c.CreatedAt).Excluding(c => c.UpdatedAt).Excluding(c => c.Url));
        imported.Numbers.Select(n => (n.E164, n.Kind)).Should().Equal(("+79160000002", NumberKind.Mobile), (null, NumberKind.Other));
        imported.UpdatedAt.Should().BeCloseTo(byHand.UpdatedAt, TimeSpan.FromMinutes(1));
        (await server.Get<CustomerMatcher>().FindAsync(server.Get<PhoneNumberReader>().Read("89160000002"), Stop))!.Only!.Id.Should().Be(imported.Id);
        (await server.Get<CustomerJournal>().ChangesAsync(imported.Id, 10, Stop)).Should().ContainSingle().Which.Field.Should().Be("imported");
    }

    [Fact]
    public async Task Rows_are_written_in_small_batches_read_a_few_ahead_and_others_write_meanwhile()
    {
        await using var server = new LiveServer().Started();
        var (store, csv, rows) = (server.Get<CustomerStore>(), new StringBuilder("id;name;phone\n"), ImportReader.BatchSize * 100);
        for (var i = 0; i < rows; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"C-{i};Customer {i};+7916{i:0000000}\n");
        }

        await using var file = await CsvFile.TakeAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv.ToString())), "customers.csv", Stop);
        var (steps, byHand, mostAhead) = (new List<int>(), 0, 0.0);
        var result = await server.Get<CustomerImport>().RunAsync(file, new ImportMapping(["id", "name", "phone"]), "Anna", null, progress =>
        {
            // Nothing is locked when a step is told, or this would wait for ever; and the file is not read to its end before the first is written.
            store.CreateAsync(new CustomerEdit { Name = $"By hand {++byHand}" }, Stop).GetAwaiter().GetResult();
            steps.Add(progress.Created);
            mostAhead = Math.Max(mostAhead, file.Read - progress.Part);
        }, Stop);

        result.Created.Should().Be(rows);
        steps.Zip(steps.Skip(1), (a, b) => b - a).Should().OnlyContain(step => step <= ImportReader.BatchSize);
        mostAhead.Should().BeLessThan(0.9);
        (await store.SearchAsync(new CustomerQuery("by hand"), Stop)).Total.Should().Be(byHand).And.BeGreaterThanOrEqualTo(100);
    }

    [Fact]
    public async Task Report_speaks_the_language_of_who_reads_it()
    {
        await using var server = new LiveServer().Started();
        var job = await ImportedAsync(server, "name;phone\n;+79160000001\nAnna;+79160000002\nAnna;+79160000002\nTorn\n");
        using var client = server.Client(LiveServer.AdministratorKey);
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("ru");

        var lines = (await client.GetStringAsync($"/api/v1/customers/imports/{job.Id}/report", Stop)).Split('\n');

        lines[0].TrimStart('\uFEFF').Should().StartWith("Строка;Итог;Причина;name;phone");
        lines[1].Should().StartWith("2;не загружена;Имя");
        lines[2].Should().Contain("Число полей не такое, как в заголовке.");
        lines[3].Should().StartWith("4;обновлён;").And.Contain("узнан по имени и номеру");
    }

    [Fact]
    public async Task File_that_is_too_large_is_refused()
    {
        await using var server = new LiveServer().Started();
        using var client = server.Client(LiveServer.AdministratorKey);
        await using var hole = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 4096, FileOptions.DeleteOnClose);
        hole.SetLength(CsvFile.LargestFile + 1);
        using var content = new StreamContent(hole);

        using var answer = await client.PostAsync("/api/v1/customers/import", content, Stop);

        answer.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
    }

    private static async Task<ImportJob> ImportedAsync(LiveServer server, string csv, Action<ImportJob>? atFirstStep = null)
    {
        var file = await CsvFile.TakeAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv)), "customers.csv", Stop);
        var mapping = new ImportMapping((await file.FirstAsync(1, Stop))[0]);
        var job = server.Get<ImportJobs>().Start(file, mapping, "Anna")!;
        atFirstStep?.Invoke(job);
        await job.Finished.WaitAsync(TimeSpan.FromMinutes(5), Stop);
        return job;
    }
}
