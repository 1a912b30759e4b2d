using AwesomeAssertions;
using Bunit;
using PhonePop.Ami.Calls;
using PhonePop.Server.Components.Calls;
using PhonePop.Server.Components.Pages;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;

namespace PhonePop.Tests.Components;

/// <summary>A call whose number nobody has, several have, or another system knows.</summary>
public sealed class WhoCallsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_unknown_number_becomes_a_customers_in_two_clicks()
    {
        await using var context = new PageContext();
        var customer = await context.CustomerAsync("Пётр Петров", "+79160000001", "Ромашка");
        var card = context.Page<CallCard>(p => p.Add(c => c.Live, context.Call("1", CallPhase.Ringing, match: CustomerMatch.None)));

        await card.Find("[data-testid=add-to]").ClickAsync();
        card.Find("[name=added-kind]").GetAttribute("value").Should().Be("Mobile", "the number says so itself");
        await card.Find("[name=find-customer]").InputAsync("ПЕТР");
        await card.WaitForElement("[data-testid=add-number-to]").ClickAsync();

        card.WaitForAssertion(() => context.Navigation.Uri.Should().EndWith($"/customers/{customer.Id}"));
        (await context.Get<CustomerStore>().GetAsync(customer.Id, Stop))!.Numbers.Select(n => (n.E164, n.Kind)).Should().Equal(("+79160000001", NumberKind.Other), ("+79161234567", NumberKind.Mobile));
        (await context.Get<CustomerJournal>().ChangesAsync(customer.Id, 1, Stop)).Single().By.Should().Be("Anna");
    }

    [Fact]
    public async Task The_page_for_a_new_customer_also_finds_an_old_one_for_the_number()
    {
        await using var context = new PageContext();
        var customer = await context.CustomerAsync("Ivan Petrov", "+79160000001");
        context.Navigation.NavigateTo("/customers/new?phone=%2B79161234567");
        var page = context.Page<NewCustomer>();

        await page.WaitForElement("[name=find-customer]").InputAsync("nobody");
        page.WaitForElement("[data-testid=add-to-existing] [role=status]");
        await page.Find("[name=find-customer]").InputAsync("ivan");
        await page.WaitForElement("[data-testid=add-number-to]").ClickAsync();

        page.WaitForAssertion(() => context.Navigation.Uri.Should().EndWith($"/customers/{customer.Id}"));
    }

    [Fact]
    public async Task Whom_the_other_system_named_is_filled_into_the_new_card()
    {
        await using var context = new PageContext();
        context.Navigation.NavigateTo("/customers/new?phone=%2B79161234567&name=Ada&company=Romashka&externalId=C-7");

        var page = context.Page<NewCustomer>();

        new[] { "name", "company", "externalId", "number" }.Select(field => page.Find($"[name={field}]").GetAttribute("value")).Should().Equal("Ada", "Romashka", "C-7", "+7 916 123-45-67");
        page.FindAll("[data-testid=add-to-existing]").Should().BeEmpty();
    }

    [Fact]
    public async Task The_card_of_a_call_says_where_the_name_came_from_and_when_the_other_system_was_silent()
    {
        await using var context = new PageContext();
        var known = new CustomerMatch([new CustomerSummary(null, "Ada", "Romashka", "https://crm.example/7", "7")], MatchRule.OtherSystem, "Http");
        var card = context.Page<CallCard>(p => p.Add(c => c.Live, context.Call("1", CallPhase.Ringing, match: known)));

        card.Find("[data-testid=customer-name]").TextContent.Should().Be("Ada");
        card.Find("[data-testid=source]").TextContent.Should().Be("From the CRM");
        card.Find("[data-testid=open-card]").GetAttribute("href").Should().Be("https://crm.example/7");

        card.Render(p => p.Add(c => c.Live, context.Call("1", CallPhase.Ringing, match: CustomerMatch.None with { Unanswered = "Http" })));
        card.Find("[data-testid=unanswered]").TextContent.Should().Contain("The CRM did not answer");
        card.Find("[data-testid=create-customer]");
    }

    [Fact]
    public async Task Whom_a_shared_number_means_can_be_chosen_for_good_and_taken_back()
    {
        await using var context = new PageContext();
        var ivan = await context.CustomerAsync("Ivan Petrov", "+79161234567");
        await context.CustomerAsync("Olga Orlova", "+79161234567");
        var matcher = context.Get<CustomerMatcher>();
        var number = context.Get<PhoneNumberReader>().Read("79161234567");
        var card = context.Page<CallCard>(p => p.Add(c => c.Live, context.Call("1", CallPhase.Ringing, match: matcher.FindAsync(number, Stop).AsTask().Result)));
        card.Find("[data-testid=match-chooser]").TextContent.Should().Contain("2 customers have this number. Who is it?");

        await card.Find("[aria-label='Always show Ivan Petrov for this number']").ClickAsync();
        var chosen = await matcher.FindAsync(number, Stop);
        chosen!.Only!.Id.Should().Be(ivan.Id);

        card.Render(p => p.Add(c => c.Live, context.Call("1", CallPhase.Ringing, match: chosen)));
        card.Find("[data-testid=customer-name]").TextContent.Should().Be("Ivan Petrov");
        card.Find("[data-testid=chosen]").TextContent.Should().Contain("Chosen for this number, which 1 more customer has.");
        await card.Find("[data-testid=forget-choice]").ClickAsync();
        (await matcher.FindAsync(number, Stop))!.Customers.Should().HaveCount(2);
    }

    [Fact]
    public async Task The_chooser_of_a_call_offers_to_remember_and_then_opens_the_card()
    {
        await using var context = new PageContext();
        var ivan = await context.CustomerAsync("Ivan Petrov", "+79161234567");
        await context.CustomerAsync("Olga Orlova", "+79161234567");
        context.Publish(context.Call("1", CallPhase.Ringing));
        context.Navigation.NavigateTo("/customers?call=main%3A1%3A101");
        var page = context.Page<CustomersPage>();

        await page.WaitForElement("[aria-label='Always show Ivan Petrov for this number']").ClickAsync();

        page.WaitForAssertion(() => context.Navigation.Uri.Should().EndWith($"/customers/{ivan.Id}"));
        (await context.Get<NumberChoices>().OfAsync(ivan.Id, Stop)).Should().Equal("+79161234567");
        context.Page<CustomerCard>(p => p.Add(c => c.Id, ivan.Id)).WaitForElement("[data-testid=chosen]").TextContent.Should().Contain("chosen for this number");

        context.Navigation.NavigateTo("/customers?phone=89161234567");
        page = context.Page<CustomersPage>();
        await page.WaitForElement("[aria-pressed=true]").ClickAsync();
        page.WaitForAssertion(() => page.FindAll("[aria-pressed=true]").Should().BeEmpty());
        (await context.Get<NumberChoices>().OfAsync(ivan.Id, Stop)).Should().BeEmpty();
    }

    [Fact]
    public async Task From_a_companys_line_nobody_is_chosen_for_good()
    {
        await using var context = new PageContext();
        foreach (var name in new[] { "Ivan", "Olga" })
        {
            await context.Get<CustomerStore>().CreateAsync(new CustomerEdit { Name = name, Numbers = [new("+74952000000", null, NumberKind.CompanyLine)] }, Stop);
        }

        var match = await context.Get<CustomerMatcher>().FindAsync(context.Get<PhoneNumberReader>().Read("84952000000"), Stop);
        var card = context.Page<CallCard>(p => p.Add(c => c.Live, context.Call("1", CallPhase.Ringing, new CallParty(PartyKind.External, "84952000000"), match)));

        card.Find("[data-testid=match-chooser]").TextContent.Should().Contain("A company line: 2 customers call from it.");
        card.FindAll("[data-testid=always-this-one]").Should().BeEmpty();

        await context.Get<NumberChoices>().RememberAsync("84952000000", match!.Customers[0].Id!.Value, "Anna", Stop);
        (await context.Get<CustomerMatcher>().FindAsync(context.Get<PhoneNumberReader>().Read("84952000000"), Stop))!.Customers.Should().HaveCount(2, "it became a company's line after the choice");
        context.Navigation.NavigateTo("/customers?phone=84952000000");
        var page = context.Page<CustomersPage>();
        page.WaitForElement("[data-testid=customer-row]");
        page.FindAll("[data-testid=always-this-one]").Should().BeEmpty();
    }
}
