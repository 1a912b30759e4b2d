using AwesomeAssertions;
using Bunit;
using Bunit.TestDoubles;
using PhonePop.Ami.Calls;
using PhonePop.Server.Components.Pages;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Server.Live;
using PhonePop.Server.Security;
using PhonePop.Server.Work;

namespace PhonePop.Tests.Components;

public sealed class CustomerCardTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_card_tells_calls_and_notes_in_one_line_of_time_with_who_and_what()
    {
        await using var context = new PageContext();
        var customer = await context.CustomerAsync("Ivan Petrov", "+79161234567");
        var match = new CustomerMatch([new CustomerSummary(customer.Id, customer.Name, null, $"/customers/{customer.Id}")]);
        var page = context.Page<CustomerCard>(p => p.Add(c => c.Id, customer.Id));
        page.WaitForElement("[data-testid=no-timeline]");

        await page.Find("[name=new-note]").InputAsync("  asks for an invoice\nby post ");
        await page.Find("[data-testid=note-form]").SubmitAsync();
        page.WaitForElement("[data-testid=customer-note]").TextContent.Should().Contain("Anna").And.Contain("asks for an invoice\nby post");

        context.Clock.Advance(TimeSpan.FromMinutes(5));
        var call = context.Call("1", CallPhase.Ended, match: match, more: c => c with { Outcome = CallOutcome.Answered, IsFinal = true, AnsweredAt = c.StartedAt, Queue = "support" });
        context.Publish(call with { Work = new CallWorkInfo("called about delivery", "Order", "Boris", default) });
        page.WaitForAssertion(() => page.FindAll("[data-testid=timeline] > li").Should().HaveCount(2));
        var rows = page.FindAll("[data-testid=timeline] > li");
        rows[0].TextContent.Should().Contain("Talked").And.Contain("101").And.Contain("support").And.Contain("called about delivery").And.Contain("Order");
        rows[1].TextContent.Should().Contain("asks for an invoice");
        (await context.Get<CustomerJournal>().NotesAsync(customer.Id, 10, Stop)).Single().Author.Should().Be("Anna");
    }

    [Fact]
    public async Task A_last_contact_whose_call_is_not_there_is_not_called_none()
    {
        await using var context = new PageContext();
        var customer = await context.CustomerAsync("Ivan Petrov", "+79161234567");
        await context.Get<CustomerStore>().TouchAsync([(customer.Id, "160000001", context.Clock.GetUtcNow().AddYears(-2).UtcDateTime)], Stop);

        var page = context.Page<CustomerCard>(p => p.Add(c => c.Id, customer.Id));

        page.WaitForElement("[data-testid=no-timeline]").TextContent.Should().Contain("no longer kept");
    }

    [Fact]
    public async Task What_is_written_about_the_call_that_goes_on_is_in_the_line_of_time_when_it_ends()
    {
        await using var context = new PageContext();
        var customer = await context.CustomerAsync("Ivan Petrov", "+79161234567");
        var match = new CustomerMatch([new CustomerSummary(customer.Id, customer.Name, null, $"/customers/{customer.Id}")]);
        var page = context.Page<CustomerCard>(p => p.Add(c => c.Id, customer.Id));
        context.Publish(context.Call("1", CallPhase.Talking, match: match));
        page.WaitForElement("[data-testid=on-the-line]");

        await context.Get<CallWorkStore>().SaveAsync(new Viewer("1", "Anna", Roles.Operator, "main", "101"), "main:1:101", new CallWorkEdit("delivery on Friday", null), Stop);
        context.Publish(context.Call("1", CallPhase.Ended, match: match, more: c => c with { Outcome = CallOutcome.Transferred, TransferredTo = "102", IsFinal = true, Uncertain = true }));

        page.WaitForAssertion(() => page.Find("[data-testid=recent-call]").TextContent.Should().Contain("delivery on Friday").And.Contain("Transferred to 102").And.Contain("ended unseen"));
    }

    [Fact]
    public async Task However_many_calls_of_others_end_while_a_card_is_open_its_own_stay()
    {
        await using var context = new PageContext(Roles.Supervisor);
        var customer = await context.CustomerAsync("Ivan Petrov", "+79161234567");
        var match = new CustomerMatch([new CustomerSummary(customer.Id, customer.Name, null, $"/customers/{customer.Id}")]);
        var page = context.Page<CustomerCard>(p => p.Add(c => c.Id, customer.Id));
        page.WaitForElement("[data-testid=no-timeline]");
        context.Publish(Ended("first", match));
        page.WaitForElement("[data-testid=recent-call]");

        for (var i = 0; i < 1100; i++)
        {
            context.Publish(Ended($"other-{i}", CustomerMatch.None));
        }

        context.Publish(Ended("second", match));
        page.WaitForAssertion(() => page.FindAll("[data-testid=recent-call]").Select(c => c.GetAttribute("data-call-id")).Should().BeEquivalentTo("main:first:101", "main:second:101"));

        LiveCall Ended(string id, CustomerMatch whose) => context.Call(id, CallPhase.Ended, match: whose, more: c => c with { Outcome = CallOutcome.Answered, IsFinal = true });
    }

    [Fact]
    public async Task The_card_shows_who_else_is_there_and_what_was_changed_by_whom()
    {
        await using var context = new PageContext(Roles.Supervisor);
        var customer = await context.CustomerAsync("Ivan Petrov", "+79161234567", "Romashka");
        await context.CustomerAsync("Olga Orlova", "+79160000001", "Romashka");
        await context.CustomerAsync("I. Petrov", "8 916 123 45 67");
        await context.Get<CustomerStore>().UpdateAsync(customer.Id, new CustomerEdit { Name = "Ivan Sidorov", Company = "Romashka", By = "Boris", Numbers = [new("+79161234567", "after six", NumberKind.Mobile)] }, Stop);

        var page = context.Page<CustomerCard>(p => p.Add(c => c.Id, customer.Id));

        page.WaitForElement("[data-testid=colleagues]").TextContent.Should().Contain("Others at Romashka").And.Contain("Olga Orlova").And.NotContain("I. Petrov");
        page.Find("[data-testid=possible-duplicates]").TextContent.Should().Contain("I. Petrov");
        page.Find("[data-testid=possible-duplicates] .pp-button").GetAttribute("href").Should().Be($"/customers/duplicates?of={customer.Id}");
        page.Find("[data-testid=changes]").TextContent.Should().Contain("Boris").And.Contain("Ivan Petrov").And.Contain("+7 916 123-45-67 · Mobile · after six");
        page.Find("a[href^='tel:']").GetAttribute("href").Should().Be("tel:+79161234567");
    }

    [Fact]
    public async Task Who_saves_second_sees_what_the_other_changed_and_loses_nothing_that_was_typed()
    {
        await using var context = new PageContext();
        var store = context.Get<CustomerStore>();
        var customer = await store.CreateAsync(new CustomerEdit { Name = "Ivan Petrov", Company = "Romashka", Email = "old@example.org", Numbers = [new("+79161234567")] }, Stop);
        var page = context.Page<CustomerCard>(p => p.Add(c => c.Id, customer.Id));
        await page.WaitForElement("[data-testid=edit]").ClickAsync();
        await store.UpdateAsync(
            customer.Id,
            new CustomerEdit { Name = "Changed elsewhere", Company = "Vector", Email = "old@example.org", By = "Boris", Version = customer.Version, Numbers = [new("+79161234567"), new("+79160000001", null, NumberKind.Home)] },
            Stop);

        await page.Find("[name=name]").ChangeAsync("Changed here");
        await page.Find("[name=email]").ChangeAsync("new@example.org");
        await page.Find("[data-testid=customer-form]").SubmitAsync();

        var conflict = page.WaitForElement("[data-testid=conflict]");
        conflict.TextContent.Should().Contain("Boris changed this customer").And.Contain("Nothing was saved yet");
        conflict.QuerySelectorAll("li").Select(l => string.Join(", ", l.Children.Select(c => c.TextContent))).Should().Equal(
            "Name: Changed elsewhere, yours will be saved, Use theirs",
            "Company: Vector, taken over",
            "Number: +7 916 123-45-67 · Other, +7 916 000-00-01 · Home, taken over");
        page.Find("[name=name]").GetAttribute("value").Should().Be("Changed here");
        page.Find("[name=company]").GetAttribute("value").Should().Be("Vector");
        (await store.GetAsync(customer.Id, Stop))!.Name.Should().Be("Changed elsewhere");

        await page.Find("[data-testid=customer-form]").SubmitAsync();

        page.WaitForAssertion(() => page.Find("[data-testid=card-name]").TextContent.Should().Be("Changed here"));
        var saved = (await store.GetAsync(customer.Id, Stop))!;
        (saved.Name, saved.Company, saved.Email, saved.Numbers.Count, saved.UpdatedBy).Should().Be(("Changed here", "Vector", "new@example.org", 2, "Anna"));
    }

    [Fact]
    public async Task Who_prefers_the_others_version_of_a_field_takes_it()
    {
        await using var context = new PageContext();
        var store = context.Get<CustomerStore>();
        var customer = await context.CustomerAsync("Ivan Petrov", "+79161234567");
        var page = context.Page<CustomerCard>(p => p.Add(c => c.Id, customer.Id));
        await page.WaitForElement("[data-testid=edit]").ClickAsync();
        await store.UpdateAsync(customer.Id, new CustomerEdit { Name = "Changed elsewhere", Numbers = [new("+79161234567")] }, Stop);
        await page.Find("[name=name]").ChangeAsync("Changed here");
        await page.Find("[data-testid=customer-form]").SubmitAsync();

        await page.WaitForElement("[data-testid=use-theirs]").ClickAsync();
        page.Find("[name=name]").GetAttribute("value").Should().Be("Changed elsewhere");
        page.FindAll("[data-testid=use-theirs]").Should().BeEmpty();
    }

    [Fact]
    public async Task A_card_that_was_merged_leads_to_the_one_that_is_left()
    {
        await using var context = new PageContext();
        var kept = await context.CustomerAsync("Ivan Petrov", "+79161234567");
        var gone = await context.CustomerAsync("I. Petrov", "+79161234567");
        await context.Get<CustomerMerger>().MergeAsync(kept.Id, gone.Id, "Boris", Stop);

        var page = context.Page<CustomerCard>(p => p.Add(c => c.Id, gone.Id));

        page.WaitForAssertion(() => context.Navigation.Uri.Should().EndWith($"/customers/{kept.Id}"));
    }

    [Fact]
    public async Task A_supervisor_merges_duplicates_after_a_question_and_leaves_out_who_is_somebody_else()
    {
        await using var context = new PageContext(Roles.Supervisor);
        var kept = await context.CustomerAsync("Ivan Petrov", "+79161234567");
        var gone = await context.CustomerAsync("I. Petrov", "+79161234567");
        var wife = await context.CustomerAsync("Maria Petrova", "+79161234567");
        var page = context.Page<DuplicatesPage>();
        var group = page.WaitForElement("[data-testid=duplicate-group]");
        group.TextContent.Should().Contain("Same number: +7 916 123-45-67");

        await page.Find($"tr[data-customer-id='{kept.Id}'] input[type=radio]").ChangeAsync(true);
        await page.Find($"tr[data-customer-id='{wife.Id}'] input[type=checkbox]").ChangeAsync(false);
        await page.Find("[data-testid=merge]").ClickAsync();
        page.Find("[role=alert]").TextContent.Should().Contain("“Ivan Petrov”").And.Contain("cannot be undone");
        await page.Find("[data-testid=merge-yes]").ClickAsync();

        page.WaitForAssertion(() => page.FindAll("tr[data-customer-id]").Should().HaveCount(2));
        (await context.Get<CustomerStore>().GetAsync(gone.Id, Stop)).Should().BeNull();
        (await context.Get<CustomerStore>().GetAsync(wife.Id, Stop)).Should().NotBeNull();
    }

    [Fact]
    public async Task Numbers_that_cannot_be_read_are_listed_with_whose_they_are()
    {
        await using var context = new PageContext(Roles.Supervisor);
        var page = context.Page<NumbersPage>();
        page.WaitForElement("#unreadable");
        page.Markup.Should().Contain("Every number can be read.").And.Contain("No number belongs to several customers.");

        await context.CustomerAsync("<b>Ivan</b>", "123-45");
        await context.CustomerAsync("Olga", "+79161234567");
        await context.CustomerAsync("Pavel", "+79161234567");
        page = context.Page<NumbersPage>();

        page.WaitForElement("[data-testid=unreadable] tbody tr").TextContent.Should().Contain("123-45").And.Contain("<b>Ivan</b>");
        page.Find("[data-testid=shared] tbody tr").TextContent.Should().Contain("+7 916 123-45-67").And.Contain("2");
    }
}
