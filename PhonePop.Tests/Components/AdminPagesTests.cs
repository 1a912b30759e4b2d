using AwesomeAssertions;
using Bunit;
using PhonePop.Server.Components.Admin;
using PhonePop.Server.Components.Pages;
using PhonePop.Server.Security;

namespace PhonePop.Tests.Components;

public sealed class AdminPagesTests
{
    private static readonly Actor Boss = new("boss", "Boss", null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Users_show_their_role_phone_and_state()
    {
        await using var context = await ContextAsync();
        await context.Get<AccountDesk>().CreateAsync(new AccountEdit("olga", "Ольга", Roles.Operator, "102", null), Boss);
        await context.Get<AccountDesk>().LockAsync((await context.Get<AccountDesk>().ListAsync(Stop)).Single().Id, true, Boss);

        var page = context.Page<AdminUsersPage>();

        page.WaitForAssertion(() => page.Find("[data-testid=user]").TextContent.Should().ContainAll("Ольга", "olga", "Operator", "102", "main", "never", "Locked"));
    }

    [Fact]
    public async Task New_user_is_made_with_a_link_that_is_shown_once_and_mistakes_stand_at_their_fields()
    {
        await using var context = await ContextAsync();
        var page = context.Page<AdminUsersPage>();
        await page.Find("[data-testid=new-user]").ClickAsync();
        await page.Find("[data-testid=account-form] form").SubmitAsync();
        page.WaitForAssertion(() => page.FindAll("[data-testid=mistake]").Should().HaveCount(2));

        await page.Find("[name=userName]").ChangeAsync(new() { Value = "olga" });
        await page.Find("[name=extension]").InputAsync(new() { Value = "102" });
        await page.Find("[data-testid=account-form] form").SubmitAsync();

        page.WaitForAssertion(() => page.Find("[data-testid=secret]").TextContent.Should().StartWith("http://localhost/account/set-password?user="));
        page.Find("[data-testid=user]").TextContent.Should().Contain("Invited");
        await page.Find("[data-testid=shown-once] .pp-actions button").ClickAsync();
        page.FindAll("[data-testid=secret]").Should().BeEmpty();
    }

    [Fact]
    public async Task Deleting_asks_first_and_the_own_account_offers_nothing_by_which_one_shuts_oneself_out()
    {
        await using var context = await ContextAsync();
        await context.Get<AccountDesk>().CreateAsync(new AccountEdit("olga", null, Roles.Operator, "102", null), Boss);
        var olga = (await context.Get<AccountDesk>().ListAsync(Stop)).Single();
        var own = context.Bunit.Render<AccountForm>(p => p.Add(f => f.Account, olga).Add(f => f.Actor, Boss with { Id = olga.Id }));
        own.FindAll("[data-testid=lock], [data-testid=delete-account], [data-testid=new-link]").Should().BeEmpty();

        var page = context.Page<AdminUsersPage>();
        await page.WaitForElement("[data-testid=edit-user]").ClickAsync();
        await page.Find("[data-testid=delete-account]").ClickAsync();
        (await context.Get<AccountDesk>().ListAsync(Stop)).Should().HaveCount(1);
        await page.Find("[data-testid=really-yes]").ClickAsync();

        page.WaitForAssertion(() => page.FindAll("[data-testid=user]").Should().BeEmpty());
    }

    [Fact]
    public async Task Key_is_shown_once_and_revoked_in_two_clicks()
    {
        await using var context = await ContextAsync();
        var page = context.Page<AdminKeysPage>();
        page.WaitForAssertion(() => page.Find("[data-testid=empty]").TextContent.Should().Contain("No keys"));
        await page.Find("[data-testid=new-key]").ClickAsync();
        await page.Find("[name=name]").ChangeAsync(new() { Value = "wallboard" });
        await page.Find("[name=role]").ChangeAsync(new() { Value = Roles.Supervisor });
        await page.Find("[data-testid=key-form] form").SubmitAsync();

        page.WaitForAssertion(() => page.Find("[data-testid=secret]").TextContent.Should().StartWith("pp_"));
        page.FindAll("[data-testid=key-form]").Should().BeEmpty();
        await page.Find("[data-testid=revoke]").ClickAsync();
        page.FindAll("[data-testid=key]").Should().HaveCount(1);
        await page.Find("[data-testid=revoke-really]").ClickAsync();
        page.WaitForAssertion(() => page.FindAll("[data-testid=key]").Should().BeEmpty());
    }

    [Fact]
    public async Task Audit_log_shows_newest_first_and_only_what_is_asked_for()
    {
        await using var context = await ContextAsync();
        await context.Get<AuditLog>().WriteAsync(AuditActions.SignedIn, Boss, "boss", cancellationToken: Stop);
        await context.Get<AuditLog>().WriteAsync(AuditActions.KeyCreated, Boss, "wallboard", "Supervisor", cancellationToken: Stop);

        var page = context.Page<AdminAuditPage>();
        page.WaitForAssertion(() => page.FindAll("[data-testid=audit-entry]").Select(e => e.GetAttribute("data-action")).Should().Equal("keyCreated", "signedIn"));
        context.Navigation.NavigateTo("/admin/audit?action=signedIn");
        var filtered = context.Page<AdminAuditPage>();
        filtered.WaitForAssertion(() => filtered.FindAll("[data-testid=audit-entry]").Should().HaveCount(1));
    }

    [Fact]
    public async Task Audit_log_names_roles_in_the_language_of_who_reads_it()
    {
        await using var context = new PageContext(Roles.Administrator, null, "ru");
        await context.Get<AuditLog>().WriteAsync(AuditActions.UserChanged, Boss, "anna", "Operator, main/101 → Supervisor, Operator, main/101", cancellationToken: Stop);

        var page = context.Page<AdminAuditPage>();

        page.WaitForAssertion(() => page.Find("[data-testid=audit-entry]").TextContent.Should().Contain("Оператор, main/101 → Супервизор, Operator, main/101"));
    }

    [Fact]
    public async Task Customer_is_erased_by_an_administrator_after_a_question_and_written_down_without_the_name()
    {
        await using var context = await ContextAsync();
        var customer = await context.CustomerAsync("Ada Lovelace", "+79161234567");
        var page = context.Page<CustomerCard>(p => p.Add(c => c.Id, customer.Id));
        await page.WaitForElement("[data-testid=erase-ask]").ClickAsync();
        await page.Find("[data-testid=erase-really]").ClickAsync();

        page.WaitForAssertion(() => context.Navigation.Uri.Should().EndWith("/customers"));
        (await context.Get<AuditLog>().SearchAsync(null, null, 0, 10, Stop)).Items.Select(e => (e.Action, e.Who, e.Subject)).Should().Equal((AuditActions.CustomerErased, "Anna", $"#{customer.Id}"));
    }

    [Fact]
    public async Task Nobody_else_is_offered_to_erase_a_customer()
    {
        await using var context = new PageContext(Roles.Supervisor);
        var customer = await context.CustomerAsync("Ada Lovelace", "+79161234567");
        var page = context.Page<CustomerCard>(p => p.Add(c => c.Id, customer.Id));
        page.WaitForElement("[data-testid=card-name]");
        page.FindAll("[data-testid=erase]").Should().BeEmpty();
    }

    private static async Task<PageContext> ContextAsync()
    {
        var context = new PageContext(Roles.Administrator, null);
        var roles = context.Get<Microsoft.AspNetCore.Identity.RoleManager<Microsoft.AspNetCore.Identity.IdentityRole>>();
        foreach (var role in new[] { Roles.Operator, Roles.Supervisor, Roles.Administrator })
        {
            await roles.CreateAsync(new(role));
        }

        return context;
    }
}
