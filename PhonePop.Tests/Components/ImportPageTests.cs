using AwesomeAssertions;
using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using PhonePop.Server.Components.Pages;
using PhonePop.Server.Customers;
using PhonePop.Server.Security;

namespace PhonePop.Tests.Components;

public sealed class ImportPageTests
{
    [Fact]
    public async Task A_file_is_shown_before_it_is_taken_and_columns_can_be_set_otherwise()
    {
        await using var context = new PageContext(Roles.Administrator);
        var page = context.Page<ImportPage>();
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("Who;Телефон;Комментарий\n<b>Ada</b>;8 916 123-45-67;x\n;+79160000001;\n", "customers.csv"));

        page.WaitForElement("[data-testid=import-preview]");
        page.FindAll("[name=column]").Select(s => s.GetAttribute("value")).Should().Equal("None", "Number", "Note");
        page.Find("[data-testid=mapping-mistake]").TextContent.Should().Be("Say which column holds the name.");
        page.Find("[data-testid=start-import]").HasAttribute("disabled").Should().BeTrue();
        page.FindAll("b").Should().BeEmpty("cells are text");

        await page.FindAll("[name=column]")[0].ChangeAsync("Name");
        await page.Find("[data-testid=start-import]").ClickAsync();

        page.WaitForAssertion(() => page.Find("[data-testid=import-outcome]").GetAttribute("data-state").Should().Be("Done"));
        page.Find("[data-testid=created]").TextContent.Should().Be("1");
        page.Find("[data-testid=rejected]").TextContent.Should().Be("1");
        page.Find("[data-testid=import-errors] tbody tr").TextContent.Should().Contain("3").And.Contain("A customer needs a name.");
        page.Find("[data-testid=report]").GetAttribute("href").Should().StartWith("/api/v1/customers/imports/");
        (await context.Get<CustomerStore>().SearchAsync(new CustomerQuery("ada"), TestContext.Current.CancellationToken)).Items.Single().UpdatedBy.Should().Be("Anna");

        context.Page<ImportPage>().Find("[data-testid=created]").TextContent.Should().Be("1", "who comes back sees what became of it");
    }

    [Fact]
    public async Task In_Russian_also_what_is_wrong_with_a_row_is_said_in_Russian()
    {
        await using var context = new PageContext(Roles.Administrator, language: "ru");
        var page = context.Page<ImportPage>();
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("Имя;Телефон\n;+79160000001\nАнна;нет\nПётр\n\"Ольга;1\n", "customers.csv"));

        await page.WaitForElement("[data-testid=start-import]").ClickAsync();

        page.WaitForAssertion(() => page.FindAll("[data-testid=import-errors] tbody tr td:last-child").Select(r => r.TextContent).Should().Equal(
            "Имя: Введите имя.", "Номер: Это не похоже на номер телефона.", "Число полей не такое, как в заголовке.", "Кавычка не закрыта или стоит посреди поля."));
    }

    [Fact]
    public async Task An_empty_file_is_said_to_be_empty_and_another_can_be_chosen()
    {
        await using var context = new PageContext(Roles.Administrator, language: "ru");
        var page = context.Page<ImportPage>();

        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("\n", "empty.csv"));

        page.WaitForElement("[data-testid=import-problem]").TextContent.Should().Be("Файл пуст.");
        page.Find("[data-testid=import-file]");
    }
}
