using System.Net;
using AwesomeAssertions;
using Microsoft.AspNetCore.SignalR.Client;
using PhonePop.Server.Security;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Security;

/// <summary>What administrators do to accounts, over the real server: who is locked or changed is out at once.</summary>
public sealed class AccountDeskTests
{
    private const string Password = "correct horse";

    private static readonly Actor Boss = new("boss", "Boss", "10.0.0.9");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Invited_user_sets_a_password_by_the_link_once_and_signs_in()
    {
        await using var server = Server();
        var (id, mistakes) = await server.Get<AccountDesk>().CreateAsync(new AccountEdit("olga", "Ольга", Roles.Operator, "102", null), Boss);
        mistakes.Should().BeEmpty();
        var link = (await server.Get<AccountDesk>().InviteAsync(id!, Boss))!;
        using var browser = new BrowserClient(server);

        (await SetAsync(browser, link, "short")).Should().Contain("password-problem");
        (await SetAsync(browser, link, Password)).Should().Contain("password-set");
        (await SetAsync(browser, link, "another one")).Should().Contain("used already");

        using var signedIn = await browser.SignInAsync("olga", Password);
        signedIn.Headers.Location!.OriginalString.Should().Be("/");
        (await AccountAsync(server, "olga")).Should().Match<AccountInfo>(a => a.Name == "Ольга" && a.Extension == "102" && a.Pbx == "main" && a.LastSignInAt != null && a.HasPassword);
        server.Get<OperatorDirectory>().Find("main", "102").Should().Be("Ольга");
    }

    [Fact]
    public async Task Newer_link_makes_the_older_worthless_and_the_old_password_too()
    {
        await using var server = Server();
        var anna = await AccountAsync(server, "anna");
        var older = (await server.Get<AccountDesk>().InviteAsync(anna.Id, Boss))!;
        var newer = (await server.Get<AccountDesk>().InviteAsync(anna.Id, Boss))!;
        using var browser = new BrowserClient(server);

        (await SetAsync(browser, older, Password)).Should().Contain("used already");
        using var signedIn = await browser.SignInAsync("anna", Password);
        signedIn.Headers.Location!.OriginalString.Should().StartWith("/account/sign-in?error=invalid");
        (await SetAsync(browser, newer, Password)).Should().Contain("password-set");
    }

    [Theory]
    [InlineData("lock")]
    [InlineData("role")]
    [InlineData("phone")]
    [InlineData("delete")]
    [InlineData("link")]
    public async Task Locked_changed_or_deleted_user_is_signed_out_with_the_next_request_and_their_hub_is_cut(string change)
    {
        await using var server = Server();
        using var browser = new BrowserClient(server);
        using var signedIn = await browser.SignInAsync("anna", Password);
        (await browser.Http.GetAsync("/api/v1/calls", Stop)).StatusCode.Should().Be(HttpStatusCode.OK);
        var cookie = string.Join("; ", signedIn.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]));
        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(server.Address, "/hubs/calls"), o => o.Headers["Cookie"] = cookie).Build();
        var cut = new TaskCompletionSource();
        hub.Closed += _ =>
        {
            cut.TrySetResult();
            return Task.CompletedTask;
        };
        await hub.StartAsync(Stop);
        var (desk, anna) = (server.Get<AccountDesk>(), await AccountAsync(server, "anna"));

        var mistakes = change switch
        {
            "lock" => await desk.LockAsync(anna.Id, true, Boss),
            "role" => await desk.UpdateAsync(anna.Id, new AccountEdit("anna", null, Roles.Supervisor, "101", null), Boss),
            "phone" => await desk.UpdateAsync(anna.Id, new AccountEdit("anna", null, Roles.Operator, "109", null), Boss),
            "delete" => await desk.DeleteAsync(anna.Id, Boss),
            _ => await desk.InviteAsync(anna.Id, Boss) is null ? [("", AccountMistake.Gone)] : [],
        };

        mistakes.Should().BeEmpty();
        (await browser.Http.GetAsync("/api/v1/calls", Stop)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        await cut.Task.WaitAsync(Until.Patience, Stop);
    }

    [Fact]
    public async Task Locked_user_is_let_in_again_when_unlocked_and_a_new_name_signs_nobody_out()
    {
        await using var server = Server();
        var (desk, anna) = (server.Get<AccountDesk>(), await AccountAsync(server, "anna"));
        using var browser = new BrowserClient(server);
        await desk.LockAsync(anna.Id, true, Boss);
        using var refused = await browser.SignInAsync("anna", Password);
        refused.Headers.Location!.OriginalString.Should().StartWith("/account/sign-in?error=invalid");

        await desk.LockAsync(anna.Id, false, Boss);
        using var signedIn = await browser.SignInAsync("anna", Password);
        await desk.UpdateAsync(anna.Id, new AccountEdit("anna", "Анна", Roles.Operator, "101", null), Boss);

        (await browser.Http.GetAsync("/api/v1/calls", Stop)).StatusCode.Should().Be(HttpStatusCode.OK);
        server.Get<OperatorDirectory>().Find("main", "101").Should().Be("Анна");
    }

    [Fact]
    public async Task Last_administrator_who_can_sign_in_stays_one_and_nobody_locks_or_deletes_themselves()
    {
        await using var server = Server();
        var (desk, admin) = (server.Get<AccountDesk>(), await AccountAsync(server, "admin"));
        var (invited, _) = await desk.CreateAsync(new AccountEdit("second", null, Roles.Administrator, null, null), Boss);
        var lesser = new AccountEdit("admin", null, Roles.Supervisor, null, null);

        (await desk.UpdateAsync(admin.Id, lesser, Boss)).Should().Equal(("role", AccountMistake.LastAdministrator));
        (await desk.LockAsync(admin.Id, true, Boss)).Should().Equal(("", AccountMistake.LastAdministrator));
        (await desk.DeleteAsync(admin.Id, Boss)).Should().Equal(("", AccountMistake.LastAdministrator));
        (await desk.DeleteAsync(admin.Id, Boss with { Id = admin.Id })).Should().Equal(("", AccountMistake.OwnAccount));
        (await desk.InviteAsync(admin.Id, Boss with { Id = admin.Id })).Should().BeNull();

        using var browser = new BrowserClient(server);
        await SetAsync(browser, (await desk.InviteAsync(invited!, Boss))!, Password);
        (await desk.UpdateAsync(admin.Id, lesser, Boss)).Should().BeEmpty();
        (await AccountAsync(server, "admin")).Role.Should().Be(Roles.Supervisor);
    }

    [Fact]
    public async Task Mistakes_are_told_by_field_and_change_nothing()
    {
        await using var server = Server();
        var desk = server.Get<AccountDesk>();

        (await desk.CreateAsync(new AccountEdit(" ", null, "King", "1", "nowhere"), Boss)).Mistakes.Should()
            .Equal(("userName", AccountMistake.NameNeeded), ("role", AccountMistake.RoleNeeded), ("pbx", AccountMistake.PbxNeeded));
        (await desk.CreateAsync(new AccountEdit("ANNA", null, Roles.Operator, "101", null), Boss)).Mistakes.Should().Equal(("userName", AccountMistake.NameTaken));
        (await desk.UpdateAsync((await AccountAsync(server, "anna")).Id, new AccountEdit("anna", null, Roles.Operator, " ", null), Boss)).Should().Equal(("extension", AccountMistake.ExtensionNeeded));
        (await desk.ListAsync(Stop)).Should().HaveCount(2);
    }

    [Fact]
    public async Task Who_signed_in_was_refused_and_changed_what_is_written_down_with_the_address_and_without_what_was_typed()
    {
        await using var server = Server();
        using var browser = new BrowserClient(server);
        using var refused = await browser.SignInAsync("anna", "wrong");
        using var typo = await browser.SignInAsync("my-secret-password", "wrong");
        using var signedIn = await browser.SignInAsync("anna", Password);
        await server.Get<AccountDesk>().UpdateAsync((await AccountAsync(server, "anna")).Id, new AccountEdit("anna", "Anna", Roles.Supervisor, "101", null), Boss);

        var log = (await server.Get<AuditLog>().SearchAsync(null, null, 0, 50, Stop)).Items;

        log.Select(e => (e.Action, e.Who, e.Subject, e.Address)).Should().Equal(
            (AuditActions.UserChanged, "Boss", "anna", "10.0.0.9"), (AuditActions.SignedIn, "anna", "anna", "127.0.0.1"),
            (AuditActions.SignInRefused, null, null, "127.0.0.1"), (AuditActions.SignInRefused, null, "anna", "127.0.0.1"));
        log[0].Detail.Should().Be("Operator, main/101 → Supervisor, Anna, main/101");
        (await server.Get<AuditLog>().SearchAsync(AuditActions.SignedIn, "127.0", 0, 50, Stop)).Total.Should().Be(1);
    }

    private static LiveServer Server() => new LiveServer().WithUser(0, "admin", Password, "Administrator").WithUser(1, "anna", Password, "Operator", "101").Started();

    private static async Task<AccountInfo> AccountAsync(LiveServer server, string userName) => (await server.Get<AccountDesk>().ListAsync(Stop)).Single(a => a.UserName == userName);

    private static Task<string> SetAsync(BrowserClient browser, string link, string password) => browser.FormAsync(link, "set-password", ("NewPassword", password), ("Repeated", password));
}
