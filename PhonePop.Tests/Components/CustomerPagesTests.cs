using AwesomeAssertions;
using Bunit;
using PhonePop.Ami.Calls;
using PhonePop.Server.Components.Pages;
using PhonePop.Server.Customers;

namespace PhonePop.Tests.Components;

public sealed class CustomerPagesTests
{
    [Fact]
    public async Task Without_customers_the_list_says_so_and_offers_a_new_one()
    {
        await using var context = new PageContext();

        var page = context.Page<CustomersPage>();

        page.WaitForElement("[data-testid=empty]").TextContent.Should().Contain("No customers yet");
        page.Find("[data-testid=new-customer]").GetAttribute("href").Should().Be("/customers/new");
    }

    [Fact]
    public async Task The_list_finds_by_a_part_of_the_name_in_any_case_also_in_Cyrillic()
    {
        await using var context = new PageContext();
        await context.CustomerAsync("Анна Смирнова", "+79161234567", "Ромашка");
        await context.CustomerAsync("Ivan Petrov", "+79161234568");
        context.Navigation.NavigateTo("/customers?q=СМИРН");

        var page = context.Page<CustomersPage>();

        page.WaitForElement("[data-testid=customer-row]").TextContent.Should().Contain("Анна Смирнова").And.Contain("Ромашка").And.Contain("+7 916 123-45-67");
        page.FindAll("[data-testid=customer-row]").Should().ContainSingle();
        page.Find("[data-testid=customer-count]").TextContent.Should().Be("1 customer");
    }

    [Fact]
    public async Task A_long_list_comes_in_pages_of_fifty()
    {
        await using var context = new PageContext();
        for (var i = 0; i < 51; i++)
        {
            await context.CustomerAsync($"Customer {i:00}", $"+7916000{i:0000}");
        }

        context.Navigation.NavigateTo("/customers?page=2");
        var page = context.Page<CustomersPage>();

        page.WaitForElement("[data-testid=customer-row]").TextContent.Should().Contain("Customer 50");
        page.Find("[data-testid=pager]").TextContent.Should().Contain("Page 2 of 2");
        page.Find("[data-testid=pager] a[rel=prev]").GetAttribute("href").Should().EndWith("/customers?page=1");
    }

    [Fact]
    public async Task A_call_with_several_matches_leads_to_a_chooser_of_just_those()
    {
        await using var context = new PageContext();
        await context.CustomerAsync("Ivan Petrov", "+79161234567");
        await context.CustomerAsync("Olga Orlova", "+79161234567");
        await context.CustomerAsync("Somebody Else", "+79160000000");
        context.Publish(context.Call("1", CallPhase.Ringing));
        context.Navigation.NavigateTo("/customers?call=main%3A1%3A101");

        var page = context.Page<CustomersPage>();

        page.WaitForAssertion(() => page.FindAll("[data-testid=customer-row] a").Select(a => a.TextContent).Should().BeEquivalentTo("Ivan Petrov", "Olga Orlova"));
        page.Find("h1").TextContent.Should().Be("Who is calling?");
        page.Find("[data-testid=new-customer]").GetAttribute("href").Should().Contain("phone=");
    }

    [Fact]
    public async Task The_number_of_somebody_elses_call_is_not_told_by_its_id()
    {
        await using var context = new PageContext(extension: "102");
        await context.CustomerAsync("Ivan Petrov", "+79161234567");
        context.Publish(context.Call("1", CallPhase.Ringing));
        context.Navigation.NavigateTo("/customers?call=main%3A1%3A101");

        var page = context.Page<CustomersPage>();

        page.WaitForElement("[data-testid=empty]");
        page.Markup.Should().NotContain("Ivan Petrov").And.NotContain("123-45-67");
    }

    [Fact]
    public async Task The_card_shows_numbers_to_copy_and_hostile_names_as_text()
    {
        await using var context = new PageContext();
        var customer = await context.CustomerAsync("<script>alert(1)</script>", "8 916 123-45-67", "<b>Romashka</b>");

        var page = context.Page<CustomerCard>(p => p.Add(c => c.Id, customer.Id));

        page.WaitForElement("[data-testid=card-name]").TextContent.Should().Be("<script>alert(1)</script>");
        page.FindAll("script, b").Should().BeEmpty();
        page.Find("[data-copy]").GetAttribute("data-copy").Should().Be("+79161234567");
        page.Markup.Should().Contain("No calls with this customer yet");
    }

    [Fact]
    public async Task A_customer_who_is_on_the_line_now_is_shown_on_top_of_the_card_until_the_call_ends()
    {
        await using var context = new PageContext();
        var customer = await context.CustomerAsync("Ivan Petrov", "+79161234567");
        var match = new CustomerMatch([new CustomerSummary(customer.Id, customer.Name, null, $"/customers/{customer.Id}")]);
        var page = context.Page<CustomerCard>(p => p.Add(c => c.Id, customer.Id));
        page.WaitForElement("[data-testid=card-name]");

        context.Publish(context.Call("1", CallPhase.Talking, match: match));
        page.WaitForElement("[data-testid=on-the-line]").GetAttribute("data-phase").Should().Be("Talking");

        context.Publish(context.Call("1", CallPhase.Ended, match: match, more: c => c with { Outcome = CallOutcome.Answered, IsFinal = true }));
        page.WaitForAssertion(() => page.Find("[data-testid=recent-call]").TextContent.Should().Contain("Talked"));
        page.FindAll("[data-testid=on-the-line]").Should().BeEmpty();
    }

    [Fact]
    public async Task An_unknown_customer_is_said_to_be_unknown()
    {
        await using var context = new PageContext();

        context.Page<CustomerCard>(p => p.Add(c => c.Id, 4711)).WaitForElement("h1").TextContent.Should().Be("There is no such customer");
    }

    [Fact]
    public async Task Editing_saves_what_was_typed()
    {
        await using var context = new PageContext();
        var customer = await context.CustomerAsync("Ivan Petrov", "+79161234567");
        var page = context.Page<CustomerCard>(p => p.Add(c => c.Id, customer.Id));
        await page.WaitForElement("[data-testid=edit]").ClickAsync();

        await page.Find("[name=name]").ChangeAsync("Ivan Sidorov");
        await page.Find("[data-testid=customer-form]").SubmitAsync();

        page.WaitForAssertion(() => page.Find("[data-testid=card-name]").TextContent.Should().Be("Ivan Sidorov"));
        (await context.Get<CustomerStore>().GetAsync(customer.Id, TestContext.Current.CancellationToken))!.Name.Should().Be("Ivan Sidorov");
    }

    [Fact]
    public async Task Mistakes_are_told_at_their_fields_and_nothing_is_saved()
    {
        await using var context = new PageContext();
        var page = context.Page<NewCustomer>();

        await page.Find("[name=number]").ChangeAsync("nothing");
        await page.Find("[data-testid=customer-form]").SubmitAsync();

        page.FindAll("[data-testid=mistake]").Select(m => m.TextContent).Should().Equal("Enter a name.", "This does not look like a phone number.");
        (await context.Get<CustomerStore>().SearchAsync(new CustomerQuery(), TestContext.Current.CancellationToken)).Total.Should().Be(0);
    }

    [Fact]
    public async Task A_new_customer_begins_with_the_number_that_called()
    {
        await using var context = new PageContext();
        context.Navigation.NavigateTo("/customers/new?phone=%2B79161234567");
        var page = context.Page<NewCustomer>();

        page.Find("[name=number]").GetAttribute("value").Should().Be("+7 916 123-45-67");
        await page.Find("[name=name]").ChangeAsync("Ivan Petrov");
        await page.Find("[data-testid=customer-form]").SubmitAsync();

        page.WaitForAssertion(() => context.Navigation.Uri.Should().MatchRegex("/customers/\\d+$"));
        (await context.Get<CustomerStore>().FindByNumberAsync("89161234567", TestContext.Current.CancellationToken)).Should().ContainSingle().Which.Name.Should().Be("Ivan Petrov");
    }
}
