using System.Collections.Concurrent;
using System.Data.Common;
using AwesomeAssertions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Server.Data;
using PhonePop.Server.Hubs;
using PhonePop.Server.Security;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Hubs;

/// <summary>After a restart all browsers come back in the same moment, with cookies that are older than the server: the database must not be asked for each connection.</summary>
public sealed class ReturningClientsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 60)]
    [InlineData(20, 3)]
    public async Task The_database_is_asked_once_for_each_user_and_once_for_the_settings_of_all(int users, int connectionsOfEach)
    {
        var queries = new Queries();

        // Its clock stands still: what the database has said is believed for some seconds only.
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = new LiveServer().With(s => s.AddSingleton<TimeProvider>(clock).ConfigureDbContext<PhonePopDbContext>(o => o.AddInterceptors(queries))).Started();
        var cookies = new List<string>();
        for (var i = 0; i < users; i++)
        {
            cookies.Add(await CookieAsync(server, $"user{i}"));
        }

        queries.Texts.Clear();
        var hubs = cookies.SelectMany(cookie => Enumerable.Range(0, connectionsOfEach).Select(_ => Hub(server, cookie))).ToList();
        await Task.WhenAll(hubs.Select(h => h.StartAsync(Stop)));
        await Until.TrueAsync(() => hubs.All(h => h.State == HubConnectionState.Connected) && server.Get<HubClients>().Count == hubs.Count);

        queries.Texts.Count(text => text.Contains("AspNetUsers", StringComparison.Ordinal)).Should().Be(users);
        queries.Texts.Should().HaveCountLessThanOrEqualTo(users + 5, "one for all settings, and what else the server does meanwhile: {0}", string.Join("\n", queries.Texts.Distinct()));
        foreach (var hub in hubs)
        {
            await hub.DisposeAsync();
        }
    }

    [Fact]
    public async Task Who_is_locked_after_the_database_was_asked_is_not_let_in_again()
    {
        await using var server = new LiveServer().WithUser(0, "boss", "correct horse", "Administrator").Started();
        var cookie = await CookieAsync(server, "anna");
        await using var before = Hub(server, cookie);
        await before.StartAsync(Stop);
        var anna = (await server.Get<AccountDesk>().ListAsync(Stop)).Single(a => a.UserName == "anna");

        await server.Get<AccountDesk>().LockAsync(anna.Id, true, new Actor("boss", "Boss", null));

        await using var after = Hub(server, cookie);
        (await after.Awaiting(h => h.StartAsync(Stop)).Should().ThrowAsync<HttpRequestException>()).Which.StatusCode.Should().Be(System.Net.HttpStatusCode.Unauthorized);
        await Until.TrueAsync(() => before.State != HubConnectionState.Connected);
    }

    private static HubConnection Hub(LiveServer server, string cookie) =>
        new HubConnectionBuilder().WithUrl(new Uri(server.Address, "/hubs/calls"), o => o.Headers["Cookie"] = cookie).Build();

    // As the browser has kept it since yesterday.
    private static async Task<string> CookieAsync(LiveServer server, string name)
    {
        using var scope = server.Services.CreateScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        var user = new AppUser { UserName = name, LockoutEnabled = true };
        (await users.CreateAsync(user)).Succeeded.Should().BeTrue();
        (await users.AddToRoleAsync(user, Roles.Operator)).Succeeded.Should().BeTrue();
        var principal = await scope.ServiceProvider.GetRequiredService<SignInManager<AppUser>>().CreateUserPrincipalAsync(user);
        var cookies = scope.ServiceProvider.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var yesterday = DateTimeOffset.UtcNow.AddDays(-1);
        var ticket = new AuthenticationTicket(principal, new AuthenticationProperties { IssuedUtc = yesterday, ExpiresUtc = yesterday.AddDays(14) }, IdentityConstants.ApplicationScheme);
        return $"{cookies.Cookie.Name}={cookies.TicketDataFormat.Protect(ticket)}";
    }

    private sealed class Queries : DbCommandInterceptor
    {
        public ConcurrentBag<string> Texts { get; } = [];

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Texts.Add(command.CommandText);
            return new(result);
        }
    }
}
