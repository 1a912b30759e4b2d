using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Customers;

public sealed class CustomerStoreTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ПЕТРОВ", "Пётр Петров")]
    [InlineData("петр  петров", "Пётр Петров")]
    [InlineData("ромашка пет", "Пётр Петров")]
    [InlineData("8 (916) 123-45-67", "Пётр Петров")]
    [InlineData("916123", "Пётр Петров")]
    [InlineData("LOVELACE", "Ada Lovelace")]
    [InlineData("1234567", "Ada Lovelace, Пётр Петров")]
    [InlineData("+7 (916) 123", "Пётр Петров")]
    [InlineData("8916", "Пётр Петров")]
    [InlineData("8 916 12", "Пётр Петров")]
    [InlineData("23-45-67", "Ada Lovelace, Пётр Петров")]
    [InlineData("tel:+79161234567", "Пётр Петров")]
    [InlineData("+44", "")]
    [InlineData("nobody", "")]
    [InlineData("100%", "")]
    public async Task Search_finds_names_in_every_script_and_numbers_in_any_notation(string text, string expected)
    {
        await using var server = new LiveServer().Started();
        await AddAsync(server, "Пётр Петров", "Ромашка", "+79161234567");
        await AddAsync(server, "Ada Lovelace", null, "123-45-67");

        var found = await server.Get<CustomerStore>().SearchAsync(new CustomerQuery(text), Stop);

        string.Join(", ", found.Items.Select(c => c.Name)).Should().Be(expected);
    }

    [Fact]
    public async Task Pages_are_in_order_of_names_and_know_the_whole()
    {
        await using var server = new LiveServer().Started();
        foreach (var name in new[] { "в", "А", "Б", "г" })
        {
            await AddAsync(server, name, null, "+79160000000");
        }

        var page = await server.Get<CustomerStore>().SearchAsync(new CustomerQuery(null, Skip: 1, Take: 2), Stop);

        page.Total.Should().Be(4);
        page.Items.Select(c => c.Name).Should().Equal("Б", "в");
    }

    [Fact]
    public async Task Same_name_stands_together_whatever_the_company_and_before_longer_names()
    {
        await using var server = new LiveServer().Started();
        foreach (var (name, company) in new[] { ("Ada Lovell E.", "Delta"), ("Ada Lovell", "Северный ветер"), ("Ada Lovell", null), ("Ada Lovelland", null), ("Ada Lovell", "Delta") })
        {
            await AddAsync(server, name, company, "+79160000001");
        }

        var page = await server.Get<CustomerStore>().SearchAsync(new CustomerQuery(null), Stop);

        page.Items.Select(c => $"{c.Name}, {c.Company}").Should().Equal("Ada Lovell, ", "Ada Lovell, Delta", "Ada Lovell, Северный ветер", "Ada Lovell E., Delta", "Ada Lovelland, ");
    }

    [Fact]
    public async Task Number_without_country_code_matches_by_its_end_and_inactive_customers_do_not_pop()
    {
        await using var server = new LiveServer().Started();
        var local = await AddAsync(server, "Local", null, "000 916 123 45 67"); // unreadable, but its end is that number's
        await server.Get<CustomerStore>().CreateAsync(new CustomerEdit { Name = "Gone", Inactive = true, Numbers = [new("+79161234567")] }, Stop);

        var match = await server.Get<CustomerMatcher>().FindAsync(server.Get<PhoneNumberReader>().Read("79161234567"), Stop);

        match!.Customers.Select(c => c.Id).Should().Equal(local.Id);
    }

    [Fact]
    public async Task Call_on_the_line_learns_of_a_customer_that_is_added_or_renamed_meanwhile()
    {
        await using var server = new LiveServer().Started();
        await using var anna = await HubListener.ConnectAsync(server, LiveServer.Key101);
        server.Pbx.CallChanged(Some.Call("101"));
        await UntilAsync(anna, c => c.GetProperty("lookedUp").GetBoolean());

        var customer = await AddAsync(server, "Ada", null, "8 916 123-45-67");
        await UntilAsync(anna, c => Name(c) == "Ada");

        var (result, _) = await server.Get<CustomerStore>().UpdateAsync(customer.Id, new CustomerEdit { Name = "Ada King", Version = customer.Version, Numbers = [new("8 916 123-45-67")] }, Stop);
        result.Should().Be(SaveResult.Saved);
        await UntilAsync(anna, c => Name(c) == "Ada King");
    }

    [Fact]
    public async Task Second_of_two_who_edit_at_once_is_told()
    {
        await using var server = new LiveServer().Started();
        var customer = await AddAsync(server, "Ada", null, "+79161234567");
        using var client = server.Client(LiveServer.Key101);
        var edit = new { name = "Ada King", version = customer.Version, numbers = new[] { new { number = "+7 916 123-45-68", kind = "mobile" } } };

        using var first = await client.PutAsJsonAsync($"/api/v1/customers/{customer.Id}", edit, Stop);
        using var second = await client.PutAsJsonAsync($"/api/v1/customers/{customer.Id}", edit, Stop);

        first.StatusCode.Should().Be(HttpStatusCode.OK);
        second.StatusCode.Should().Be(HttpStatusCode.Conflict);
        second.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
    }

    [Fact]
    public async Task Edit_that_names_no_version_replaces_whatever_stands_there()
    {
        await using var server = new LiveServer().Started();
        var customer = await AddAsync(server, "Ada", null, "+79161234567");
        using var client = server.Client(LiveServer.Key101);

        using var answer = await client.PutAsJsonAsync($"/api/v1/customers/{customer.Id}", new { name = "Ada King", numbers = new[] { new { number = "+79161234567" } } }, Stop);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await server.Get<CustomerStore>().GetAsync(customer.Id, Stop))!.Name.Should().Be("Ada King");
    }

    [Fact]
    public async Task Customer_is_added_by_the_api_and_found_by_phone_and_mistakes_are_named()
    {
        await using var server = new LiveServer().Started();
        using var client = server.Client(LiveServer.Key101);

        using var created = await client.PostAsJsonAsync("/api/v1/customers", new { name = "Ада", numbers = new[] { new { number = "8 916 123 45 67" } } }, Stop);
        created.StatusCode.Should().Be(HttpStatusCode.Created);
        (await client.GetFromJsonAsync<JsonElement>(created.Headers.Location, Stop)).GetProperty("name").GetString().Should().Be("Ада");
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/customers?phone=%2B79161234567", Stop)).GetProperty("total").GetInt32().Should().Be(1);

        using var refused = await client.PostAsJsonAsync("/api/v1/customers", new { name = " ", numbers = new[] { new { number = "none" } } }, Stop);
        refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        var errors = (await refused.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("errors");
        errors.EnumerateObject().Select(e => e.Name).Should().BeEquivalentTo("name", "numbers[0].number");
    }

    [Fact]
    public async Task Number_that_was_dialled_with_a_prefix_finds_its_customer()
    {
        await using var server = new LiveServer().With("PhonePop:Numbers:DialPrefixes:0", "9").Started();
        var customer = await AddAsync(server, "Ada", null, "+7 916 123-45-67");

        var match = await server.Get<CustomerMatcher>().FindAsync(server.Get<PhoneNumberReader>().Read("989161234567"), Stop);

        match!.Only!.Id.Should().Be(customer.Id);
    }

    [Fact]
    public async Task Every_change_is_written_down_with_who_and_when_and_what_it_was_before()
    {
        await using var server = new LiveServer().Started();
        using var client = server.Client(LiveServer.Key101);
        using var created = await client.PostAsJsonAsync("/api/v1/customers", new { name = "Ada", company = "Romashka", numbers = new[] { new { number = "8 916 123-45-67", kind = "mobile", label = "home office" } } }, Stop);
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("id").GetInt32();
        using var changed = await client.PutAsJsonAsync($"/api/v1/customers/{id}", new { name = "Ada King", by = "somebody else", numbers = new[] { new { number = "8 916 123-45-68" } } }, Stop);
        changed.StatusCode.Should().Be(HttpStatusCode.OK);

        var changes = await client.GetFromJsonAsync<JsonElement>($"/api/v1/customers/{id}/changes", Stop);

        changes.EnumerateArray().Select(c => $"{c.GetProperty("by")}: {c.GetProperty("field")}: {c.GetProperty("old")} → {c.GetProperty("new")}").Should().BeEquivalentTo(
            "operator 101: created:  → Ada",
            "operator 101: name: Ada → Ada King",
            "operator 101: company: Romashka → ",
            "operator 101: number: +7 916 123-45-67 · Mobile · home office → ",
            "operator 101: number:  → +7 916 123-45-68 · Other");
    }

    [Fact]
    public async Task Number_is_added_to_a_customer_once_whoever_else_changes_it_and_the_call_on_the_line_learns_of_it()
    {
        await using var server = new LiveServer().Started();
        var customer = await AddAsync(server, "Ada", null, "+7 916 000-00-01");
        await using var anna = await HubListener.ConnectAsync(server, LiveServer.Key101);
        server.Pbx.CallChanged(Some.Call("101"));
        await UntilAsync(anna, c => c.GetProperty("lookedUp").GetBoolean());
        using var client = server.Client(LiveServer.Key101);

        using var added = await client.PostAsJsonAsync($"/api/v1/customers/{customer.Id}/numbers", new { number = "8 (916) 123-45-67", kind = "companyLine" }, Stop);
        using var again = await client.PostAsJsonAsync($"/api/v1/customers/{customer.Id}/numbers", new { number = "+79161234567" }, Stop);
        using var nobody = await client.PostAsJsonAsync("/api/v1/customers/4711/numbers", new { number = "+79161234567" }, Stop);
        using var nothing = await client.PostAsJsonAsync($"/api/v1/customers/{customer.Id}/numbers", new { number = "none" }, Stop);

        await UntilAsync(anna, c => Name(c) == "Ada");
        again.StatusCode.Should().Be(HttpStatusCode.OK);
        nobody.StatusCode.Should().Be(HttpStatusCode.NotFound);
        nothing.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await server.Get<CustomerStore>().GetAsync(customer.Id, Stop))!.Numbers.Select(n => (n.E164, n.Kind)).Should().Equal(("+79160000001", NumberKind.Other), ("+79161234567", NumberKind.CompanyLine));
    }

    [Fact]
    public async Task Whom_a_shared_number_means_is_remembered_until_it_is_taken_back()
    {
        await using var server = new LiveServer().Started();
        var ada = await AddAsync(server, "Ada", "Romashka", "+79161234567");
        var grace = await AddAsync(server, "Grace", "Romashka", "8 916 123 45 67");
        var number = server.Get<PhoneNumberReader>().Read("79161234567");
        (await server.Get<CustomerMatcher>().FindAsync(number, Stop))!.Customers.Should().HaveCount(2);

        await server.Get<NumberChoices>().RememberAsync("89161234567", ada.Id, "Anna", Stop);
        var chosen = (await server.Get<CustomerMatcher>().FindAsync(number, Stop))!;
        (chosen.Only?.Name, chosen.Rule, chosen.SetAside).Should().Be(("Ada", MatchRule.Remembered, 1));
        (await server.Get<CustomerStore>().WithNumberAsync("79161234567", Stop)).Should().HaveCount(2, "who wants to choose again sees them all");

        await server.Get<CustomerStore>().UpdateAsync(ada.Id, new CustomerEdit { Name = "Ada", Inactive = true, Numbers = [new("+79161234567")] }, Stop);
        (await server.Get<CustomerMatcher>().FindAsync(number, Stop))!.Only!.Id.Should().Be(grace.Id, "who is no longer a customer does not pop, chosen or not");

        await server.Get<CustomerStore>().UpdateAsync(ada.Id, new CustomerEdit { Name = "Ada", Numbers = [new("+79161234567")] }, Stop);
        await server.Get<NumberChoices>().ForgetAsync("+79161234567", Stop);
        (await server.Get<CustomerMatcher>().FindAsync(number, Stop))!.Customers.Should().HaveCount(2);
    }

    private static Task<CustomerInfo> AddAsync(LiveServer server, string name, string? company, string number) =>
        server.Get<CustomerStore>().CreateAsync(new CustomerEdit { Name = name, Company = company, Numbers = [new CustomerNumberEdit(number)] }, Stop);

    private static string? Name(JsonElement call) => call.GetProperty("customer") is { ValueKind: JsonValueKind.Object } customer ? customer.GetProperty("name").GetString() : null;

    private static async Task UntilAsync(HubListener listener, Func<JsonElement, bool> isSo)
    {
        while (!isSo(await listener.NextAsync("CallChanged")))
        {
        }
    }
}
