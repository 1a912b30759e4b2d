using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Customers;

public sealed class CustomerMergerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Duplicates_are_who_share_a_number_or_a_name_at_one_company_but_not_a_companys_line()
    {
        await using var server = new LiveServer().Started();
        await AddAsync(server, "Ada Lovelace", "Romashka", "+79161234567");
        await AddAsync(server, "A. Lovelace", null, "8 916 123 45 67");
        await AddAsync(server, "Пётр Петров", "ООО Вектор", "+79160000001");
        await AddAsync(server, "петр  петров", "ооо вектор", "+79160000002");
        await AddAsync(server, "Иван", null, "+79160000003");
        await AddAsync(server, "Иван", null, "+79160000004");
        await AddAsync(server, "Reception", "Vector", "+74952000000", NumberKind.CompanyLine);
        await AddAsync(server, "Accounts", "Vector", "+74952000000", NumberKind.CompanyLine);

        var found = await server.Get<CustomerMerger>().FindAsync(0, 50, Stop);

        found.Items.Select(g => (g.Number, string.Join(", ", g.Customers.Select(c => c.Name)))).Should().Equal(("+79161234567", "Ada Lovelace, A. Lovelace"), (null, "Пётр Петров, петр  петров"));
        found.Total.Should().Be(2);
        (await server.Get<CustomerMerger>().FindAsync(1, 50, Stop)).Items.Should().ContainSingle(g => g.Number == null);
        (await server.Get<CustomerMerger>().LikeAsync(found.Items[0].Customers[0].Id, Stop)).Select(c => c.Name).Should().Equal("A. Lovelace");
    }

    [Fact]
    public async Task Of_two_customers_one_is_left_with_the_numbers_notes_calls_and_links_of_both()
    {
        await using var server = new LiveServer().Started();
        var kept = await AddAsync(server, "Ada Lovelace", null, "+79161234567");
        var gone = await server.Get<CustomerStore>().CreateAsync(
            new CustomerEdit { Name = "A. Lovelace", Company = "Romashka", ExternalId = "C-7", Note = "pays late", Numbers = [new("+7 916 123-45-67"), new("+79160000009", "Home", NumberKind.Home)] }, Stop);
        await server.Get<CustomerJournal>().AddNoteAsync(gone.Id, "wants a call in May", "Anna", Stop);
        using var operators = server.Client(LiveServer.Key101);
        using var client = server.Client(LiveServer.SupervisorKey);
        server.Pbx.CallChanged(Some.Call("101", "79160000009").Final());
        await Until.AnswerAsync(client, $"/api/v1/calls/history?customerId={gone.Id}", a => a.GetProperty("total").GetInt32() == 1);

        using var refused = await operators.PostAsJsonAsync($"/api/v1/customers/{kept.Id}/merge", new { from = gone.Id }, Stop);
        refused.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        using var same = await client.PostAsJsonAsync($"/api/v1/customers/{kept.Id}/merge", new { from = kept.Id }, Stop);
        same.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        using var merged = await client.PostAsJsonAsync($"/api/v1/customers/{kept.Id}/merge", new { from = gone.Id }, Stop);
        merged.StatusCode.Should().Be(HttpStatusCode.OK);

        var customer = (await server.Get<CustomerStore>().GetAsync(kept.Id, Stop))!;
        (customer.Name, customer.Company, customer.ExternalId, customer.Note).Should().Be(("Ada Lovelace", "Romashka", "C-7", "pays late"));
        customer.Numbers.Select(n => (n.E164, n.Label)).Should().Equal(("+79161234567", null), ("+79160000009", "Home"));
        (await server.Get<CustomerJournal>().NotesAsync(kept.Id, 10, Stop)).Should().ContainSingle(n => n.Text == "wants a call in May" && n.Author == "Anna");
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/calls/history?customerId={kept.Id}", Stop)).GetProperty("total").GetInt32().Should().Be(1);
        (await server.Get<CustomerJournal>().ChangesAsync(kept.Id, 50, Stop)).Should().Contain(c => c.Field == "merged" && c.By == "wallboard" && c.New!.Contains("A. Lovelace"));
        using var old = await client.GetAsync($"/api/v1/customers/{gone.Id}", Stop);
        (old.StatusCode, old.Headers.Location!.ToString()).Should().Be((HttpStatusCode.MovedPermanently, $"/api/v1/customers/{kept.Id}"));
        (await server.Get<CustomerMatcher>().FindAsync(server.Get<PhoneNumberReader>().Read("+79161234567"), Stop))!.Only!.Id.Should().Be(kept.Id);
    }

    [Fact]
    public async Task Calls_from_before_the_customer_was_in_the_list_belong_to_the_card()
    {
        await using var server = new LiveServer().Started();
        using var client = server.Client(LiveServer.SupervisorKey);
        server.Pbx.CallChanged(Some.Call("101").Final());
        server.Pbx.CallChanged(Some.Call("101", "79160000001", "main:2.2:101").Final());
        await Until.AnswerAsync(client, "/api/v1/calls/history", a => a.GetProperty("total").GetInt32() == 2);

        var customer = await AddAsync(server, "Ada", null, "8 916 123-45-67");

        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/calls/history?customerId={customer.Id}", Stop)).GetProperty("items").EnumerateArray()
            .Select(c => c.GetProperty("id").GetString()).Should().Equal("main:1764000000.12:101");
    }

    [Fact]
    public async Task Numbers_that_cannot_be_read_or_that_many_share_are_reported()
    {
        await using var server = new LiveServer().Started();
        await AddAsync(server, "Ada", null, "123-45-67");
        await AddAsync(server, "Bob", null, "+79161234567");
        await AddAsync(server, "Carl", null, "89161234567");
        await AddAsync(server, "Desk", null, "+74952000000", NumberKind.CompanyLine);
        await AddAsync(server, "Desk 2", null, "+74952000000", NumberKind.CompanyLine);
        using var client = server.Client(LiveServer.SupervisorKey);

        var unreadable = await client.GetFromJsonAsync<JsonElement>("/api/v1/customers/unreadable-numbers", Stop);
        var shared = await client.GetFromJsonAsync<JsonElement>("/api/v1/customers/shared-numbers", Stop);

        unreadable.GetProperty("items").EnumerateArray().Select(n => (n.GetProperty("number").GetString(), n.GetProperty("customerName").GetString())).Should().Equal(("123-45-67", "Ada"));
        shared.GetProperty("items").EnumerateArray().Select(n => (n.GetProperty("e164").GetString(), n.GetProperty("customers").GetInt32())).Should().Equal(("+79161234567", 2));
        using var operators = server.Client(LiveServer.Key101);
        (await operators.GetAsync("/api/v1/customers/unreadable-numbers", Stop)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    private static Task<CustomerInfo> AddAsync(LiveServer server, string name, string? company, string number, NumberKind kind = NumberKind.Other) =>
        server.Get<CustomerStore>().CreateAsync(new CustomerEdit { Name = name, Company = company, Numbers = [new CustomerNumberEdit(number, null, kind)] }, Stop);
}
