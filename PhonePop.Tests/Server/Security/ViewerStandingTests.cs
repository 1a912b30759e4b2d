using System.Security.Claims;
using AwesomeAssertions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Server.Data;
using PhonePop.Server.Security;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Security;

/// <summary>What an open page asks every half minute: is its viewer still who they were?</summary>
public sealed class ViewerStandingTests
{
    private const string Password = "correct horse";
    private static readonly Actor Boss = new("boss", "Boss", null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("lock")]
    [InlineData("role")]
    [InlineData("delete")]
    [InlineData("password")]
    public async Task Page_of_a_user_who_is_locked_changed_or_deleted_ends_within_a_minute(string change)
    {
        var clock = new FakeTimeProvider(Some.Time);
        await using var server = new LiveServer().With(s => s.AddSingleton<TimeProvider>(clock)).WithUser(0, "admin", Password, "Administrator").WithUser(1, "anna", Password, "Operator", "101").Started();
        var (desk, standing, page) = (server.Get<AccountDesk>(), server.Get<ViewerStanding>(), await SignedInAsync(server, "anna"));
        var anna = (await desk.ListAsync(Stop)).Single(a => a.UserName == "anna");
        (await standing.HoldsAsync(page)).Should().BeTrue();
        await desk.UpdateAsync(anna.Id, new AccountEdit("anna", "Анна", Roles.Operator, "101", null), Boss);
        (await standing.HoldsAsync(page)).Should().BeTrue("another display name is no reason");

        _ = change switch
        {
            "lock" => await desk.LockAsync(anna.Id, true, Boss),
            "role" => await desk.UpdateAsync(anna.Id, new AccountEdit("anna", null, Roles.Supervisor, "101", null), Boss),
            "delete" => await desk.DeleteAsync(anna.Id, Boss),
            _ => await ChangePasswordAsync(server),
        };

        if (change == "password")
        {
            clock.Advance(AccountStandings.Believed); // past this server, as another program would
        }

        (await standing.HoldsAsync(page)).Should().BeFalse();
        (SecurityExtensions.LongestStale + AccountStandings.Believed).Should().BeLessThan(TimeSpan.FromMinutes(1));
    }

    private static async Task<IReadOnlyList<(string, AccountMistake)>> ChangePasswordAsync(LiveServer server)
    {
        using var scope = server.Services.CreateScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        var user = await users.FindByNameAsync("anna");
        (await users.ChangePasswordAsync(user!, Password, "another horse")).Succeeded.Should().BeTrue();
        return [];
    }

    private static async Task<ClaimsPrincipal> SignedInAsync(LiveServer server, string name)
    {
        using var scope = server.Services.CreateScope();
        var user = await scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>().FindByNameAsync(name);
        var principal = await scope.ServiceProvider.GetRequiredService<SignInManager<AppUser>>().CreateUserPrincipalAsync(user!);
        return await server.Get<IClaimsTransformation>().TransformAsync(principal);
    }
}
