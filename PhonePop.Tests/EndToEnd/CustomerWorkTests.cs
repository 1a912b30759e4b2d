using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AwesomeAssertions;
using Microsoft.Playwright;
using PhonePop.Server.Customers;
using PhonePop.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PhonePop.Tests.EndToEnd;

/// <summary>Customers in the browser: a file of five thousand, two people on one card, a new number for an old customer, a CRM that is asked.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class CustomerWorkTests(DesktopFixture desktop)
{
    private const string Password = "correct horse battery";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_thousand_rows_are_previewed_imported_and_the_bad_ones_can_be_downloaded()
    {
        await using var server = Server();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        await desk.SignInAsync("administrator", Password);
        var page = await desk.OpenAsync("/customers/import");
        var csv = new StringBuilder("Имя;Телефон;Компания\n");
        for (var i = 0; i < 5000; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{(i % 250 == 3 ? "" : $"Клиент {i}")};8916{i:0000000};{(i % 500 == 3 ? "=1+1" : "Ромашка")}\n");
        }

        var bytes = CodePagesEncodingProvider.Instance.GetEncoding(1251)!.GetBytes(csv.ToString());
        await page.GetByTestId("import-file").SetInputFilesAsync(new FilePayload { Name = "клиенты.csv", MimeType = "text/csv", Buffer = bytes });
        await Expect(page.Locator("[name=encoding]")).ToHaveValueAsync("Windows1251");
        await Expect(page.GetByTestId("import-preview").Locator("tbody tr").First).ToContainTextAsync("Клиент 0");

        await page.GetByTestId("start-import").ClickAsync();
        await Expect(page.GetByTestId("import-outcome")).ToHaveAttributeAsync("data-state", "Done", new() { Timeout = 120_000 });
        (await page.GetByTestId("created").TextContentAsync()).Should().Be("4,980");
        (await page.GetByTestId("rejected").TextContentAsync()).Should().Be("20");
        await Expect(page.GetByTestId("import-errors").Locator("tbody tr")).ToHaveCountAsync(20);

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByTestId("report").ClickAsync());
        var report = await File.ReadAllLinesAsync(await download.PathAsync(), Stop);
        report.Should().HaveCount(21);
        report[1].Should().StartWith("5;left out;").And.Contain("'=1+1");
    }

    [Fact]
    public async Task Two_who_edit_one_card_are_told_and_both_changes_are_kept()
    {
        await using var server = Server();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var customer = await server.Get<CustomerStore>().CreateAsync(new CustomerEdit { Name = "Ada", Company = "Romashka", Numbers = [new("+79161234567")] }, Stop);
        await desk.SignInAsync("operator101", Password);
        var mine = await desk.OpenAsync($"/customers/{customer.Id}");
        var theirs = await desk.OpenAsync($"/customers/{customer.Id}");
        await mine.GetByTestId("edit").ClickAsync();
        await theirs.GetByTestId("edit").ClickAsync();

        await theirs.FillAsync("[name=company]", "Vector");
        await theirs.GetByTestId("save").ClickAsync();
        await Expect(theirs.Locator(".pp-card-company")).ToHaveTextAsync("Vector");
        await mine.FillAsync("[name=name]", "Ada Lovelace");
        await mine.GetByTestId("save").ClickAsync();

        await Expect(mine.GetByTestId("conflict")).ToContainTextAsync("Vector");
        await Expect(mine.Locator("[name=name]")).ToHaveValueAsync("Ada Lovelace");
        await mine.GetByTestId("save").ClickAsync();
        await Expect(mine.GetByTestId("card-name")).ToHaveTextAsync("Ada Lovelace");
        await Expect(mine.Locator(".pp-card-company")).ToHaveTextAsync("Vector");
    }

    [Fact]
    public async Task An_unknown_caller_becomes_one_of_a_customers_numbers_in_two_clicks_and_the_pop_learns_the_name()
    {
        await using var server = Server();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var customer = await server.Get<CustomerStore>().CreateAsync(new CustomerEdit { Name = "Ада Лавлейс", Numbers = [new("+79160000001")] }, Stop);
        var page = await desk.SignInAsync("operator101", Password);
        server.Pbx.CallChanged(Some.Call("101"));

        await page.GetByTestId("add-to").ClickAsync();
        await page.Locator("[name=find-customer]").PressSequentiallyAsync("лавл");
        await page.GetByTestId("add-number-to").ClickAsync();

        await Expect(page).ToHaveURLAsync(new Regex($"/customers/{customer.Id}$"));
        await Expect(page.GetByTestId("on-the-line")).ToHaveCountAsync(1);
        await Expect(page.Locator("#phonepop-pops")).ToContainTextAsync("Ада Лавлейс");
    }

    [Fact]
    public async Task The_pop_is_there_while_the_CRM_thinks_and_says_where_the_name_came_from()
    {
        await using var crm = await OtherSystem.StartAsync(c => OtherSystem.Say(c, """[{"name":"Grace Hopper","company":"Navy","url":"/clients/9"}]"""), isHeld: true);
        await using var server = Server(crm);
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var page = await desk.SignInAsync("operator101", Password);

        server.Pbx.CallChanged(Some.Call("101"));
        await Expect(page.Locator("#phonepop-pops")).ToContainTextAsync("+7 916 123-45-67");
        crm.Release();

        await Expect(page.Locator("#phonepop-pops")).ToContainTextAsync("Grace Hopper");
        await Expect(page.Locator("#phonepop-pops")).ToContainTextAsync("Navy · from the CRM");
        await Expect(page.GetByTestId("source")).ToHaveTextAsync("From the CRM");
        await Expect(page.GetByTestId("open-card")).ToHaveAttributeAsync("href", crm.Origin + "/clients/9");
    }

    private static LiveServer Server(OtherSystem? crm = null)
    {
        var server = new LiveServer().WithUser(0, "operator101", Password, "Operator", "101").WithUser(1, "administrator", Password, "Administrator");
        return (crm is null ? server : crm.AskedBy(server)).Started();
    }
}
