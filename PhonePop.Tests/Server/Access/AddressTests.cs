using System.Net;
using AwesomeAssertions;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Access;

/// <summary>Who gets in where: a walk over every address that the server has, as everybody, with keys and with cookies.</summary>
public sealed class AddressTests
{
    private const string Password = "correct horse battery";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_address_stands_in_the_table()
    {
        await using var server = new LiveServer().Started();

        Doors.Of(server).Should().BeEquivalentTo(Doors.Table.Keys, "who adds an address says who may come in there");
    }

    [Fact]
    public async Task Stranger_gets_in_nowhere_but_at_the_door()
    {
        await using var server = new LiveServer().Started();
        foreach (var key in new[] { null, "a-wrong-key-of-somebody" })
        {
            using var client = server.Client(key);
            foreach (var (address, door) in Doors.Table)
            {
                var status = await StatusAsync(client, address);
                if (door == Door.Anyone)
                {
                    (key is null && status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden).Should().BeFalse($"{address} is for anyone, and answers {status}");
                }
                else
                {
                    status.Should().Be(address.IsForPrograms || key is not null ? HttpStatusCode.Unauthorized : HttpStatusCode.Redirect, $"{address} is closed");
                }
            }
        }
    }

    [Theory]
    [InlineData(LiveServer.Key101, "Operator", true)]
    [InlineData(LiveServer.SupervisorKey, "Supervisor", false)]
    [InlineData(LiveServer.AdministratorKey, "Administrator", false)]
    public async Task Program_is_let_in_by_the_role_of_its_key(string key, string role, bool hasPhone)
    {
        await using var server = new LiveServer().Started();
        using var client = server.Client(key);

        await WalkAsync(client, role, hasPhone);
    }

    [Theory]
    [InlineData("anna", "Operator", "101")]
    [InlineData("boris", "Supervisor", null)]
    [InlineData("boss", "Administrator", null)]
    public async Task Person_is_let_in_by_the_role_of_the_account(string userName, string role, string? extension)
    {
        await using var server = new LiveServer().WithUser(0, userName, Password, role, extension).Started();
        using var browser = new BrowserClient(server);
        (await browser.SignInAsync(userName, Password)).StatusCode.Should().Be(HttpStatusCode.Redirect);

        await WalkAsync(browser.Http, role, extension is not null);
    }

    [Fact]
    public async Task Reasons_of_health_are_for_administrators_only()
    {
        await using var server = new LiveServer().Started();
        server.Pbx.PbxChanged(Some.Pbx() with { State = PhonePop.Ami.Calls.PbxState.Refused, Problem = "Check manager.conf." });
        using var nobody = server.Client(null);
        using var administrator = server.Client(LiveServer.AdministratorKey);

        (await nobody.GetStringAsync("/health/ready", Stop)).Should().Be("Degraded");
        (await nobody.GetStringAsync("/health/live", Stop)).Should().Be("Healthy");
        (await administrator.GetStringAsync("/health/ready", Stop)).Should().Contain("Check manager.conf.");
    }

    private static async Task WalkAsync(HttpClient client, string role, bool hasPhone)
    {
        // Signing out would end the walk.
        foreach (var (address, door) in Doors.Table.Where(d => d.Key.Pattern != "account/sign-out"))
        {
            var isLetIn = door switch
            {
                Door.WithPhone => hasPhone,
                Door.Supervisor => role != "Operator",
                Door.Administrator => role == "Administrator",
                _ => true,
            };
            var status = await StatusAsync(client, address);
            if (isLetIn)
            {
                status.Should().NotBe(HttpStatusCode.Forbidden, $"{address} is for {role}s").And.NotBe(HttpStatusCode.Unauthorized);
            }
            else
            {
                status.Should().Be(HttpStatusCode.Forbidden, $"{address} is not for {role}s");
            }
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, Address address)
    {
        using var request = new HttpRequestMessage(new HttpMethod(address.Method), Doors.Path(address));
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        return answer.StatusCode;
    }
}
