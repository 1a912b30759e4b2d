using AwesomeAssertions;
using Bunit;
using Microsoft.AspNetCore.Identity;
using PhonePop.Ami.Calls;
using PhonePop.Server.Components.Admin;
using PhonePop.Server.Components.Calls;
using PhonePop.Server.Components.Pages;
using PhonePop.Server.Customers;
using PhonePop.Server.Live;
using PhonePop.Server.Security;

namespace PhonePop.Tests.Components;

/// <summary>Groups as administrators make and give them, and pages as they are for who may not read numbers.</summary>
public sealed class GroupPagesTests
{
    private static readonly Actor Boss = new("boss", "Boss", null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Group_is_made_of_operators_and_of_phones_without_an_account()
    {
        await using var context = await ContextAsync();
        await context.Get<AccountDesk>().CreateAsync(new AccountEdit("olga", "Ольга", Roles.Operator, "102", null), Boss);
        var page = context.Page<AdminGroupsPage>();
        page.WaitForAssertion(() => page.Find("[data-testid=empty]").TextContent.Should().Contain("No groups yet"));

        await page.Find("[data-testid=new-group]").ClickAsync();
        await page.Find("[data-testid=group-form] form").SubmitAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=mistake]").TextContent.Should().Be("Enter a name."));
        await page.Find("[name=name]").ChangeAsync(new() { Value = "Sales" });
        await page.Find("[data-testid=group-members] input[value='main/102']").ChangeAsync(new() { Value = true });
        await page.Find("[name=more]").ChangeAsync(new() { Value = "205, other/9" });
        await page.Find("[data-testid=group-form] form").SubmitAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=mistake]").TextContent.Should().Contain("main/205"));
        await page.Find("[name=more]").ChangeAsync(new() { Value = "205" });
        await page.Find("[data-testid=group-form] form").SubmitAsync();

        page.WaitForAssertion(() => page.Find("[data-testid=group]").TextContent.Should().ContainAll("Sales", "Ольга (102)", "205", "nobody"));
        page.FindAll("[data-testid=group-form]").Should().BeEmpty();
        (await context.Get<AuditLog>().SearchAsync(AuditActions.GroupCreated, null, 0, 10, Stop)).Items.Should().ContainSingle().Which.Detail.Should().Be("main/102, main/205");
    }

    [Fact]
    public async Task Group_that_is_given_cannot_be_deleted_because_its_supervisor_would_see_everything()
    {
        await using var context = await ContextAsync();
        var groups = context.Get<GroupDesk>();
        await groups.SaveAsync(null, "Sales", [("main", "102")], Boss);
        var sales = (await groups.ListAsync(Stop)).Single();
        await groups.GiveAsync("somebody", "somebody", new HashSet<int> { sales.Id }, Boss);
        (await groups.SaveAsync(null, "SALES", [], Boss)).Should().Be(GroupMistake.NameTaken);

        var page = context.Page<AdminGroupsPage>();
        await page.WaitForElement("[data-testid=edit-group]").ClickAsync();
        await page.Find("[data-testid=delete-group]").ClickAsync();
        await page.Find("[data-testid=really-yes]").ClickAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=group-problem]").TextContent.Should().Contain("would see everything"));

        await groups.GiveAsync("somebody", "somebody", new HashSet<int>(), Boss);
        await page.Find("[data-testid=delete-group]").ClickAsync();
        await page.Find("[data-testid=really-yes]").ClickAsync();
        page.WaitForAssertion(() => page.FindAll("[data-testid=group]").Should().BeEmpty());
    }

    [Fact]
    public async Task Groups_are_given_in_the_form_of_a_supervisor_and_of_nobody_else()
    {
        await using var context = await ContextAsync();
        var (groups, desk) = (context.Get<GroupDesk>(), context.Get<AccountDesk>());
        await groups.SaveAsync(null, "Sales", [("main", "102")], Boss);
        await desk.CreateAsync(new AccountEdit("boris", null, Roles.Operator, "103", null), Boss);
        var boris = (await desk.ListAsync(Stop)).Single();
        var form = context.Bunit.Render<AccountForm>(p => p.Add(f => f.Account, boris).Add(f => f.Actor, Boss));
        form.FindAll("[data-testid=group-choice]").Should().BeEmpty();

        await form.Find("[name=role]").ChangeAsync(new() { Value = Roles.Supervisor });
        form.WaitForAssertion(() => form.Find("[data-testid=group-choice]").TextContent.Should().ContainAll("Sales", "all operators"));
        await form.Find("[data-testid=group-choice] input").ChangeAsync(new() { Value = true });
        form.Find("[data-testid=group-choice]").TextContent.Should().Contain("Only the operators of the chosen groups");
        await form.Find("form").SubmitAsync();

        var viewer = new Viewer(boris.Id, "boris", Roles.Supervisor, "main", "103");
        form.WaitForAssertion(() => context.Get<GroupDirectory>().Of(viewer).Should().Be(new SeatSet([("main", "102")])));
        (viewer with { Groups = context.Get<GroupDirectory>().Of(viewer) }).Audience.Seats.Should().Be(new SeatSet([("main", "102"), ("main", "103")]), "the own phone is always seen");
        context.Get<GroupDirectory>().Of(viewer with { Role = Roles.Administrator }).Should().BeNull();
    }

    [Fact]
    public async Task Masked_caller_can_be_added_to_a_customer_without_being_read_or_copied()
    {
        await using var context = new PageContext(masked: true);
        var ada = await context.CustomerAsync("Ada Lovelace", "+79265550100");
        var call = context.Call("1.1", CallPhase.Ringing, match: CustomerMatch.None);
        context.Publish(call);
        var card = context.Bunit.Render<CallCard>(p => p.Add(c => c.Live, NumberMask.On.Of(call)));
        card.FindAll("[data-copy]").Should().BeEmpty();
        card.Find("[data-testid=create-customer]").GetAttribute("href").Should().Be("/customers/new?call=main%3A1.1%3A101");

        await card.Find("[data-testid=add-to]").ClickAsync();
        card.WaitForAssertion(() => card.Find("[data-testid=add-to-existing]").TextContent.Should().Contain("+7916***4567"));
        await card.Find("[name=find-customer]").InputAsync(new() { Value = "ada" });
        await card.WaitForElement("[data-testid=add-number-to]").ClickAsync();

        card.WaitForAssertion(() => context.Navigation.Uri.Should().EndWith($"/customers/{ada.Id}"));
        (await context.Get<CustomerStore>().GetAsync(ada.Id, Stop))!.Numbers.Select(n => n.E164).Should().Equal("+79265550100", "+79161234567");
        card.Markup.Should().NotContain("1234567").And.NotContain("123-45-67");
    }

    [Fact]
    public async Task Masked_numbers_of_a_card_are_no_links_and_are_kept_by_an_edit()
    {
        await using var context = new PageContext(masked: true);
        var ada = await context.CustomerAsync("Ada Lovelace", "+79161234567");
        var page = context.Page<CustomerCard>(p => p.Add(c => c.Id, ada.Id));
        page.WaitForAssertion(() => page.Find(".pp-card-numbers").TextContent.Should().Contain("+7916***4567"));
        page.FindAll(".pp-card-numbers a, .pp-card-numbers [data-copy]").Should().BeEmpty();

        await page.Find("[data-testid=edit]").ClickAsync();
        page.Find("[name=number]").GetAttribute("value").Should().Be("+7916***4567");
        await page.Find("[name=company]").ChangeAsync(new() { Value = "Analytical Engines" });
        await page.Find("[data-testid=customer-form]").SubmitAsync();

        page.WaitForAssertion(() => page.Find(".pp-card-company").TextContent.Should().Be("Analytical Engines"));
        (await context.Get<CustomerStore>().GetAsync(ada.Id, Stop))!.Numbers.Single().E164.Should().Be("+79161234567");
    }

    private static async Task<PageContext> ContextAsync()
    {
        var context = new PageContext(Roles.Administrator, null);
        var roles = context.Get<RoleManager<IdentityRole>>();
        foreach (var name in new[] { Roles.Operator, Roles.Supervisor, Roles.Administrator })
        {
            await roles.CreateAsync(new IdentityRole(name));
        }

        return context;
    }
}
